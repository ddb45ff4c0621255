import { drawsStock } from './availability'
import { fillPart, leftOverOf } from './check-split'
import { holdReasonsOf, reviewReasons } from './holds'
import { BEST_STORE, COVERING_STORE, rank, weighStores, type Weighed } from './ranking'
import { planSplit, type SplitAnswer } from './splitting'
import { suggestTransfers } from './transfers'
import type { Decision, DecisionRequest, Explanation, HoldReason, PlannedPart, Suggestion } from './types'

/**
 * Decides one order: push these parts, or hold for these reasons. Total and deterministic. What is wrong with the
 * order itself, review rules and pause come first, under every policy; a hold always carries what could be done.
 */
export function decide(request: DecisionRequest): Decision {
  const weighed = weighStores(request)
  const before = [...request.problems, ...reviewReasons(request)]
  const routed = route(request, weighed)
  if (before.length === 0 && routed.outcome === 'push') return routed
  const reasons = before.length > 0 ? before : routed.holdReasons
  return hold(request, weighed, reasons, routed.explanation)
}

const eligibleOf = (weighed: Weighed[]) => weighed.filter((candidate) => candidate.verdict.eligible)

function route(request: DecisionRequest, weighed: Weighed[]): Decision {
  const { policy } = request.policy
  const eligible = eligibleOf(weighed)
  const none = (reasons: HoldReason[]) => hold(request, weighed, reasons, explain(request, weighed, null))
  if (eligible.length === 0) return none([{ code: 'no-eligible-store', lines: [], facts: {} }])
  switch (policy.kind) {
    case 'single-store': {
      const named = eligible.find((candidate) => candidate.store.id === policy.storeId)
      if (!named) return none([{ code: 'no-eligible-store', lines: [], facts: { storeId: policy.storeId } }])
      return pushWhole(request, explain(request, weighed, { best: named, rule: 'named-by-policy' }), named)
    }
    case 'best-store': {
      const { best, lostBy } = rank(eligible, BEST_STORE)
      return best ? pushWhole(request, explain(request, weighed, { best, lostBy }), best) : none([])
    }
    case 'hold-if-short': {
      const { best, lostBy } = rank(
        eligible.filter((candidate) => candidate.coversAll),
        COVERING_STORE,
      )
      if (best) return pushWhole(request, explain(request, weighed, { best, lostBy }), best)
      return none(holdReasonsOf(request, weighed))
    }
    case 'split': {
      const { best, lostBy } = rank(
        eligible.filter((candidate) => candidate.coversAll),
        COVERING_STORE,
      )
      if (best) return pushWhole(request, explain(request, weighed, { best, lostBy }), best)
      return routeSplit(request, weighed)
    }
  }
}

function pushWhole(request: DecisionRequest, explanation: Explanation, best: Weighed): Decision {
  const part = fillPart(
    request,
    best.store.id,
    request.lines.map((line) => ({ lineId: line.id, quantity: line.quantity })),
  )
  return {
    outcome: 'push',
    parts: [part],
    leftOver: [],
    holdReasons: [],
    transfers: suggestTransfers(request, [part]),
    explanation,
  }
}

type SplitPolicy = Extract<DecisionRequest['policy']['policy'], { kind: 'split' }>

function routeSplit(request: DecisionRequest, weighed: Weighed[]): Decision {
  const policy = request.policy.policy as SplitPolicy
  const full = split(request, weighed, { maxStores: null, keepWhole: policy.keepLinesWhole })
  const limited =
    policy.maxParts !== null && full.parts.length > policy.maxParts
      ? split(request, weighed, { maxStores: policy.maxParts, keepWhole: policy.keepLinesWhole })
      : full
  const tooMany = limited !== full
  const tooSmall = smallParts(request, limited.parts, policy.smallestPartMinor)
  const reasons = [
    ...(tooMany
      ? [
          {
            code: 'too-many-parts' as const,
            lines: [],
            facts: { parts: full.parts.length, maxParts: policy.maxParts ?? 0 },
          },
        ]
      : []),
    ...(!tooMany && full.leftOver.length > 0 ? holdReasonsOf(request, weighed, full.leftOver) : []),
    ...tooSmall,
  ]
  const chosen = new Set(limited.parts.map((part) => part.storeId))
  const explanation: Explanation = {
    ...explain(request, weighed, null),
    stores: weighed.map(({ verdict }) =>
      chosen.has(verdict.storeId)
        ? { ...verdict, chosen: true, decidedBy: 'chosen' as const }
        : { ...verdict, decidedBy: verdict.eligible ? ('not-needed' as const) : ('not-eligible' as const) },
    ),
    proof: limited.proof,
  }
  const pushCovered =
    policy.whenUncovered === 'push-covered' && tooSmall.length === 0 && limited.parts.length > 0
  if (reasons.length > 0 && !pushCovered) return hold(request, weighed, reasons, explanation)
  return {
    outcome: 'push',
    parts: limited.parts,
    leftOver: limited.leftOver,
    holdReasons: reasons,
    transfers: [],
    explanation,
  }
}

/** A part below the limit only holds the order; the search itself never looked at values. */
function smallParts(request: DecisionRequest, parts: PlannedPart[], limit: number | null): HoldReason[] {
  if (limit === null) return []
  const value = (part: PlannedPart) =>
    part.allocations.reduce((sum, { lineId, quantity }) => {
      const line = request.lines.find((candidate) => candidate.id === lineId)
      return sum + (line ? Math.round((line.netMinor * quantity) / line.quantity) : 0)
    }, 0)
  const small = parts.filter((part) => value(part) < limit)
  return small.length === 0 ? [] : [{ code: 'part-too-small', lines: [], facts: { parts: small.length } }]
}

interface Split {
  parts: PlannedPart[]
  leftOver: SplitAnswer['leftOver']
  proof: SplitAnswer['proof']
}

/** The exact split of what draws stock; lines that do not travel with the first part. */
function split(
  request: DecisionRequest,
  weighed: Weighed[],
  options: { maxStores: number | null; keepWhole: boolean },
): Split {
  const lines = request.lines.filter((line) => drawsStock(line) && line.itemId !== null)
  const result = planSplit(
    {
      lines: lines.map((line) => ({ id: line.id, item: line.itemId ?? '', quantity: line.quantity })),
      stores: eligibleOf(weighed).map((candidate) => ({ id: candidate.store.id, cost: costOf(candidate) })),
      stock: eligibleOf(weighed).flatMap(({ store }) =>
        request.stock
          .filter((row) => row.storeId === store.id)
          .map((row) => ({
            store: store.id,
            item: row.itemId,
            available: row.sellable - store.safetyStock - row.promised,
          })),
      ),
    },
    { allowDivide: !options.keepWhole, maxStores: options.maxStores },
  )
  if (!result.ok)
    return { parts: [], leftOver: leftOverOf(request, []), proof: { optimal: false, stores: 0 } }
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
    reason: reasons.get(left.lineId) ?? ('no-stock-anywhere' as const),
  }))
  return { parts, leftOver, proof }
}

/** Nearest first where distance is known, else by priority; whole and never negative. */
const costOf = ({ verdict, priority }: Weighed): number => verdict.distanceMetres ?? Math.max(0, priority)

/** Everything the stores were judged by, and which rule each lost against the best. */
function explain(
  request: DecisionRequest,
  weighed: Weighed[],
  chosen:
    | { best: Weighed; rule: 'named-by-policy' }
    | { best: Weighed; lostBy: Map<string, Explanation['stores'][number]['decidedBy']> }
    | null,
): Explanation {
  return {
    policyKind: request.policy.policy.kind,
    policyVersion: request.policyVersion,
    proof: null,
    distanceKnown: weighed.some(({ verdict }) => verdict.distanceMetres !== null),
    stores: weighed.map(({ store, verdict }) => {
      if (!verdict.eligible) return verdict
      if (!chosen) return { ...verdict, decidedBy: 'does-not-cover' }
      if (store.id === chosen.best.store.id) return { ...verdict, chosen: true, decidedBy: 'chosen' }
      if ('rule' in chosen) return { ...verdict, decidedBy: chosen.rule }
      return { ...verdict, decidedBy: chosen.lostBy.get(store.id) ?? 'does-not-cover' }
    }),
  }
}

/** A held order with everything a person could take with one click, best first. */
function hold(
  request: DecisionRequest,
  weighed: Weighed[],
  holdReasons: HoldReason[],
  explanation: Explanation,
): Decision {
  const suggestions = suggest(request, weighed)
  const best = suggestions[0]
  return {
    outcome: 'hold',
    holdReasons,
    suggestions,
    leftOver: best?.leftOver ?? leftOverOf(request, []),
    explanation,
  }
}

function suggest(request: DecisionRequest, weighed: Weighed[]): Suggestion[] {
  // A line without an item cannot be sold, so nothing that holds it can be offered.
  const sellable = {
    ...request,
    lines: request.lines.filter((line) => !drawsStock(line) || line.itemId !== null),
  }
  const complete = sellable.lines.length === request.lines.length
  if (sellable.lines.length === 0) return []
  const { best } = rank(eligibleOf(complete ? weighed : weighStores(sellable)), BEST_STORE)
  if (!best) return []
  const whole = fillPart(
    sellable,
    best.store.id,
    sellable.lines.map((line) => ({ lineId: line.id, quantity: line.quantity })),
  )
  const left = leftOverOf(request, [whole])
  const wholeSuggestion: Suggestion = {
    kind: left.length > 0 ? 'split-with-left-over' : 'whole',
    parts: [whole],
    leftOver: left,
    transfers: suggestTransfers(request, [whole]),
  }
  if (!whole.oversold) return [wholeSuggestion]
  const found = split(request, weighed, { maxStores: null, keepWhole: false })
  if (found.parts.length === 0) return [wholeSuggestion]
  const full = found.leftOver.length === 0
  const splitSuggestion: Suggestion = {
    kind: full ? 'split' : 'split-with-left-over',
    parts: found.parts,
    leftOver: found.leftOver,
    transfers: [],
  }
  return [splitSuggestion, wholeSuggestion]
}
