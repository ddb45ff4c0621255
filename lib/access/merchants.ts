import { asc, eq, sql } from 'drizzle-orm'
import { acrossMerchants, type MerchantTx } from '@/lib/db/with-merchant'
import { present } from '@/lib/result'
import { merchants, type MerchantSettings } from './tables'

export interface Merchant {
  id: string
  name: string
  timeZone: string
  currency: string
  settings: Required<MerchantSettings>
}

const withDefaults = (row: typeof merchants.$inferSelect): Merchant => ({
  ...row,
  settings: { replanOrder: 'oldest-first', ...row.settings },
})

export async function getMerchant({ tx, merchantId }: MerchantTx): Promise<Merchant> {
  const [row] = await tx.select().from(merchants).where(eq(merchants.id, merchantId))
  return withDefaults(present(row, 'merchant'))
}

/** Every merchant of this deployment, for work that goes through all of them one by one. */
export function listMerchants(): Promise<Merchant[]> {
  return acrossMerchants(async (tx) =>
    (await tx.select().from(merchants).orderBy(asc(merchants.createdAt), asc(merchants.id))).map(
      withDefaults,
    ),
  )
}

/** Changes some settings of a merchant; the others stay. */
export async function changeSettings(scope: MerchantTx, change: Partial<MerchantSettings>): Promise<void> {
  await scope.tx
    .update(merchants)
    .set({ settings: sql`${merchants.settings} || ${JSON.stringify(change)}::jsonb` })
    .where(eq(merchants.id, scope.merchantId))
}

export function createMerchant(
  merchant: { name: string; timeZone: string; currency: string; settings: MerchantSettings },
  now: Date,
): Promise<string> {
  return acrossMerchants(async (tx) => {
    const [row] = await tx
      .insert(merchants)
      .values({ ...merchant, createdAt: now })
      .returning({ id: merchants.id })
    return present(row, 'merchant').id
  })
}
