import type { OrderScreenLine, StockGrid, SuggestionCard } from '@/lib/orders/screens/screen-types'
import type { PartInput } from '../../parts-shape'

/** Units per store and line as typed; what is absent is 0. */
export type SplitDraft = Record<string, Record<string, number>>

export const unitsAt = (draft: SplitDraft, storeId: string, lineId: string): number =>
  draft[storeId]?.[lineId] ?? 0

/** The draft with one cell set; anything that is no whole number from 0 on counts as 0. */
export function withUnits(draft: SplitDraft, storeId: string, lineId: string, units: number): SplitDraft {
  const whole = Number.isSafeInteger(units) && units > 0 ? units : 0
  return { ...draft, [storeId]: { ...draft[storeId], [lineId]: whole } }
}

export function draftOf(suggestion: SuggestionCard | undefined): SplitDraft {
  return Object.fromEntries(
    (suggestion?.parts ?? []).map((part) => [
      part.storeId,
      Object.fromEntries(part.allocations.map((each) => [each.lineId, each.quantity])),
    ]),
  )
}

/** The suggestion an editor starts from: a split if there is one. */
export const bestSplit = (suggestions: SuggestionCard[]): SuggestionCard | undefined =>
  suggestions.find((each) => each.kind !== 'whole') ?? suggestions[0]

/** Units of a line still to place; negative when more is placed than wanted. */
export function leftToPlace(draft: SplitDraft, line: OrderScreenLine): number {
  return Object.keys(draft).reduce((left, storeId) => left - unitsAt(draft, storeId, line.id), line.toPlace)
}

/** Units a cell asks for beyond what the store has; `available` null: nobody counts it. */
export function unitsShort(units: number, available: number | null): number {
  return available === null ? 0 : Math.max(0, units - Math.max(0, available))
}

/** The parts to push: stores in the order of the grid, lines in the order of the order, nothing empty. */
export function partsOf(
  draft: SplitDraft,
  lines: OrderScreenLine[],
  stores: StockGrid['stores'],
): PartInput[] {
  return stores
    .map((store) => ({
      storeId: store.id,
      allocations: lines
        .map((line) => ({ lineId: line.id, quantity: unitsAt(draft, store.id, line.id) }))
        .filter((each) => each.quantity > 0),
    }))
    .filter((part) => part.allocations.length > 0)
}

/** Why the draft cannot be pushed as it stands; null when it can. */
export function whyNotYet(draft: SplitDraft, lines: OrderScreenLine[]): string | null {
  const tooMany = lines.find((line) => leftToPlace(draft, line) < 0)
  if (tooMany) return `More units of ${tooMany.sku || tooMany.title} are placed than the order wants.`
  const unknown = lines.find((line) => !line.found && leftToPlace(draft, line) < line.toPlace)
  if (unknown)
    return `“${unknown.title}” has no item in Lightspeed, so no store can sell it. Leave it out, or correct its sku in the shop.`
  const placed = Object.values(draft).some((cells) => Object.values(cells).some((units) => units > 0))
  return placed ? null : 'Place at least one unit in a store.'
}
