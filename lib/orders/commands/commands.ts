import { and, eq, gt } from 'drizzle-orm'
import { getMerchant } from '@/lib/access/merchants'
import type { Viewer } from '@/lib/access/viewer'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { getIntegration } from '@/lib/integrations/store'
import { enqueue } from '@/lib/jobs/queue'
import { ok, present, refuse } from '@/lib/result'
import type { PlannedPart } from '@/lib/routing/types'
import { splitRefusalSentence } from '@/lib/routing/check-split'
import { listStores } from '@/lib/stores/store'
import type { Actor } from '../actor'
import { askLook } from '../attention/looks'
import {
  blockedBecause,
  checkHandMade,
  currentRequest,
  forbiddenByChannel,
  handDecision,
  unitsOf,
  unitsShortOf,
  type HandPart,
} from './by-hand'
import { asPerson, type CommandAnswer } from './command'
import { abandonUnsold } from '../push/finish-push'
import { record } from '../history'
import { nextInQueue } from '../queue/neighbours'
import { saveOrder } from '../order-row'
import { hasCompletedPart } from '../sold'
import { AUTOMATIC, reopenBlocked } from './possibilities'
import { previewOf } from './preview'
import { parts } from '../tables'
import type { OrderState } from '../states'
import { offSentence, pushingOff } from '../restore/pushing-off'
import { writeParts, writePlan, type OrderRow } from '../planning/write-plan'

interface Seen {
  orderId: string
  /** The version of the order the person had before their eyes. */
  version: number
}

/** Push the whole order, or all that is left of it, to one store; a short store needs `acceptShort`. */
export function pushWhole(
  viewer: Viewer,
  input: Seen & { storeId: string; acceptShort: boolean },
  now: Date,
): Promise<CommandAnswer> {
  return asPerson(viewer, 'push', input, (scope, row, actor) =>
    pushByHand(scope, row, actor, { storeId: input.storeId }, input.acceptShort, now),
  )
}

/** Push a split made by hand or taken from the suggestion; units left out stay in the queue. */
export function pushSplit(
  viewer: Viewer,
  input: Seen & { parts: HandPart[]; acceptShort: boolean },
  now: Date,
): Promise<CommandAnswer> {
  return asPerson(viewer, 'push', input, (scope, row, actor) =>
    pushByHand(scope, row, actor, input.parts, input.acceptShort, now),
  )
}

/** The push itself, for a command whose order is locked. */
export async function pushByHand(
  scope: MerchantTx,
  row: OrderRow,
  actor: Actor,
  wanted: { storeId: string } | HandPart[],
  acceptShort: boolean,
  now: Date,
): Promise<CommandAnswer> {
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
  const short = checked.parts.find((part) => unitsShortOf(part) > 0)
  if (short && !acceptShort)
    return refuse({ kind: 'short', preview: await previewOf(scope, row, request, checked, short) })
  const integration = present(await getIntegration(scope, row.integrationId), 'integration of the order')
  const { planId, revision } = await writePlan(
    scope,
    row.id,
    request,
    handDecision(request, checked),
    actor,
    now,
  )
  await writeParts(scope, row, integration.key, planId, checked.parts, request, now)
  const { undoSeconds } = (await getMerchant(scope)).settings
  const sendAfter = new Date(now.getTime() + undoSeconds * 1000)
  await saveOrder(
    scope,
    row,
    'push',
    'pushing',
    { currentPlanId: planId, sendAfter, ready: false, changedUpstream: null },
    now,
  )
  await record(scope, {
    orderId: row.id,
    kind: 'push-pressed',
    actor,
    at: now,
    before: row.state,
    after: 'pushing',
    data: await pressed(scope, wanted, checked.parts, revision, undoSeconds),
  })
  await enqueue(
    scope.tx,
    'push',
    { merchantId: scope.merchantId, orderId: row.id },
    { startAfter: sendAfter, rank: 'person' },
  )
  const sales = checked.parts.length === 1 ? '1 sale' : `${checked.parts.length} sales`
  return ok({
    message: `Pushing order ${row.number}: ${sales}.`,
    nextOrderId: await nextInQueue(scope, row),
  })
}

const names = async (scope: MerchantTx) =>
  Object.fromEntries((await listStores(scope)).map((store) => [store.id, store.name]))

/** What the timeline says of the button: which one, to which stores, how many units, and how many short. */
async function pressed(
  scope: MerchantTx,
  wanted: { storeId: string } | HandPart[],
  planned: PlannedPart[],
  revision: number,
  undoSeconds: number,
): Promise<Record<string, unknown>> {
  const storeNames = await names(scope)
  return {
    button: Array.isArray(wanted) ? 'push-split' : 'push-whole',
    action: Array.isArray(wanted) ? 'pushSplit' : 'pushWhole',
    revision,
    undoSeconds,
    parts: planned.map((part) => ({
      store: storeNames[part.storeId] ?? part.storeId,
      units: unitsOf(part),
      short: unitsShortOf(part),
    })),
  }
}

/**
 * Takes a push back while nothing is sent: its parts are given up, their units are free again. What the channel said
 * meanwhile holds: a cancelled order ends, an edited one is planned again.
 */
export function undoPush(viewer: Viewer, input: Seen, now: Date): Promise<CommandAnswer> {
  return asPerson(viewer, 'undo', input, async (scope, row, actor) => {
    if (row.sendAfter === null) return refuse({ kind: 'not-now', because: AUTOMATIC })
    const [claimed] = await scope.tx
      .select({ id: parts.id })
      .from(parts)
      .where(
        and(
          eq(parts.merchantId, scope.merchantId),
          eq(parts.orderId, row.id),
          eq(parts.planId, row.currentPlanId ?? ''),
          gt(parts.fence, 0),
        ),
      )
      .limit(1)
    if (claimed)
      return refuse({ kind: 'not-now', because: 'Too late to undo: the first sale is already being made.' })
    await abandonUnsold(scope, row, actor, now)
    const sold = await hasCompletedPart(scope, row.id)
    const cancelled = row.changedUpstream === 'cancelled'
    const to: OrderState = sold ? 'partly-pushed' : cancelled ? 'cancelled' : 'held'
    const attention = sold && row.changedUpstream ? { attention: `${row.changedUpstream}-after-sale` } : {}
    const ended = to === 'cancelled' ? { holdReasons: [], changedUpstream: null } : {}
    await saveOrder(scope, row, 'undo', to, { sendAfter: null, ...ended, ...attention }, now)
    if ('attention' in attention) await askLook(scope, row.id, now)
    await record(scope, {
      orderId: row.id,
      kind: 'undone',
      actor,
      at: now,
      before: row.state,
      after: to,
    })
    if (row.changedUpstream === 'edited')
      await enqueue(scope.tx, 'decide', { merchantId: scope.merchantId, orderId: row.id })
    const where = to === 'cancelled' ? 'ended, as the channel cancelled it' : 'back in the queue'
    return ok({ message: `Order ${row.number} is ${where}. Nothing was sent.`, nextOrderId: null })
  })
}

/** Ends an order without any (further) sale. The channel is not told and nothing is refunded there. */
export function voidOrder(
  viewer: Viewer,
  input: Seen & { reason: string; note: string },
  now: Date,
): Promise<CommandAnswer> {
  return asPerson(viewer, 'void', input, async (scope, row, actor) => {
    const sold = row.state === 'partly-pushed' || (await hasCompletedPart(scope, row.id))
    const to: OrderState = sold ? 'pushed' : 'voided'
    await saveOrder(
      scope,
      row,
      'void',
      to,
      {
        closedBecause: { reason: input.reason, note: input.note },
        ready: false,
        holdReasons: [],
        ...(row.attention === 'refused-after-sale' ? { attention: null } : {}),
      },
      now,
    )
    await record(scope, {
      orderId: row.id,
      kind: 'voided',
      actor,
      at: now,
      before: row.state,
      after: to,
      data: { reason: input.reason, note: input.note },
    })
    return ok({
      message: `Order ${row.number} is voided. Nothing ${to === 'voided' ? '' : 'more '}goes to Lightspeed.`,
      nextOrderId: await nextInQueue(scope, row),
    })
  })
}

/** Brings a voided order back, as long as nothing of it was sent. */
export function reopenOrder(viewer: Viewer, input: Seen, now: Date): Promise<CommandAnswer> {
  return asPerson(viewer, 'reopen', input, async (scope, row, actor) => {
    const own = await scope.tx
      .select({ state: parts.state })
      .from(parts)
      .where(and(eq(parts.merchantId, scope.merchantId), eq(parts.orderId, row.id)))
    const because = reopenBlocked(row, own)
    if (because) return refuse({ kind: 'not-now', because })
    await saveOrder(scope, row, 'reopen', 'held', { closedBecause: null }, now)
    await record(scope, {
      orderId: row.id,
      kind: 'reopened',
      actor,
      at: now,
      before: row.state,
      after: 'held',
    })
    await enqueue(scope.tx, 'decide', { merchantId: scope.merchantId, orderId: row.id })
    return ok({ message: `Order ${row.number} is back in the queue.`, nextOrderId: null })
  })
}

/** Reads the stock again and plans again; the answer appears on the page when the worker has it. */
export function refreshStock(viewer: Viewer, input: Seen, now: Date): Promise<CommandAnswer> {
  return asPerson(viewer, 'refresh', input, async (scope, row, actor) => {
    await record(scope, { orderId: row.id, kind: 'refresh-asked', actor, at: now })
    await enqueue(scope.tx, 'decide', { merchantId: scope.merchantId, orderId: row.id })
    return ok({ message: 'Reading the stock in Lightspeed…', nextOrderId: null })
  })
}
