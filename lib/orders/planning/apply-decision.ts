import { and, eq } from 'drizzle-orm'
import { getMerchant } from '@/lib/access/merchants'
import { env } from '@/lib/env'
import { queueMail } from '@/lib/email/outbox'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { Integration } from '@/lib/integrations/store'
import { enqueue } from '@/lib/jobs/queue'
import type { Decision, DecisionRequest, HoldCode, HoldReason } from '@/lib/routing/types'
import { SYSTEM, type Actor } from '../actor'
import { isWokenBy, wake } from '../handling/wake'
import { heldMessage } from './held-mail'
import { lastKind, record } from '../history'
import { saveOrder } from '../order-row'
import type { OrderState } from '../states'
import { plans } from '../tables'
import { writeParts, writePlan, type OrderRow } from './write-plan'

/** Orders held for nothing but these are decided as if new once the cause is gone. */
const PASSING: HoldCode[] = ['stock-unknown', 'paused']

/** Held for something that passes by itself. */
export const isPassing = (reasons: HoldReason[]) =>
  reasons.length > 0 && reasons.every((reason) => PASSING.includes(reason.code))

/** Writes what a decision means for the locked order: plan, parts or hold, mail, history and jobs. */
export async function applyDecision(
  scope: MerchantTx,
  row: OrderRow,
  integration: Integration,
  request: DecisionRequest,
  decision: Decision,
  actor: Actor,
  now: Date,
): Promise<void> {
  const { planId, revision } = await writePlan(scope, row.id, request, decision, actor, now)
  const asNew =
    row.state === 'received' || (row.state === 'held' && isPassing(row.holdReasons) && !row.changedUpstream)
  const pushes = asNew && decision.outcome === 'push'
  await record(scope, {
    orderId: row.id,
    kind: 'decided',
    actor,
    at: now,
    ...(pushes ? { before: row.state, after: 'pushing' as const } : {}),
    data: { revision, outcome: decision.outcome, policyVersion: request.policyVersion, planId },
  })
  if (pushes) await carryOut(scope, row, integration, planId, request, decision, now)
  else await keepHeld(scope, row, integration, request, decision, planId, now)
}

/** The parts of a plan that pushes an order by itself, and the job that sells them. */
export async function carryOut(
  scope: MerchantTx,
  row: OrderRow,
  integration: Integration,
  planId: string,
  request: DecisionRequest,
  { parts, holdReasons }: Extract<Decision, { outcome: 'push' }>,
  now: Date,
): Promise<void> {
  await writeParts(scope, row, integration.key, planId, parts, request, now)
  await saveOrder(
    scope,
    row,
    'decide',
    'pushing',
    {
      currentPlanId: planId,
      holdReasons,
      ready: false,
      // No undo time: nobody pressed anything that could be taken back.
      sendAfter: null,
      stockUnknownSince: null,
    },
    now,
  )
  await enqueue(scope.tx, 'push', { merchantId: scope.merchantId, orderId: row.id })
}

/** The order is, or stays, in the queue: reasons, the ready mark, and a mail the first time. */
async function keepHeld(
  scope: MerchantTx,
  row: OrderRow,
  integration: Integration,
  request: DecisionRequest,
  decision: Decision,
  planId: string,
  now: Date,
): Promise<void> {
  const waiting = whileWaiting(row, decision)
  const to: OrderState = row.state === 'received' ? 'held' : row.state
  const tellRest = await isUntoldRest(scope, row)
  const saved = await saveOrder(
    scope,
    row,
    'decide',
    to,
    { ...waiting, currentPlanId: planId, changedUpstream: null, stockUnknownSince: null },
    now,
  )
  if (tellRest) await mailHeld(scope, saved, integration, request, decision, now)
  if (saved.state === 'snoozed' && isWokenBy(row, waiting))
    await wake(scope, saved, { actor: SYSTEM, because: 'stock' }, now)
  if (to === row.state) return
  await record(scope, {
    orderId: row.id,
    kind: 'held',
    actor: SYSTEM,
    at: now,
    before: row.state,
    after: to,
    data: { codes: waiting.holdReasons.map((reason) => reason.code) },
  })
  await mailHeld(scope, saved, integration, request, decision, now)
}

/**
 * What is left of an order after a push nobody pressed, or after Lightspeed refused a part of it, and not planned since:
 * the web manager does not know of it yet.
 */
async function isUntoldRest({ tx, merchantId }: MerchantTx, row: OrderRow): Promise<boolean> {
  if (row.state !== 'partly-pushed' || row.currentPlanId === null) return false
  const [plan] = await tx
    .select({ decidedBy: plans.decidedBy, createdAt: plans.createdAt })
    .from(plans)
    .where(and(eq(plans.merchantId, merchantId), eq(plans.id, row.currentPlanId)))
  if (!plan || plan.createdAt > row.stateChangedAt) return false
  return plan.decidedBy.kind === 'system' || row.attention === 'refused-after-sale'
}

/** What a decision makes of an order that stays in the queue: whether a plan now fills it, and why it waits. */
export function whileWaiting(row: OrderRow, decision: Decision): Pick<OrderRow, 'ready' | 'holdReasons'> {
  const ready = decision.outcome === 'push' && decision.leftOver.length === 0
  return { ready, holdReasons: ready ? keptReasons(row) : decision.holdReasons }
}

/** A plan now fills the order, but a person held it or it was edited: it says why it still waits. */
function keptReasons(row: OrderRow): HoldReason[] {
  if (row.changedUpstream === 'edited') return [{ code: 'changed-upstream', lines: [], facts: {} }]
  return row.holdReasons
}

export async function mailHeld(
  scope: MerchantTx,
  row: OrderRow,
  integration: Integration,
  request: DecisionRequest,
  decision: Decision,
  now: Date,
): Promise<void> {
  const merchant = await getMerchant(scope)
  const own = integration.settings.mailRecipients
  const recipients = own.length > 0 ? own : merchant.settings.mailRecipients
  if (recipients.length === 0) {
    const because = 'Neither the channel nor the merchant names anybody to mail about held orders.'
    const data = { recipients, because }
    await record(scope, { orderId: row.id, kind: 'mail-failed', actor: SYSTEM, at: now, data })
    return
  }
  const orderUrl = `${env().APP_URL}/queue/${row.id}`
  await queueMail(
    scope,
    {
      recipients,
      orderId: row.id,
      message: heldMessage({
        row,
        integrationName: integration.name,
        merchant,
        request,
        decision,
        orderUrl,
      }),
    },
    now,
  )
  await record(scope, {
    orderId: row.id,
    kind: 'mail-queued',
    actor: SYSTEM,
    at: now,
    data: { recipients: recipients.length },
  })
}

/**
 * Lightspeed cannot be read. A waiting order is given some patience, so that an outage makes no flood of mail;
 * a held one simply stays as it is.
 */
export async function waitForStock(
  scope: MerchantTx,
  row: OrderRow,
  because: string,
  patienceMs: number,
  now: Date,
): Promise<'wait' | 'hold' | 'keep'> {
  const told = () =>
    record(scope, { orderId: row.id, kind: 'stock-unreadable', actor: SYSTEM, at: now, data: { because } })
  if (row.state !== 'received') {
    // It is tried again and again until Lightspeed answers; told once, and again to whoever asked.
    if ((await lastKind(scope, row.id)) !== 'stock-unreadable') await told()
    return 'keep'
  }
  const since = row.stockUnknownSince ?? now
  if (now.getTime() - since.getTime() >= patienceMs) return 'hold'
  if (row.stockUnknownSince === null) {
    await saveOrder(scope, row, 'decide', 'received', { stockUnknownSince: now }, now)
    await told()
  }
  return 'wait'
}
