import { and, asc, eq } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { pickRegister } from './store'
import { stores } from './tables'

export interface StoreRegisters {
  id: string
  name: string
  /** Lightspeed's shop id. */
  externalId: string
  /** The one our sales go to; null: none is chosen. */
  registerId: string | null
  /** All of the shop's, as last read. */
  registers: { id: string; name: string; open: boolean; archived: boolean }[]
}

/** Registers of an account's stores that Lightspeed still has, best priority first. */
export async function listRegisters(
  { tx, merchantId }: MerchantTx,
  posAccountId: string,
): Promise<StoreRegisters[]> {
  return tx
    .select({
      id: stores.id,
      name: stores.name,
      externalId: stores.externalId,
      registerId: stores.registerId,
      registers: stores.registers,
    })
    .from(stores)
    .where(
      and(
        eq(stores.merchantId, merchantId),
        eq(stores.posAccountId, posAccountId),
        eq(stores.archived, false),
      ),
    )
    .orderBy(asc(stores.priority), asc(stores.id))
}

/** Our sales of this store go to another of its registers from now on. */
export async function chooseRegister(
  { tx, merchantId }: MerchantTx,
  store: StoreRegisters,
  registerId: string,
): Promise<void> {
  const register = pickRegister(store.registers, registerId)
  await tx
    .update(stores)
    .set({ registerId: register.id, registerState: register.state })
    .where(and(eq(stores.merchantId, merchantId), eq(stores.id, store.id)))
}
