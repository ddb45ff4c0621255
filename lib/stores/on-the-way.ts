import { and, eq, inArray, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { arrivals, stockLevels } from './tables'

/** Says which units a transfer still brings to a store; none: it brings nothing any more. */
export async function setArrivals(
  { tx, merchantId }: MerchantTx,
  transferId: string,
  storeId: string,
  items: { itemId: string; units: number }[],
): Promise<void> {
  await tx
    .delete(arrivals)
    .where(and(eq(arrivals.merchantId, merchantId), eq(arrivals.transferId, transferId)))
  const coming = items.filter((item) => item.units > 0)
  if (coming.length > 0)
    await tx
      .insert(arrivals)
      .values(coming.map(({ itemId, units }) => ({ merchantId, transferId, storeId, itemId, units })))
}

/** Units on their way to each store, by `storeId|itemId`. They are told, not sold: a box can be lost. */
export async function unitsOnTheWay(
  { tx, merchantId }: MerchantTx,
  itemIds: string[],
): Promise<Map<string, number>> {
  if (itemIds.length === 0) return new Map()
  const rows = await tx
    .select({
      storeId: arrivals.storeId,
      itemId: arrivals.itemId,
      units: sql<number>`sum(${arrivals.units})::int`,
    })
    .from(arrivals)
    .where(and(eq(arrivals.merchantId, merchantId), inArray(arrivals.itemId, itemIds)))
    .groupBy(arrivals.storeId, arrivals.itemId)
  return new Map(rows.map((row) => [`${row.storeId}|${row.itemId}`, row.units]))
}

/** On hand as last read, below zero where more was sold than there was; null: not read since `since`. */
export async function onHandSince(
  { tx, merchantId }: MerchantTx,
  storeId: string,
  itemId: string,
  since: Date,
): Promise<number | null> {
  const [row] = await tx
    .select({ qoh: stockLevels.qoh, readAt: stockLevels.readAt })
    .from(stockLevels)
    .where(
      and(
        eq(stockLevels.merchantId, merchantId),
        eq(stockLevels.storeId, storeId),
        eq(stockLevels.itemId, itemId),
      ),
    )
  return row && row.readAt >= since ? row.qoh : null
}
