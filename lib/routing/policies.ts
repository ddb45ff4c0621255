import { fillPart } from './check-split'
import { holdReasonsOf, reviewReasons, shortEverywhere } from './holds'
import { splitOrder } from './splitting/order-split'
import { BEST_STORE, COVERING_STORE, rank, weighStores, type Weighed } from './weighing/ranking'
import { suggest } from './suggestions'
import { suggestTransfers } from './transfers'
import type { Decision, DecisionRequest, Explanation, HoldReason, PlannedPart } from './types'

/**
 * Decides one order: push these parts, or hold for these reasons. Total and deterministic. What is wrong with the
 * order itself, review rules and pause come first, under every policy; a hold always carries what could be done.
 */
export function decide(request: DecisionRequest): Decision {
  const weighed = weighStores(request)
  const before = [...request.problems, ...reviewReasons(request)]
  const routed = route(request, weighed)
  const reasons = before.length > 0 ? before : routed.holdReasons
  if (before.length === 0 && routed.outcome === 'push') return routed
  return {
    outcome: 'hold',
    holdReasons: reasons,
    suggestions: suggest(request, weighed, routed),
    leftOver: shortEverywhere(request, eligibleOf(weighed)).map((short) => ({
      lineId: short.lineId,
      quantity: short.unitsShort,
      reason: 'no-stock-anywhere',
    })),
    explanation: routed.explanation,
  }
}

const eligibleOf = (weighed: Weighed[]) => weighed.filter((candidate) => candidate.verdict.eligible)

function route(request: DecisionRequest, weighed: Weighed[]): Decision {
  const { policy } = request.policy
  const eligible = eligibleOf(weighed)
  const none = (reasons: HoldReason[]) => held(reasons, explain(request, weighed, null))
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
  const full = splitOrder(request, weighed, { maxStores: null, keepWhole: policy.keepLinesWhole })
  const limited =
    policy.maxParts !== null && full.parts.length > policy.maxParts
      ? splitOrder(request, weighed, { maxStores: policy.maxParts, keepWhole: policy.keepLinesWhole })
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
    ...(full.leftOver.length > 0 ? holdReasonsOf(request, weighed, full.leftOver) : []),
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
    ...(limited.parts.length > 0 ? { split: limited.why() } : {}),
  }
  const pushCovered =
    policy.whenUncovered === 'push-covered' && tooSmall.length === 0 && limited.parts.length > 0
  if (reasons.length > 0 && !pushCovered) return held(reasons, explanation)
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

/** The policy's no; `decide` adds what a person could do. */
const held = (holdReasons: HoldReason[], explanation: Explanation): Decision => ({
  outcome: 'hold',
  holdReasons,
  suggestions: [],
  leftOver: [],
  explanation,
})
