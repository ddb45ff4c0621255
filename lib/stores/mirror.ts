import { and, eq, inArray, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { itemLinks, mirrorMarks, stockLevels, stores } from './tables'

export interface MirrorMark {
  /** Lightspeed's own stamp of the newest stock row seen; null: never polled. */
  stockStamp: string | null
  stockSeenAt: Date | null
  shopsReadAt: Date | null
}

/** How far the mirror of an account has come. */
export async function readMark({ tx, merchantId }: MerchantTx, posAccountId: string): Promise<MirrorMark> {
  const [row] = await tx
    .select()
    .from(mirrorMarks)
    .where(and(eq(mirrorMarks.merchantId, merchantId), eq(mirrorMarks.posAccountId, posAccountId)))
  return row ?? { stockStamp: null, stockSeenAt: null, shopsReadAt: null }
}

/** Notes how far it has come; what is left out stays. */
export async function saveMark(
  { tx, merchantId }: MerchantTx,
  posAccountId: string,
  mark: Partial<MirrorMark>,
): Promise<void> {
  await tx
    .insert(mirrorMarks)
    .values({ merchantId, posAccountId, ...mark })
    .onConflictDoUpdate({ target: [mirrorMarks.merchantId, mirrorMarks.posAccountId], set: mark })
}

/**
 * Stores stock rows that changed in Lightspeed for the items and stores we know; others are nobody's business yet. Each
 * figure gets the age of this reading, and an older reading never overwrites a newer one. Answers our ids of the items of
 * which some store can sell more or less than when this was read last (`lastReadAt`): what a decision or a push has read
 * and stored since then counts as well, because it told nobody.
 */
export async function saveChangedStock(
  { tx, merchantId }: MerchantTx,
  posAccountId: string,
  rows: { itemId: string; shopId: string; qoh: number; sellable: number }[],
  readAt: Date,
  lastReadAt: Date | null,
): Promise<string[]> {
  if (rows.length === 0) return []
  const shops = await tx
    .select({ id: stores.id, externalId: stores.externalId })
    .from(stores)
    .where(and(eq(stores.merchantId, merchantId), eq(stores.posAccountId, posAccountId)))
  const links = await tx
    .select({ itemId: itemLinks.itemId, externalId: itemLinks.externalId })
    .from(itemLinks)
    .where(
      and(
        eq(itemLinks.merchantId, merchantId),
        eq(itemLinks.posAccountId, posAccountId),
        inArray(itemLinks.externalId, [...new Set(rows.map((row) => row.itemId))]),
      ),
    )
  // A row may come twice when pages shift; the later one is the newer change.
  const figures = new Map<string, typeof stockLevels.$inferInsert>()
  for (const { itemId: externalId, shopId, qoh, sellable } of rows) {
    const itemId = links.find((link) => link.externalId === externalId)?.itemId
    const storeId = shops.find((shop) => shop.externalId === shopId)?.id
    if (itemId !== undefined && storeId !== undefined)
      figures.set(`${itemId} ${storeId}`, { merchantId, itemId, storeId, qoh, sellable, readAt })
  }
  if (figures.size === 0) return []
  // In one fixed order, so that two readings that overlap cannot lock each other out.
  const values = [...figures].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, figure]) => figure)
  const known = await tx
    .select({
      itemId: stockLevels.itemId,
      storeId: stockLevels.storeId,
      sellable: stockLevels.sellable,
      readAt: stockLevels.readAt,
    })
    .from(stockLevels)
    .where(
      and(
        eq(stockLevels.merchantId, merchantId),
        inArray(stockLevels.itemId, [...new Set(values.map((value) => value.itemId))]),
      ),
    )
  const before = new Map(known.map((level) => [`${level.itemId} ${level.storeId}`, level]))
  await tx
    .insert(stockLevels)
    .values(values)
    .onConflictDoUpdate({
      target: [stockLevels.merchantId, stockLevels.itemId, stockLevels.storeId],
      set: { qoh: sql`excluded.qoh`, sellable: sql`excluded.sellable`, readAt: sql`excluded.read_at` },
      setWhere: sql`${stockLevels.readAt} <= excluded.read_at`,
    })
  const moved = values.filter((value) => {
    const level = before.get(`${value.itemId} ${value.storeId}`)
    if (!level || level.sellable !== value.sellable) return true
    return lastReadAt !== null && level.readAt > lastReadAt
  })
  return [...new Set(moved.map((value) => value.itemId))]
}
