import { getMerchant } from '@/lib/access/merchants'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { getIntegration } from '@/lib/integrations/store'
import { ok, present, refuse, type Result } from '@/lib/result'
import { splitRefusalSentence, type SplitCheck } from '@/lib/routing/check-split'
import type { DecisionRequest, PlannedPart } from '@/lib/routing/types'
import { listStores } from '@/lib/stores/store'
import type { Actor } from '../actor'
import {
  blockedBecause,
  checkHandMade,
  currentRequest,
  forbiddenByChannel,
  handDecision,
  unitsOf,
  unitsShortOf,
  type HandPart,
} from '../commands/by-hand'
import type { CommandRefusal } from '../commands/refusals'
import { record } from '../history'
import { saveOrder } from '../order-row'
import { offSentence, pushingOff } from '../restore/pushing-off'
import { writeParts, writePlan, type OrderRow } from '../planning/write-plan'

/** What a person chose, checked against the order and the stock as they are now. */
export interface ReadyPush {
  request: DecisionRequest
  checked: Extract<SplitCheck, { ok: true }>
}

/** Whether a locked order may be pushed as wanted. Shortages are counted, not refused. */
export async function readyToPush(
  scope: MerchantTx,
  row: OrderRow,
  wanted: { storeId: string } | HandPart[],
  now: Date,
): Promise<Result<ReadyPush, CommandRefusal>> {
  const forbidden = forbiddenByChannel(row)
  if (forbidden) return refuse({ kind: 'not-now', because: forbidden })
  const off = await pushingOff(scope)
  if (off) return refuse({ kind: 'not-now', because: offSentence(off.because) })
  const request = await currentRequest(scope, row, now)
  const blocked = blockedBecause(request.problems)
  if (blocked) return refuse({ kind: 'cannot-balance', because: blocked })
  const checked = checkHandMade(request, wanted)
  if (!checked.ok)
    return refuse({ kind: 'bad-split', because: splitRefusalSentence(checked.refusal, await names(scope)) })
  return ok({ request, checked })
}

/**
 * Plan, parts, state and history of a push that a person pressed; nothing is sent before `sendAfter`. Whoever calls sees
 * to the job that carries it out.
 */
export async function beginPush(
  scope: MerchantTx,
  row: OrderRow,
  actor: Actor,
  pressed: ReadyPush & { button: string; action: string; awaitsTransfers?: boolean },
  now: Date,
): Promise<{ planId: string; sendAfter: Date }> {
  const { request, checked, button, action, awaitsTransfers = false } = pressed
  const integration = present(await getIntegration(scope, row.integrationId), 'integration of the order')
  const decision = handDecision(request, checked)
  const { planId, revision } = await writePlan(scope, row.id, request, decision, actor, now)
  await writeParts(scope, row, integration.key, planId, checked.parts, request, now)
  const { undoSeconds } = (await getMerchant(scope)).settings
  const sendAfter = new Date(now.getTime() + undoSeconds * 1000)
  await saveOrder(
    scope,
    row,
    'push',
    'pushing',
    { currentPlanId: planId, sendAfter, awaitsTransfers, ready: false, changedUpstream: null },
    now,
  )
  await record(scope, {
    orderId: row.id,
    kind: 'push-pressed',
    actor,
    at: now,
    before: row.state,
    after: 'pushing',
    data: { button, action, revision, undoSeconds, parts: await toldParts(scope, checked.parts) },
  })
  return { planId, sendAfter }
}

const names = async (scope: MerchantTx) =>
  Object.fromEntries((await listStores(scope)).map((store) => [store.id, store.name]))

/** What the timeline says of the parts: to which stores, how many units, and how many short. */
async function toldParts(scope: MerchantTx, planned: PlannedPart[]) {
  const storeNames = await names(scope)
  return planned.map((part) => ({
    store: storeNames[part.storeId] ?? part.storeId,
    units: unitsOf(part),
    short: unitsShortOf(part),
  }))
}
