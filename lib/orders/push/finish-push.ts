import { and, eq, inArray, sql } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { getIntegration } from '@/lib/integrations/store'
import { enqueue } from '@/lib/jobs/queue'
import { present } from '@/lib/result'
import type { HoldReason } from '@/lib/routing/types'
import { releasePromises } from '@/lib/stores/promised'
import { SYSTEM, type Actor } from '../actor'
import { askLook } from '../attention/looks'
import { mailHeld } from '../planning/apply-decision'
import { record } from '../history'
import { unitsToPlace } from '../lines'
import { lockOrder, saveOrder } from '../order-row'
import { listOversold } from './oversold'
import type { PartRow } from './pushing'
import { isUnderWay } from './under-way'
import { placedUnits } from '../planning/request'
import type { OrderState } from '../states'
import { parts, plans } from '../tables'
import type { OrderRow } from '../planning/write-plan'

/**
 * Gives up parts that never became a sale; their units are free again. Answers them as they were. Only under the
 * order's lock, and only while no worker is at any of them.
 */
export async function abandonUnsold(
  scope: MerchantTx,
  row: OrderRow,
  actor: Actor,
  now: Date,
): Promise<PartRow[]> {
  const given = await scope.tx
    .select()
    .from(parts)
    .where(
      and(
        eq(parts.merchantId, scope.merchantId),
        eq(parts.orderId, row.id),
        inArray(parts.state, ['planned', 'creating', 'created', 'refused']),
      ),
    )
    .for('update')
  const ids = given.map((part) => part.id)
  if (ids.length === 0) return []
  await scope.tx
    .update(parts)
    // A worker that stood still past its lease and wakes up now finds its claim gone.
    .set({ state: 'abandoned', leaseUntil: null, fence: sql`${parts.fence} + 1` })
    .where(and(eq(parts.merchantId, scope.merchantId), inArray(parts.id, ids)))
  await releasePromises(scope, ids)
  await record(
    scope,
    ...given.map((part) => ({
      orderId: row.id,
      kind: 'part-changed' as const,
      actor,
      at: now,
      before: part.state,
      after: 'abandoned' as const,
      partOrdinal: part.ordinal,
    })),
  )
  return given
}

/** Why Lightspeed refused parts, by part id: in better words than its own. */
export type Explained = ReadonlyMap<string, string>
const NOTHING: Explained = new Map()

/** Why Lightspeed refused parts, each reason once; null: it refused none. */
function refusalOf(given: PartRow[], explained: Explained): string | null {
  const told = given.flatMap((part) =>
    part.refusedBecause === null ? [] : (explained.get(part.id) ?? part.refusedBecause),
  )
  return told.length > 0 ? [...new Set(told)].join(' ') : null
}

/** Why parts were not sold: what Lightspeed refused first, then what we found ourselves, then an edit in the channel. */
function reasonsOf(row: OrderRow, given: PartRow[], explained: Explained): HoldReason[] {
  const because = refusalOf(given, explained)
  if (because !== null) return [{ code: 'push-refused', lines: [], facts: { because } }]
  if (given.some((part) => part.state === 'refused')) return row.holdReasons
  return [{ code: 'changed-upstream', lines: [], facts: {} }]
}

/** Every part is settled: the order is pushed, or partly, with the rest back in the queue. */
export function finishPush(
  merchantId: string,
  orderId: string,
  now: Date,
  explained = NOTHING,
): Promise<void> {
  return withMerchant(merchantId, async (scope) => {
    const row = await lockOrder(scope, orderId)
    if (!row || row.state !== 'pushing' || (await isUnderWay(scope, orderId, now))) return
    const given = await abandonUnsold(scope, row, SYSTEM, now)
    const refused = given.some((part) => part.state === 'refused')
    const left = unitsToPlace(row.snapshot, await placedUnits(scope, orderId))
    const rest = [...left.values()].reduce((sum, units) => sum + units, 0)
    const to: OrderState = rest > 0 ? 'partly-pushed' : 'pushed'
    const attention = refused ? 'refused-after-sale' : sinceSale(row)
    const reasons = refused ? reasonsOf(row, given, explained) : row.holdReasons
    await saveOrder(
      scope,
      row,
      'finish',
      to,
      {
        sendAfter: null,
        changedUpstream: null,
        holdReasons: to === 'pushed' ? [] : reasons,
        // The rest of a part that was refused is sold now: nothing of it is left to be settled.
        ...(attention || (row.attention === 'refused-after-sale' && to === 'pushed') ? { attention } : {}),
      },
      now,
    )
    if (attention) await askLook(scope, orderId, now)
    await record(scope, {
      orderId,
      kind: 'pushed',
      actor: SYSTEM,
      at: now,
      before: row.state,
      after: to,
      data: { unitsLeft: rest, ...(attention ? { attention } : {}) },
    })
    if (to === 'partly-pushed') await enqueue(scope.tx, 'decide', { merchantId, orderId })
    const oversold = await listOversold(scope, orderId)
    if (oversold.length > 0) await enqueue(scope.tx, 'transfers', { merchantId, orderId })
  })
}

const sinceSale = (row: OrderRow): string | null =>
  row.changedUpstream === null ? null : `${row.changedUpstream}-after-sale`

/** Nothing of this plan was completed and it cannot go on: back to the queue, with the reason and a mail. */
export function returnToQueue(
  merchantId: string,
  orderId: string,
  now: Date,
  explained = NOTHING,
): Promise<void> {
  return withMerchant(merchantId, async (scope) => {
    const row = await lockOrder(scope, orderId)
    if (!row || row.state !== 'pushing' || (await isUnderWay(scope, orderId, now))) return
    const given = await abandonUnsold(scope, row, SYSTEM, now)
    const reasons = reasonsOf(row, given, explained)
    const sold = (await placedUnits(scope, orderId)).length > 0
    const cancelled = row.changedUpstream === 'cancelled'
    const to: OrderState = sold ? 'partly-pushed' : cancelled ? 'cancelled' : 'held'
    // An earlier part was sold: whoever refunds it must be told that the rest will not be.
    const attention = sold ? sinceSale(row) : null
    const saved = await saveOrder(
      scope,
      row,
      'return-to-queue',
      to,
      {
        sendAfter: null,
        holdReasons: to === 'cancelled' ? [] : reasons,
        ready: false,
        // What a person pushed comes back to them, and what Lightspeed refused somebody has to look at.
        leftToPerson:
          row.leftToPerson ||
          row.sendAfter !== null ||
          reasons.some((reason) => reason.code !== 'short-at-push'),
        ...(attention ? { attention } : {}),
      },
      now,
    )
    await record(scope, {
      orderId,
      kind: 'returned',
      actor: SYSTEM,
      at: now,
      before: row.state,
      after: to,
      data: {
        codes: reasons.map((reason) => reason.code),
        because: refusalOf(given, explained),
        ...(attention ? { attention } : {}),
      },
    })
    if (attention) await askLook(scope, orderId, now)
    if (cancelled) return
    if (row.changedUpstream === 'edited' || sold) await enqueue(scope.tx, 'decide', { merchantId, orderId })
    await mailReturned(scope, saved, now)
  })
}

async function mailReturned(scope: MerchantTx, row: OrderRow, now: Date): Promise<void> {
  const integration = present(await getIntegration(scope, row.integrationId), 'integration of the order')
  const [plan] = await scope.tx
    .select()
    .from(plans)
    .where(and(eq(plans.merchantId, scope.merchantId), eq(plans.id, row.currentPlanId ?? '')))
  const known = present(plan, 'plan of the push')
  await mailHeld(scope, row, integration, known.request, known.decision, now)
}
