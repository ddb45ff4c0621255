import { and, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { StockRow } from '@/lib/routing/types'
import { present } from '@/lib/result'
import { itemLinks, items, promises, stockLevels, stores } from './tables'

/** What one reading of Lightspeed said about an item. */
export interface ItemReading {
  externalId: string
  sku: string
  title: string
  countsStock: boolean
  stock: { shopId: string; qoh: number; sellable: number }[]
}

/**
 * Stores a reading of one Lightspeed account: items are made or renamed, and every store of that account gets a
 * figure with its age; a store Lightspeed has no row for has 0. Answers our item id per Lightspeed item id.
 */
export async function saveReading(
  scope: MerchantTx,
  posAccountId: string,
  readings: ItemReading[],
  readAt: Date,
): Promise<Map<string, string>> {
  const { tx, merchantId } = scope
  const shops = await tx
    .select({ id: stores.id, externalId: stores.externalId })
    .from(stores)
    .where(and(eq(stores.merchantId, merchantId), eq(stores.posAccountId, posAccountId)))
  const ids = new Map<string, string>()
  // In one fixed order, so that two readings that overlap cannot lock each other out.
  for (const reading of readings.toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1))) {
    const itemId = await linkItem(scope, posAccountId, reading, readAt)
    ids.set(reading.externalId, itemId)
    await saveLevels(scope, itemId, shops, reading.stock, readAt)
  }
  return ids
}

/** Our item for a Lightspeed item: the one it is linked to, else the one with its code, else a new one. */
async function linkItem(
  { tx, merchantId }: MerchantTx,
  posAccountId: string,
  reading: ItemReading,
  readAt: Date,
): Promise<string> {
  const [linked] = await tx
    .select({ itemId: itemLinks.itemId })
    .from(itemLinks)
    .where(
      and(
        eq(itemLinks.merchantId, merchantId),
        eq(itemLinks.posAccountId, posAccountId),
        eq(itemLinks.externalId, reading.externalId),
      ),
    )
  if (linked) return linked.itemId
  const code = await freeCode({ tx, merchantId }, posAccountId, reading)
  const [item] = await tx
    .insert(items)
    .values({ merchantId, code, title: reading.title, countsStock: reading.countsStock })
    .onConflictDoUpdate({
      target: [items.merchantId, items.code],
      set: { title: reading.title, countsStock: reading.countsStock },
    })
    .returning({ id: items.id })
  const itemId = present(item, 'item').id
  await tx
    .insert(itemLinks)
    .values({ merchantId, itemId, posAccountId, externalId: reading.externalId, readAt })
    .onConflictDoUpdate({
      target: [itemLinks.merchantId, itemLinks.itemId, itemLinks.posAccountId],
      set: { externalId: reading.externalId, readAt },
    })
  return itemId
}

/**
 * The code an item is kept under. Lightspeed's skus are not unique: a second item of one account with a known sku gets
 * a code of its own, else the first one's orders would be sold as the second.
 */
async function freeCode(
  { tx, merchantId }: MerchantTx,
  posAccountId: string,
  { sku, externalId }: ItemReading,
): Promise<string> {
  const [taken] = await tx
    .select({ id: items.id })
    .from(items)
    .innerJoin(itemLinks, and(eq(itemLinks.merchantId, items.merchantId), eq(itemLinks.itemId, items.id)))
    .where(
      and(eq(items.merchantId, merchantId), eq(items.code, sku), eq(itemLinks.posAccountId, posAccountId)),
    )
  return taken || sku === '' ? `${sku}~${externalId}` : sku
}

async function saveLevels(
  { tx, merchantId }: MerchantTx,
  itemId: string,
  shops: { id: string; externalId: string }[],
  stock: ItemReading['stock'],
  readAt: Date,
): Promise<void> {
  const figures = shops.map((shop) => {
    const found = stock.find((level) => level.shopId === shop.externalId)
    const { qoh, sellable } = found ?? { qoh: 0, sellable: 0 }
    return { merchantId, itemId, storeId: shop.id, qoh, sellable, readAt }
  })
  if (figures.length === 0) return
  await tx
    .insert(stockLevels)
    .values(figures)
    .onConflictDoUpdate({
      target: [stockLevels.merchantId, stockLevels.itemId, stockLevels.storeId],
      set: { qoh: sql`excluded.qoh`, sellable: sql`excluded.sellable`, readAt: sql`excluded.read_at` },
      // A slow reading must not overwrite a newer one.
      setWhere: sql`${stockLevels.readAt} <= excluded.read_at`,
    })
}

/** What each of these Lightspeed items has in its stores as last read, as text that two readings compare by. */
export async function levelsOf(
  { tx, merchantId }: MerchantTx,
  posAccountId: string,
  externalIds: string[],
): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map()
  const rows = await tx
    .select({ externalId: itemLinks.externalId, storeId: stores.id, sellable: stockLevels.sellable })
    .from(itemLinks)
    .innerJoin(
      stockLevels,
      and(eq(stockLevels.merchantId, itemLinks.merchantId), eq(stockLevels.itemId, itemLinks.itemId)),
    )
    .innerJoin(stores, and(eq(stores.merchantId, stockLevels.merchantId), eq(stores.id, stockLevels.storeId)))
    .where(
      and(
        eq(itemLinks.merchantId, merchantId),
        eq(itemLinks.posAccountId, posAccountId),
        eq(stores.posAccountId, posAccountId),
        inArray(itemLinks.externalId, externalIds),
      ),
    )
    .orderBy(stores.id)
  const levels = new Map<string, string>()
  for (const { externalId, storeId, sellable } of rows)
    levels.set(externalId, `${levels.get(externalId) ?? ''}${storeId} ${sellable};`)
  return levels
}

export interface StockPicture {
  rows: StockRow[]
  /** Oldest reading among the rows; null when nothing was ever read. */
  readAt: Date | null
}

/**
 * The stock of some items in all stores with the units already promised. A part's promise counts until a reading
 * that began after its completion; the promises of `exceptParts` are left out (a part does not compete with itself).
 */
export async function readPicture(
  { tx, merchantId }: MerchantTx,
  itemIds: string[],
  exceptParts: string[] = [],
): Promise<StockPicture> {
  if (itemIds.length === 0) return { rows: [], readAt: null }
  const levels = await tx
    .select()
    .from(stockLevels)
    .where(and(eq(stockLevels.merchantId, merchantId), inArray(stockLevels.itemId, itemIds)))
  const promised = await tx
    .select({
      storeId: promises.storeId,
      itemId: promises.itemId,
      partId: promises.partId,
      units: promises.units,
    })
    .from(promises)
    .innerJoin(
      stockLevels,
      and(
        eq(stockLevels.merchantId, promises.merchantId),
        eq(stockLevels.itemId, promises.itemId),
        eq(stockLevels.storeId, promises.storeId),
      ),
    )
    .where(
      and(
        eq(promises.merchantId, merchantId),
        inArray(promises.itemId, itemIds),
        or(isNull(promises.completedAt), gte(promises.completedAt, stockLevels.readAt)),
      ),
    )
  const sums = new Map<string, number>()
  for (const row of promised) {
    if (exceptParts.includes(row.partId)) continue
    const key = `${row.storeId}|${row.itemId}`
    sums.set(key, (sums.get(key) ?? 0) + row.units)
  }
  const rows = levels
    .map((level) => ({
      storeId: level.storeId,
      itemId: level.itemId,
      sellable: level.sellable,
      promised: sums.get(`${level.storeId}|${level.itemId}`) ?? 0,
    }))
    .toSorted((a, b) => (a.storeId + a.itemId < b.storeId + b.itemId ? -1 : 1))
  const oldest = levels.reduce<Date | null>(
    (min, level) => (min === null || level.readAt < min ? level.readAt : min),
    null,
  )
  return { rows, readAt: oldest }
}

export interface ItemName {
  id: string
  code: string
  title: string
  countsStock: boolean
  /** Lightspeed's item id per POS account. */
  externalIds: Record<string, string>
}

/** Items with their Lightspeed ids, by our id. */
export async function getItems(
  { tx, merchantId }: MerchantTx,
  itemIds: string[],
): Promise<Map<string, ItemName>> {
  if (itemIds.length === 0) return new Map()
  const rows = await tx
    .select({ item: items, link: itemLinks })
    .from(items)
    .innerJoin(itemLinks, and(eq(itemLinks.merchantId, items.merchantId), eq(itemLinks.itemId, items.id)))
    .where(and(eq(items.merchantId, merchantId), inArray(items.id, itemIds)))
  const found = new Map<string, ItemName>()
  for (const { item, link } of rows) {
    const name = found.get(item.id) ?? { ...item, externalIds: {} }
    name.externalIds[link.posAccountId] = link.externalId
    found.set(item.id, name)
  }
  return found
}
