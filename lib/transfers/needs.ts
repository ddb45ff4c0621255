import type { OversoldPart } from '@/lib/orders/push/oversold'
import { suggestTransfers } from '@/lib/routing/transfers'
import type { RoutingLine, RoutingStore, StockRow } from '@/lib/routing/types'
import { isUnderWay, type TransferState } from './states'
import type { TransferItem } from './tables'

/** What a part sold that its store did not have, by item. */
export type ShortPart = Pick<OversoldPart, 'partId' | 'posAccountId' | 'storeId' | 'items'>

export interface KnownTransfer {
  partId: string
  state: TransferState
  items: Pick<TransferItem, 'itemId' | 'units' | 'received'>[]
}

/** Units of an item that transfers bring or have brought to a part; what was asked for and never came is needed again. */
export function unitsBrought(partId: string, itemId: string, known: KnownTransfer[]): number {
  return known
    .filter((one) => one.partId === partId)
    .flatMap((one) =>
      one.items.filter((item) => item.itemId === itemId).map((item) => ({ ...item, state: one.state })),
    )
    .reduce((sum, item) => sum + (isUnderWay(item.state) ? item.units : item.received), 0)
}

/** Each part with the units that no transfer brings yet; parts that lack nothing are left out. */
export function stillNeeded(parts: ShortPart[], known: KnownTransfer[]): ShortPart[] {
  return parts.flatMap((part) => {
    const items = part.items
      .map((item) => ({ ...item, short: item.short - unitsBrought(part.partId, item.itemId, known) }))
      .filter((item) => item.short > 0)
    return items.length > 0 ? [{ ...part, items }] : []
  })
}

/**
 * Units Lightspeed gave a store by itself so that a sale could take them (its older way of selling what is not there): the
 * store had fewer than were sold, and still does not stand below zero. They exist on paper only.
 */
export function addedByLightspeed(item: { sold: number; sellableBefore: number }, onHandNow: number): number {
  return onHandNow < 0 ? 0 : Math.max(0, item.sold - item.sellableBefore)
}

export interface ProposedTransfer {
  partId: string
  posAccountId: string
  fromStoreId: string
  toStoreId: string
  items: { itemId: string; units: number }[]
}

/** One transfer per part and sender, over the fewest senders; a sender is of the part's own Lightspeed account. */
export function proposalsFor(
  needed: ShortPart[],
  stores: (RoutingStore & { posAccountId: string })[],
  stock: StockRow[],
): ProposedTransfer[] {
  return [...new Set(needed.map((part) => part.posAccountId))].flatMap((posAccountId) => {
    const parts = needed.filter((part) => part.posAccountId === posAccountId)
    const lines = parts.flatMap((part) => part.items.map((item) => lineOf(part.partId, item)))
    const found = suggestTransfers(
      { lines, stock, stores: stores.filter((store) => store.posAccountId === posAccountId) },
      parts.map((part) => ({
        storeId: part.storeId,
        oversold: true,
        allocations: part.items.map((item) => ({
          lineId: lineId(part.partId, item.itemId),
          quantity: item.short,
          unitsShort: item.short,
        })),
      })),
    )
    return parts.flatMap((part) => {
      const own = found.filter((one) =>
        part.items.some((item) => lineId(part.partId, item.itemId) === one.lineId),
      )
      return [...new Set(own.map((one) => one.fromStoreId))].map((fromStoreId) => ({
        partId: part.partId,
        posAccountId,
        fromStoreId,
        toStoreId: part.storeId,
        items: own
          .filter((one) => one.fromStoreId === fromStoreId)
          .map(({ itemId, quantity }) => ({ itemId, units: quantity })),
      }))
    })
  })
}

const lineId = (partId: string, itemId: string) => `${partId}|${itemId}`

const lineOf = (partId: string, item: ShortPart['items'][number]): RoutingLine => ({
  id: lineId(partId, item.itemId),
  itemId: item.itemId,
  sku: item.sku,
  title: item.title,
  quantity: item.short,
  stock: 'stock',
  netMinor: 0,
})
