import { decide } from './policies'
import type { Decision, DecisionRequest, HoldCode, PolicyBody } from './types'

/** What became, or would become, of an order: as much as two decisions are compared by. */
export interface Outcome {
  kind: 'pushed' | 'split' | 'held'
  /** Stores it is pushed to, by id. */
  storeIds: string[]
  /** Units pushed although their store lacks them. */
  unitsOversold: number
  /** Units that stay behind of an order that is pushed in part. */
  unitsLeftOver: number
  holdCodes: HoldCode[]
}

export interface PolicyCounts {
  pushed: number
  split: number
  held: number
  /** Sales that would be made. */
  parts: number
  /** Orders of which a store lacks something, and the units it lacks. */
  oversold: number
  unitsOversold: number
}

export interface PolicyPreview {
  orders: number
  before: PolicyCounts
  after: PolicyCounts
  /** Orders whose outcome differs, in the order they were given. */
  changed: { orderId: string; before: Outcome; after: Outcome }[]
}

/**
 * A drafted policy over past orders, each with the whole stock it was decided on, beside the policy it would replace.
 * What is wrong with an order itself still holds it under both.
 */
export function previewPolicy(
  past: readonly { orderId: string; request: DecisionRequest }[],
  live: PolicyBody,
  draft: PolicyBody,
): PolicyPreview {
  const pairs = past.map(({ orderId, request }) => ({
    orderId,
    before: outcomeOf(decide({ ...request, policy: live })),
    after: outcomeOf(decide({ ...request, policy: draft })),
  }))
  return {
    orders: pairs.length,
    before: count(pairs.map((pair) => pair.before)),
    after: count(pairs.map((pair) => pair.after)),
    changed: pairs.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after)),
  }
}

/** Several previews of one pair of policies as one, so that a long one can be made piece by piece. */
export function joinPreviews(previews: readonly PolicyPreview[]): PolicyPreview {
  const sum = (counts: PolicyCounts[]): PolicyCounts => {
    const total = (of: keyof PolicyCounts) => counts.reduce((all, each) => all + each[of], 0)
    return {
      pushed: total('pushed'),
      split: total('split'),
      held: total('held'),
      parts: total('parts'),
      oversold: total('oversold'),
      unitsOversold: total('unitsOversold'),
    }
  }
  return {
    orders: previews.reduce((all, each) => all + each.orders, 0),
    before: sum(previews.map((each) => each.before)),
    after: sum(previews.map((each) => each.after)),
    changed: previews.flatMap((each) => each.changed),
  }
}

export function outcomeOf(decision: Decision): Outcome {
  const holdCodes = decision.holdReasons.map((reason) => reason.code).toSorted()
  const units = (rows: readonly { quantity: number }[]) => rows.reduce((sum, row) => sum + row.quantity, 0)
  if (decision.outcome === 'hold')
    return { kind: 'held', storeIds: [], unitsOversold: 0, unitsLeftOver: 0, holdCodes }
  const allocations = decision.parts.flatMap((part) => part.allocations)
  return {
    kind: decision.parts.length > 1 ? 'split' : 'pushed',
    storeIds: decision.parts.map((part) => part.storeId).toSorted(),
    unitsOversold: allocations.reduce((sum, allocation) => sum + allocation.unitsShort, 0),
    unitsLeftOver: units(decision.leftOver),
    holdCodes,
  }
}

function count(outcomes: Outcome[]): PolicyCounts {
  const of = (kind: Outcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length
  return {
    pushed: of('pushed'),
    split: of('split'),
    held: of('held'),
    parts: outcomes.reduce((sum, outcome) => sum + outcome.storeIds.length, 0),
    oversold: outcomes.filter((outcome) => outcome.unitsOversold > 0).length,
    unitsOversold: outcomes.reduce((sum, outcome) => sum + outcome.unitsOversold, 0),
  }
}
