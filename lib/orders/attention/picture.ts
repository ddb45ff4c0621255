import { and, asc, eq, inArray } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { listStores } from '@/lib/stores/store'
import { unitsToPlace } from '../lines'
import { placedUnits } from '../planning/request'
import type { OrderRow } from '../planning/write-plan'
import { HOLDING_UNITS } from '../states'
import { attempts, parts } from '../tables'
import type { PartSeen } from './differences'
import type { FoundSale } from './found-sale'
import type { Picture } from './offers'
import type { Naming } from './words'

export type PartRow = typeof parts.$inferSelect

/** Every part of an order, over all its revisions, by ordinal. */
export function partsOfOrder({ tx, merchantId }: MerchantTx, orderId: string): Promise<PartRow[]> {
  return tx
    .select()
    .from(parts)
    .where(and(eq(parts.merchantId, merchantId), eq(parts.orderId, orderId)))
    .orderBy(asc(parts.ordinal))
}

/** The order, its parts and these sales side by side, as committed now. */
export async function pictureOf(
  scope: MerchantTx,
  row: OrderRow,
  sales: FoundSale[],
): Promise<Picture & { rows: PartRow[] }> {
  const rows = await partsOfOrder(scope, row.id)
  const stores = await listStores(scope)
  const shops = new Map(stores.map((store) => [store.id, store.externalId]))
  const open = await openAttempts(
    scope,
    rows.map((part) => part.id),
  )
  return {
    rows,
    order: {
      state: row.state,
      cancelled: row.snapshot.cancelledAt !== null,
      edited: row.attention === 'edited-after-sale',
      at: row.snapshot.updatedAt,
    },
    parts: rows.map((part): PartSeen => ({
      ordinal: part.ordinal,
      posAccountId: part.posAccountId,
      shopId: shops.get(part.storeId) ?? '',
      state: part.state,
      referenceNumber: part.referenceNumber,
      saleId: part.saleId,
      totalMinor: part.money.totalMinor,
      lines: part.lines,
      accepted: part.accepted,
      attempt: open.get(part.id) ?? null,
    })),
    sales,
    freeAgain: await freeAgain(scope, row, rows),
    naming: namingOf(stores, row.currency),
  }
}

export const namingOf = (
  stores: { posAccountId: string; externalId: string; name: string }[],
  currency: string,
): Naming => ({
  currency,
  storeOf: (posAccountId, shopId) =>
    stores.find((one) => one.posAccountId === posAccountId && one.externalId === shopId)?.name ??
    `shop ${shopId}`,
})

async function openAttempts(
  { tx, merchantId }: MerchantTx,
  partIds: string[],
): Promise<Map<string, 'sent' | 'unknown'>> {
  if (partIds.length === 0) return new Map()
  const found = await tx
    .select({ partId: attempts.partId, state: attempts.state })
    .from(attempts)
    .where(
      and(
        eq(attempts.merchantId, merchantId),
        inArray(attempts.partId, partIds),
        inArray(attempts.state, ['sent', 'unknown']),
      ),
    )
  return new Map(found.map(({ partId, state }) => [partId, state === 'sent' ? 'sent' : 'unknown']))
}

/** Given-up parts all of whose units are still to place. */
async function freeAgain(scope: MerchantTx, row: OrderRow, rows: PartRow[]): Promise<number[]> {
  const given = rows.filter((part) => !HOLDING_UNITS.includes(part.state))
  if (given.length === 0) return []
  const left = unitsToPlace(row.snapshot, await placedUnits(scope, row.id))
  const fits = (part: PartRow) => {
    const wanted = new Map<string, number>()
    for (const { lineId, quantity } of part.lines) wanted.set(lineId, (wanted.get(lineId) ?? 0) + quantity)
    return [...wanted].every(([lineId, units]) => units <= (left.get(lineId) ?? 0))
  }
  return given.filter(fits).map((part) => part.ordinal)
}
