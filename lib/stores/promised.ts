import { and, eq, inArray } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { promises } from './tables'

/** Promises the stock items of a part to it, in the transaction that makes the part. */
export async function promiseUnits(
  { tx, merchantId }: MerchantTx,
  partId: string,
  storeId: string,
  lines: { itemId: string; quantity: number }[],
): Promise<void> {
  const perItem = new Map<string, number>()
  for (const line of lines) perItem.set(line.itemId, (perItem.get(line.itemId) ?? 0) + line.quantity)
  if (perItem.size === 0) return
  await tx
    .insert(promises)
    .values([...perItem].map(([itemId, units]) => ({ merchantId, partId, storeId, itemId, units })))
}

/** Our item ids whose stock a part draws on; services and the like promise nothing. */
export async function promisedItems({ tx, merchantId }: MerchantTx, partId: string): Promise<string[]> {
  const rows = await tx
    .select({ itemId: promises.itemId })
    .from(promises)
    .where(and(eq(promises.merchantId, merchantId), eq(promises.partId, partId)))
  return rows.map((row) => row.itemId)
}

/** The sale took the units: the promise ends with the next reading after `at`. */
export async function keepPromise({ tx, merchantId }: MerchantTx, partId: string, at: Date): Promise<void> {
  await tx
    .update(promises)
    .set({ completedAt: at })
    .where(and(eq(promises.merchantId, merchantId), eq(promises.partId, partId)))
}

/** The sale that took the units is gone and another one is to be made: they are promised as before. */
export async function renewPromise({ tx, merchantId }: MerchantTx, partId: string): Promise<void> {
  await tx
    .update(promises)
    .set({ completedAt: null })
    .where(and(eq(promises.merchantId, merchantId), eq(promises.partId, partId)))
}

/** The parts will not be made: their units are free again. */
export async function releasePromises({ tx, merchantId }: MerchantTx, partIds: string[]): Promise<void> {
  if (partIds.length === 0) return
  await tx.delete(promises).where(and(eq(promises.merchantId, merchantId), inArray(promises.partId, partIds)))
}
