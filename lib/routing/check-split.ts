import { availabilityOf, drawsStock } from './weighing/availability'
import { excludedBecause } from './weighing/eligibility'
import { excludedSentence } from './explaining/explain'
import { suggestTransfers } from './transfers'
import type {
  Allocation,
  DecisionRequest,
  LeftOver,
  PlannedPart,
  StoreVerdict,
  TransferSuggestion,
} from './types'

export type SplitRefusalKind =
  | { kind: 'unknown-store'; storeId: string }
  | { kind: 'store-not-eligible'; storeId: string; because: NonNullable<StoreVerdict['excludedBecause']> }
  | { kind: 'store-twice'; storeId: string }
  | { kind: 'unknown-line'; lineId: string }
  | { kind: 'line-without-item'; lineId: string; title: string }
  | { kind: 'too-many-units'; lineId: string; title: string; asked: number; wanted: number }
  | { kind: 'not-whole'; lineId: string }
  | { kind: 'nothing-placed' }

export type SplitCheck =
  | { ok: true; parts: PlannedPart[]; leftOver: LeftOver[]; transfers: TransferSuggestion[] }
  | { ok: false; refusal: SplitRefusalKind }

interface HandMade {
  storeId: string
  allocations: { lineId: string; quantity: number }[]
}

/** Checks a split made by hand: everything placed must exist and add up; what a store lacks is counted, not refused. */
export function checkSplit(request: DecisionRequest, wanted: HandMade[]): SplitCheck {
  const parts = wanted
    .map((part) => ({ ...part, allocations: part.allocations.filter(({ quantity }) => quantity !== 0) }))
    .filter((part) => part.allocations.length > 0)
  const refusal = refuse(request, parts)
  if (refusal) return { ok: false, refusal }
  const planned = parts
    .toSorted((a, b) => (a.storeId < b.storeId ? -1 : 1))
    .map((part) => fillPart(request, part.storeId, part.allocations))
  return {
    ok: true,
    parts: planned,
    leftOver: leftOverOf(request, planned),
    transfers: suggestTransfers(request, planned),
  }
}

/** All that is left of the order to one store, short or not: the same check with every unit placed there. */
export function wholePush(request: DecisionRequest, storeId: string): SplitCheck {
  return checkSplit(request, [
    { storeId, allocations: request.lines.map((line) => ({ lineId: line.id, quantity: line.quantity })) },
  ])
}

function refuse(request: DecisionRequest, parts: HandMade[]): SplitRefusalKind | null {
  if (parts.length === 0) return { kind: 'nothing-placed' }
  const seen = new Set<string>()
  const placed = new Map<string, number>()
  for (const part of parts) {
    const store = request.stores.find((candidate) => candidate.id === part.storeId)
    if (!store) return { kind: 'unknown-store', storeId: part.storeId }
    if (seen.has(store.id)) return { kind: 'store-twice', storeId: store.id }
    seen.add(store.id)
    const because = excludedBecause(store, request.policy)
    // A store that is merely not this channel's choice may still be a person's; one that cannot sell may not.
    if (because !== null && because !== 'not-allowed' && because !== 'switched-off')
      return { kind: 'store-not-eligible', storeId: store.id, because }
    for (const { lineId, quantity } of part.allocations) {
      const line = request.lines.find((candidate) => candidate.id === lineId)
      if (!line) return { kind: 'unknown-line', lineId }
      if (!Number.isInteger(quantity) || quantity < 0) return { kind: 'not-whole', lineId }
      if (drawsStock(line) && line.itemId === null)
        return { kind: 'line-without-item', lineId, title: line.title }
      const asked = (placed.get(lineId) ?? 0) + quantity
      if (asked > line.quantity)
        return { kind: 'too-many-units', lineId, title: line.title, asked, wanted: line.quantity }
      placed.set(lineId, asked)
    }
  }
  return null
}

/** The part with what its store lacks; the same item on several lines draws on one pool, in line order. */
export function fillPart(
  request: DecisionRequest,
  storeId: string,
  wanted: { lineId: string; quantity: number }[],
): PlannedPart {
  const availability = availabilityOf(request)
  const pool = new Map<string, number>()
  const asked = new Map<string, number>()
  for (const { lineId, quantity } of wanted) asked.set(lineId, (asked.get(lineId) ?? 0) + quantity)
  const allocations = request.lines.flatMap((line): Allocation[] => {
    const quantity = asked.get(line.id) ?? 0
    if (quantity === 0) return []
    if (!drawsStock(line) || line.itemId === null) return [{ lineId: line.id, quantity, unitsShort: 0 }]
    const left = pool.get(line.itemId) ?? Math.max(0, availability(storeId, line.itemId))
    const have = Math.min(quantity, left)
    pool.set(line.itemId, left - have)
    return [{ lineId: line.id, quantity, unitsShort: quantity - have }]
  })
  return { storeId, allocations, oversold: allocations.some((allocation) => allocation.unitsShort > 0) }
}

export function leftOverOf(request: DecisionRequest, parts: PlannedPart[]): LeftOver[] {
  return request.lines.flatMap((line): LeftOver[] => {
    const placed = parts
      .flatMap((part) => part.allocations)
      .filter((allocation) => allocation.lineId === line.id)
      .reduce((sum, allocation) => sum + allocation.quantity, 0)
    const quantity = line.quantity - placed
    return quantity > 0 ? [{ lineId: line.id, quantity, reason: 'not-placed' }] : []
  })
}

/** Why a split made by hand was refused, in words. */
export function splitRefusalSentence(refusal: SplitRefusalKind, storeNames: Record<string, string>): string {
  switch (refusal.kind) {
    case 'unknown-store':
      return 'One of these stores does not exist any more: look again.'
    case 'store-not-eligible':
      return `${storeNames[refusal.storeId] ?? 'This store'} cannot take a sale: ${excludedSentence(refusal.because)}`
    case 'store-twice':
      return `${storeNames[refusal.storeId] ?? 'A store'} is in the split twice.`
    case 'unknown-line':
      return 'One of these lines is not to be shipped any more: look again.'
    case 'line-without-item':
      return `“${refusal.title}” has no item in Lightspeed, so it cannot be sold there. Leave it out, or correct its sku in the shop.`
    case 'too-many-units':
      return `${refusal.asked} units of “${refusal.title}” are placed, but only ${refusal.wanted} are wanted.`
    case 'not-whole':
      return 'Only whole units can be placed.'
    case 'nothing-placed':
      return 'Nothing is placed yet: give at least one unit to a store.'
  }
}
