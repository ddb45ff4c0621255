import { isDeepStrictEqual } from 'node:util'
import { and, eq, notInArray } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { ChannelOrder } from '@/lib/integrations/channel-order'
import type { Integration } from '@/lib/integrations/store'
import { enqueue } from '@/lib/jobs/queue'
import type { Actor } from '../actor'
import { askLook } from '../attention/looks'
import { wake } from '../handling/wake'
import { record } from '../history'
import { linesOf, linesToShip } from '../lines'
import { lockOrder, saveOrder } from '../order-row'
import { saveWords } from '../queue/save-words'
import { admission } from './problems'
import type { OrderState } from '../states'
import { orders, parts } from '../tables'
import { compareSnapshots } from './upstream-change'
import type { OrderRow } from '../planning/write-plan'

export interface TakenIn {
  orderId: string
  /** False when the snapshot told us nothing new. */
  changed: boolean
  because: string | null
}

/** Makes the order, or brings the known one up to date; the same snapshot twice changes nothing. */
export async function takeInOrder(
  scope: MerchantTx,
  integration: Integration,
  snapshot: ChannelOrder,
  now: Date,
): Promise<TakenIn> {
  const actor: Actor = { kind: 'channel', name: integration.name }
  const made = await insertOrder(scope, integration, snapshot, actor, now)
  if (made) return made
  const [known] = await scope.tx
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.merchantId, scope.merchantId),
        eq(orders.integrationId, integration.id),
        eq(orders.externalId, snapshot.externalId),
      ),
    )
  const row = known ? await lockOrder(scope, known.id) : null
  if (!row) throw new Error(`order ${snapshot.externalId} vanished while it was taken in`)
  return updateOrder(scope, integration, row, snapshot, actor, now)
}

function columnsOf(snapshot: ChannelOrder, now: Date) {
  return {
    number: snapshot.number,
    snapshot,
    snapshotAt: now,
    totalMinor: snapshot.totalMinor,
    currency: snapshot.currency,
    unitsToShip: linesToShip(snapshot).reduce((sum, line) => sum + Math.ceil(line.toShip), 0),
  }
}

async function insertOrder(
  scope: MerchantTx,
  integration: Integration,
  snapshot: ChannelOrder,
  actor: Actor,
  now: Date,
): Promise<TakenIn | null> {
  const admitted = admission(snapshot, integration.settings)
  const state: OrderState =
    admitted.kind === 'cancelled' || admitted.kind === 'not-routed' ? admitted.kind : 'received'
  const because = 'because' in admitted ? admitted.because : null
  const [row] = await scope.tx
    .insert(orders)
    .values({
      ...columnsOf(snapshot, now),
      merchantId: scope.merchantId,
      integrationId: integration.id,
      externalId: snapshot.externalId,
      state,
      version: 1,
      placedAt: new Date(snapshot.placedAt),
      receivedAt: now,
      stateChangedAt: now,
      closedBecause: state === 'received' || because === null ? null : { reason: because, note: '' },
    })
    .onConflictDoNothing({ target: [orders.integrationId, orders.externalId] })
    .returning({ id: orders.id })
  if (!row) return null
  await saveWords(scope, row.id, snapshot, 'new')
  await record(scope, { orderId: row.id, kind: 'received', actor, at: now, after: state, data: { because } })
  if (admitted.kind === 'route')
    await enqueue(scope.tx, 'decide', { merchantId: scope.merchantId, orderId: row.id })
  return { orderId: row.id, changed: true, because }
}

async function updateOrder(
  scope: MerchantTx,
  integration: Integration,
  row: OrderRow,
  snapshot: ChannelOrder,
  actor: Actor,
  now: Date,
): Promise<TakenIn> {
  const change = compareSnapshots(row.snapshot, snapshot)
  if (change === 'stale') return { orderId: row.id, changed: false, because: 'A newer version is known.' }
  if (change === 'same') {
    if (!isDeepStrictEqual(row.snapshot.customer, snapshot.customer))
      await saveWords(scope, row.id, snapshot, 'changed')
    await scope.tx
      .update(orders)
      .set({ snapshot, snapshotAt: now })
      .where(and(eq(orders.merchantId, scope.merchantId), eq(orders.id, row.id)))
    return { orderId: row.id, changed: false, because: 'Nothing that matters here changed.' }
  }
  await saveWords(scope, row.id, snapshot, 'changed')
  const awake = row.state === 'snoozed' ? await wake(scope, row, { actor, because: 'channel' }, now) : row
  if (change === 'cancelled') await cancelUpstream(scope, awake, snapshot, actor, now)
  else await editUpstream(scope, integration, awake, snapshot, change, actor, now)
  return { orderId: row.id, changed: true, because: null }
}

async function cancelUpstream(
  scope: MerchantTx,
  row: OrderRow,
  snapshot: ChannelOrder,
  actor: Actor,
  now: Date,
): Promise<void> {
  const ends = row.state === 'received' || row.state === 'held'
  const sold = row.state === 'pushed' || row.state === 'partly-pushed'
  const to = ends ? 'cancelled' : row.state
  await saveOrder(
    scope,
    row,
    'cancel-upstream',
    to,
    {
      ...columnsOf(snapshot, now),
      ...(ends ? { holdReasons: [], ready: false, changedUpstream: null } : {}),
      ...(row.state === 'pushing' ? { changedUpstream: 'cancelled' as const } : {}),
      ...(sold ? { attention: 'cancelled-after-sale' } : {}),
    },
    now,
  )
  if (sold) await askLook(scope, row.id, now)
  await record(scope, {
    orderId: row.id,
    kind: 'cancelled-upstream',
    actor,
    at: now,
    before: row.state,
    after: to,
  })
}

async function editUpstream(
  scope: MerchantTx,
  integration: Integration,
  row: OrderRow,
  snapshot: ChannelOrder,
  change: 'edited' | 'details',
  actor: Actor,
  now: Date,
): Promise<void> {
  const admitted = admission(snapshot, integration.settings)
  const waiting = row.state === 'received' || row.state === 'held'
  const ended = row.state === 'not-routed' || row.state === 'cancelled'
  const revived = ended && admitted.kind === 'route'
  const to: OrderState =
    waiting && admitted.kind === 'not-routed' ? 'not-routed' : revived ? 'received' : row.state
  const edited = change === 'edited'
  const sold = row.state === 'pushed' || row.state === 'partly-pushed'
  const stops =
    row.state === 'pushing' && (admitted.kind !== 'route' || (await outruns(scope, row, snapshot)))
  const planned = row.state === 'held' || row.state === 'partly-pushed'
  await saveOrder(
    scope,
    row,
    'edit-upstream',
    to,
    {
      ...columnsOf(snapshot, now),
      ...(to === 'not-routed' && 'because' in admitted
        ? { closedBecause: { reason: admitted.because, note: '' }, holdReasons: [], ready: false }
        : {}),
      ...(revived ? { closedBecause: null } : {}),
      ...(stops || (edited && (planned || row.state === 'pushing'))
        ? { changedUpstream: 'edited' as const }
        : {}),
      ...(edited && sold ? { attention: 'edited-after-sale' } : {}),
    },
    now,
  )
  if (edited && sold) await askLook(scope, row.id, now)
  await record(scope, {
    orderId: row.id,
    kind: 'edited-upstream',
    actor,
    at: now,
    before: row.state,
    after: to,
    data: { change },
  })
  const again = to === 'received' || to === 'held' || (to === 'partly-pushed' && edited)
  if (again && admitted.kind === 'route')
    await enqueue(scope.tx, 'decide', { merchantId: scope.merchantId, orderId: row.id })
}

/** Whether parts on their way to a sale hold more units than are still to ship: somebody shipped them elsewhere. */
async function outruns(
  { tx, merchantId }: MerchantTx,
  row: OrderRow,
  snapshot: ChannelOrder,
): Promise<boolean> {
  const unsold = await tx
    .select({ lines: parts.lines })
    .from(parts)
    .where(
      and(
        eq(parts.merchantId, merchantId),
        eq(parts.orderId, row.id),
        notInArray(parts.state, ['completed', 'refused', 'abandoned']),
      ),
    )
  const toShip = new Map(linesOf(snapshot).map((line) => [line.id, line.toShip]))
  for (const { lineId, quantity } of unsold.flatMap((part) => part.lines))
    toShip.set(lineId, (toShip.get(lineId) ?? 0) - quantity)
  return [...toShip.values()].some((units) => units < 0)
}
