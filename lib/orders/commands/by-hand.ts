import type { MerchantTx } from '@/lib/db/with-merchant'
import { getLivePolicy } from '@/lib/integrations/store'
import type { Decision, DecisionRequest, HoldReason, PlannedPart } from '@/lib/routing/types'
import { checkSplit, wholePush, type SplitCheck } from '@/lib/routing/check-split'
import { explainByHand } from '@/lib/routing/explaining/explain-by-hand'
import { buildRequest, matchesOfPlan } from '../planning/request'
import type { OrderRow } from '../planning/write-plan'

/** Reasons that no store choice can cure: nothing may be sent while they stand. */
const BLOCKING: Partial<Record<HoldReason['code'], string>> = {
  'money-mismatch':
    'Its amounts do not add up, so no sale can balance. Correct the order in the shop; it is planned again when the correction arrives.',
  currency: 'It is in another currency than the Lightspeed account.',
  'fractional-quantity': 'It has a fraction of a unit, and a sale takes whole units only.',
  'sale-found':
    'Lightspeed already has a sale of it that does not match its lines. Settle that sale in Lightspeed, then refresh the stock.',
  'stock-unknown': 'Lightspeed could not be read, so no line has an item yet. Refresh the stock first.',
}

/** Why nothing of this order may be sent, whatever store is chosen; null when something can. */
export function blockedBecause(problems: HoldReason[]): string | null {
  for (const problem of problems) {
    const because = BLOCKING[problem.code]
    if (because) return because
  }
  return null
}

/** Why the channel's last word forbids a push by hand; null when it does not. */
export function forbiddenByChannel(row: Pick<OrderRow, 'snapshot' | 'changedUpstream'>): string | null {
  if (row.snapshot.cancelledAt !== null)
    return 'It was cancelled in the channel, so nothing more of it is sold.'
  return row.changedUpstream === null
    ? null
    : 'It was edited in the channel and is not planned again yet: that happens as soon as Lightspeed answers and it is paid.'
}

/** The order as it could be pushed now: stock as last read, items as the last plan found them. */
export async function currentRequest(scope: MerchantTx, row: OrderRow, now: Date): Promise<DecisionRequest> {
  const { matches, problems, place } = await matchesOfPlan(scope, row)
  return buildRequest(scope, {
    orderId: row.id,
    order: row.snapshot,
    matches,
    problems,
    place,
    policy: await getLivePolicy(scope, row.integrationId),
    readAt: now,
  })
}

export interface HandPart {
  storeId: string
  allocations: { lineId: string; quantity: number }[]
}

export function checkHandMade(
  request: DecisionRequest,
  wanted: { storeId: string } | HandPart[],
): SplitCheck {
  return Array.isArray(wanted) ? checkSplit(request, wanted) : wholePush(request, wanted.storeId)
}

/** A person's choice as a decision like any other: stored with its stock picture and its explanation. */
export function handDecision(
  request: DecisionRequest,
  checked: Extract<SplitCheck, { ok: true }>,
): Extract<Decision, { outcome: 'push' }> {
  const { parts, leftOver, transfers } = checked
  return {
    outcome: 'push',
    parts,
    leftOver,
    holdReasons: [],
    transfers,
    explanation: explainByHand(request, parts),
  }
}

export const unitsOf = (part: PlannedPart): number =>
  part.allocations.reduce((sum, allocation) => sum + allocation.quantity, 0)
export const unitsShortOf = (part: PlannedPart): number =>
  part.allocations.reduce((sum, allocation) => sum + allocation.unitsShort, 0)
