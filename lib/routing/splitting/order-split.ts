import { availabilityOf, drawsStock } from '../weighing/availability'
import { fillPart, leftOverOf } from '../check-split'
import type { Weighed } from '../weighing/ranking'
import { explainSplit, type SplitExplanation } from './explain-split'
import { planSplit, type SplitAnswer } from './plan-split'
import { planRefusalSentence, type SplitRequest } from './split-request'
import type { DecisionRequest, LeftOver, PlannedPart } from '../types'

export interface OrderSplit {
  parts: PlannedPart[]
  leftOver: LeftOver[]
  proof: SplitAnswer['proof']
  /** Why these stores and no fewer; worked out when it is asked for, since most splits are only compared. */
  why(): SplitExplanation
}

// Farther than any two places on Earth (half its girth is 20,037,509 m): a store of unknown place comes last.
const FARTHEST = 20_100_000

/** The exact split over the eligible stores of what draws stock; lines that do not travel with the first part. */
export function splitOrder(
  request: DecisionRequest,
  weighed: Weighed[],
  options: { maxStores: number | null; keepWhole: boolean },
): OrderSplit {
  const asked = splitQuestion(
    request,
    weighed.filter((candidate) => candidate.verdict.eligible),
  )
  const limits = { allowDivide: !options.keepWhole, maxStores: options.maxStores }
  const result = planSplit(asked, limits)
  // Lines and stores come from rows that have whole numbers and ids of their own.
  if (!result.ok) throw new Error(planRefusalSentence(result.refusal))
  const { allocations, proof } = result.answer
  const storeIds = [...new Set(allocations.map((allocation) => allocation.storeId))].toSorted()
  const riders = request.lines.filter((line) => !drawsStock(line))
  const parts = storeIds.map((storeId, index) =>
    fillPart(request, storeId, [
      ...allocations.filter((allocation) => allocation.storeId === storeId),
      ...(index === 0 ? riders.map((line) => ({ lineId: line.id, quantity: line.quantity })) : []),
    ]),
  )
  const reasons = new Map(result.answer.leftOver.map((left) => [left.lineId, left.reason]))
  const leftOver = leftOverOf(request, parts).map((left) => ({
    ...left,
    reason: reasons.get(left.lineId) ?? left.reason,
  }))
  return { parts, leftOver, proof, why: () => explainSplit(asked, limits, allocations) }
}

/** The order as the planner is asked: what draws stock, and these stores with what they have available of it. */
export function splitQuestion(request: DecisionRequest, stores: Weighed[]): SplitRequest {
  const availability = availabilityOf(request)
  const lines = request.lines.flatMap(({ id, itemId, quantity, stock }) =>
    stock === 'stock' && itemId !== null ? [{ id, item: itemId, quantity }] : [],
  )
  const items = [...new Set(lines.map((line) => line.item))]
  const costs = costsOf(stores)
  return {
    lines,
    stores: stores.map(({ store }, index) => ({
      id: store.id,
      cost: costs[index] ?? 0,
      stock: Object.fromEntries(items.map((item) => [item, availability(store.id, item)])),
    })),
  }
}

/** Metres where any distance is known, else the priority counted from the best: whole, never negative. */
function costsOf(stores: Weighed[]): number[] {
  const best = Math.min(...stores.map(({ priority }) => priority))
  const known = stores.some(({ verdict }) => verdict.distanceMetres !== null)
  return stores.map(({ verdict, priority }) =>
    known ? (verdict.distanceMetres ?? FARTHEST + priority - best) : priority - best,
  )
}
