import { and, eq, gt } from 'drizzle-orm'
import type { Viewer } from '@/lib/access/viewer'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { ok, refuse } from '@/lib/result'
import type { Actor } from '../actor'
import { askLook } from '../attention/looks'
import { unitsShortOf, type HandPart } from './by-hand'
import { asPerson, type CommandAnswer } from './command'
import { beginPush, readyToPush } from '../push/begin-push'
import { abandonUnsold } from '../push/finish-push'
import { record } from '../history'
import { nextInQueue } from '../queue/neighbours'
import { saveOrder } from '../order-row'
import { hasCompletedPart } from '../sold'
import { AUTOMATIC, reopenBlocked } from './possibilities'
import { previewOf } from './preview'
import { parts } from '../tables'
import type { OrderState } from '../states'
import type { OrderRow } from '../planning/write-plan'

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
  const ready = await readyToPush(scope, row, wanted, now)
  if (!ready.ok) return ready
  const { request, checked } = ready.value
  const short = checked.parts.find((part) => unitsShortOf(part) > 0)
  if (short && !acceptShort)
    return refuse({ kind: 'short', preview: await previewOf(scope, row, request, checked, short) })
  const split = Array.isArray(wanted)
  const { sendAfter } = await beginPush(
    scope,
    row,
    actor,
    {
      ...ready.value,
      button: split ? 'push-split' : 'push-whole',
      action: split ? 'pushSplit' : 'pushWhole',
    },
    now,
  )
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
    const nothing = row.awaitsTransfers
      ? 'Nothing was sold. Transfers that are sent already stay on their way.'
      : 'Nothing was sent.'
    return ok({ message: `Order ${row.number} is ${where}. ${nothing}`, nextOrderId: null })
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
