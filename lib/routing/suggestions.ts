import { drawsStock } from './weighing/availability'
import { fillPart, leftOverOf } from './check-split'
import { splitOrder } from './splitting/order-split'
import { BEST_STORE, rank, weighStores, type Weighed } from './weighing/ranking'
import { suggestTransfers } from './transfers'
import type { Decision, DecisionRequest, Suggestion } from './types'

/**
 * What a person could do with a held order, best first: what fills it without shortage (the policy's own way before
 * others), then what leaves something over but oversells nothing, and only then what oversells.
 */
export function suggest(request: DecisionRequest, weighed: Weighed[], routed: Decision): Suggestion[] {
  const lines = request.lines.filter((line) => !drawsStock(line) || line.itemId !== null)
  // A line without an item cannot be sold, so nothing that holds it can be offered.
  const complete = lines.length === request.lines.length
  if (lines.length === 0) return []
  const sellable = complete ? request : { ...request, lines }
  const own = complete && routed.outcome === 'push' ? [ownWay(routed)] : []
  const whole = bestWhole(sellable, complete ? weighed : weighStores(sellable))
  if (!whole) return own
  const offers = [...own, whole, ...(isFilled(whole) ? [] : bestSplit(sellable, weighed))]
  const ordered = offers.toSorted((a, b) => standing(a) - standing(b))
  const seen = new Set<string>()
  const distinct = ordered.filter((offer) => {
    const key = JSON.stringify(offer.parts)
    return seen.has(key) ? false : seen.add(key)
  })
  return complete ? distinct : distinct.map((offer) => withTheRest(request, offer))
}

/** 0: fills the order, 1: leaves something over, 2: oversells. The sort is stable, so equals keep their order. */
const standing = (offer: Suggestion) =>
  isFilled(offer) ? 0 : offer.parts.some((part) => part.oversold) ? 2 : 1

const isFilled = (offer: Suggestion) =>
  offer.leftOver.length === 0 && offer.parts.every((part) => !part.oversold)

/** What the policy itself would have pushed, had nothing else held the order. */
function ownWay({
  parts,
  leftOver,
  transfers,
  explanation,
}: Extract<Decision, { outcome: 'push' }>): Suggestion {
  const kind = leftOver.length > 0 ? 'split-with-left-over' : parts.length > 1 ? 'split' : 'whole'
  const proof = explanation.proof
  return { kind, parts, leftOver, transfers, ...(proof ? { proof } : {}) }
}

function bestWhole(request: DecisionRequest, weighed: Weighed[]): Suggestion | null {
  const { best } = rank(
    weighed.filter((candidate) => candidate.verdict.eligible),
    BEST_STORE,
  )
  if (!best) return null
  const part = fillPart(
    request,
    best.store.id,
    request.lines.map((line) => ({ lineId: line.id, quantity: line.quantity })),
  )
  return { kind: 'whole', parts: [part], leftOver: [], transfers: suggestTransfers(request, [part]) }
}

function bestSplit(request: DecisionRequest, weighed: Weighed[]): Suggestion[] {
  const { parts, leftOver, proof } = splitOrder(request, weighed, { maxStores: null, keepWhole: false })
  if (parts.length === 0) return []
  const kind = leftOver.length > 0 ? 'split-with-left-over' : 'split'
  return [{ kind, parts, leftOver, transfers: [], proof }]
}

/** The offer for the sellable lines as one for the whole order: lines without an item stay behind. */
function withTheRest(request: DecisionRequest, offer: Suggestion): Suggestion {
  const reasons = new Map(offer.leftOver.map((left) => [left.lineId, left.reason]))
  const leftOver = leftOverOf(request, offer.parts).map((left) => ({
    ...left,
    reason: reasons.get(left.lineId) ?? left.reason,
  }))
  return { ...offer, kind: 'split-with-left-over', leftOver }
}
