import { isDeepStrictEqual } from 'node:util'
import type { Replanned } from '@/lib/routing/replan'
import type { Decision, HeldClaim, PlannedPart } from '@/lib/routing/types'
import { isPassing, whileWaiting } from '../planning/apply-decision'
import type { OrderRow } from '../planning/write-plan'
import { sameReasons, sortedReasons } from './same-reasons'

/** What of an order's current plan is compared with a new one. */
export interface KnownPlan {
  decision: Said
  heldBefore: HeldClaim[]
  policyVersion: number
  byPerson: boolean
  createdAt: Date
}

/** A decision without its explanation: what it says, not why. */
export type Said =
  | Pick<Extract<Decision, { outcome: 'push' }>, 'outcome' | 'parts' | 'leftOver' | 'holdReasons'>
  | Pick<Extract<Decision, { outcome: 'hold' }>, 'outcome' | 'leftOver' | 'holdReasons'>

/**
 * What a replan means for one order.
 * `leave`: nothing is new, or its own decision is still to come and has more to tell. `decide`: it was held only for
 * something that has passed, and is decided as if new. `decision`: the plan says something else than the known one.
 * `figures`: it says the same, on other units that older orders count on or by another version of the policy.
 */
export type Meaning = 'leave' | 'decide' | 'decision' | 'figures'

export function meaningOf(row: OrderRow, known: KnownPlan | null, { request, decision }: Replanned): Meaning {
  // The rest of a push is decided by itself first, because that is when the web manager is told of it.
  if (row.state === 'partly-pushed' && (known === null || known.createdAt <= row.stateChangedAt))
    return 'leave'
  const passed = row.state === 'held' && isPassing(row.holdReasons) && row.changedUpstream === null
  if (passed && decision.outcome === 'push') return 'decide'
  if (known === null || known.byPerson || row.changedUpstream !== null) return 'decision'
  const { ready, holdReasons } = whileWaiting(row, decision)
  const asKnown =
    row.ready === ready &&
    sameReasons(row.holdReasons, holdReasons) &&
    isDeepStrictEqual(saying(known.decision), saying(decision))
  if (!asKnown) return 'decision'
  const sameFigures =
    known.policyVersion === request.policyVersion &&
    isDeepStrictEqual(sortedClaims(known.heldBefore), sortedClaims(request.heldBefore ?? []))
  return sameFigures ? 'leave' : 'figures'
}

/** Compared by value and in one order: the database gives keys back in another, and stores come as they are read. */
function saying(said: Said) {
  const parts = said.outcome === 'push' ? said.parts : []
  return {
    outcome: said.outcome,
    parts: parts.map(sortedPart).toSorted(by((part) => part.storeId)),
    leftOver: said.leftOver.toSorted(by((line) => line.lineId)),
    holdReasons: sortedReasons(said.holdReasons),
  }
}

const sortedPart = (part: PlannedPart) => ({
  ...part,
  allocations: part.allocations.toSorted(by((allocation) => allocation.lineId)),
})

const sortedClaims = (claims: HeldClaim[]) =>
  claims.toSorted(by((claim) => `${claim.orderId} ${claim.storeId} ${claim.itemId}`))

const by =
  <T>(text: (of: T) => string) =>
  (a: T, b: T) =>
    text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0
