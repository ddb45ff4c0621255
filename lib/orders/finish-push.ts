import { and, eq, inArray } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { getIntegration } from '@/lib/integrations/store'
import { enqueue } from '@/lib/jobs/queue'
import { present } from '@/lib/result'
import type { HoldReason } from '@/lib/routing/types'
import { releasePromises } from '@/lib/stores/promised'
import { SYSTEM } from './actor'
import { mailHeld } from './apply-decision'
import { record } from './history'
import { unitsToPlace } from './lines'
import { lockOrder, saveOrder } from './order-row'
import { placedUnits } from './request'
import type { OrderState } from './states'
import { parts, plans } from './tables'
import type { OrderRow } from './write-plan'

/** Gives up parts of the current plan that never became a sale; their units are free again. */
async function abandonUnsold(scope: MerchantTx, row: OrderRow) {
  const given = await scope.tx
    .update(parts)
    .set({ state: 'abandoned', leaseUntil: null })
    .where(
      and(
        eq(parts.merchantId, scope.merchantId),
        eq(parts.orderId, row.id),
        inArray(parts.state, ['planned', 'creating', 'created', 'refused']),
      ),
    )
    .returning()
  await releasePromises(
    scope,
    given.map((part) => part.id),
  )
  return given
}

/** Every part is settled: the order is pushed, or partly, with the rest back in the queue. */
export function finishPush(merchantId: string, orderId: string, now: Date): Promise<void> {
  return withMerchant(merchantId, async (scope) => {
    const row = await lockOrder(scope, orderId)
    if (!row || row.state !== 'pushing') return
    const given = await abandonUnsold(scope, row)
    const refused = given.filter((part) => part.refusedBecause !== null)
    const left = unitsToPlace(row.snapshot, await placedUnits(scope, orderId))
    const rest = [...left.values()].reduce((sum, units) => sum + units, 0)
    const to: OrderState = rest > 0 ? 'partly-pushed' : 'pushed'
    const attention = refused.length > 0 ? 'refused-after-sale' : sinceSale(row)
    const reasons = refused.length > 0 ? pushRefused(refused) : row.holdReasons
    await saveOrder(
      scope,
      row,
      'finish',
      to,
      {
        sendAfter: null,
        changedUpstream: null,
        holdReasons: to === 'pushed' ? [] : reasons,
        ...(attention ? { attention } : {}),
      },
      now,
    )
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
  })
}

const sinceSale = (row: OrderRow): string | null =>
  row.changedUpstream === null ? null : `${row.changedUpstream}-after-sale`

const pushRefused = (refused: { refusedBecause: string | null; ordinal: number }[]): HoldReason[] => [
  {
    code: 'push-refused',
    lines: [],
    facts: { because: refused.map((part) => part.refusedBecause ?? '').join(' ') },
  },
]

/** Nothing was completed and the push cannot go on: back to the queue, with the reason and a mail. */
export function returnToQueue(
  merchantId: string,
  orderId: string,
  because: HoldReason[],
  now: Date,
): Promise<void> {
  return withMerchant(merchantId, async (scope) => {
    const row = await lockOrder(scope, orderId)
    if (!row || row.state !== 'pushing') return
    const given = await abandonUnsold(scope, row)
    const refused = given.filter((part) => part.refusedBecause !== null)
    const cancelled = row.changedUpstream === 'cancelled'
    const reasons = because.length > 0 ? because : refused.length > 0 ? pushRefused(refused) : editedReason
    const sold = (await placedUnits(scope, orderId)).length > 0
    const to: OrderState = sold ? 'partly-pushed' : cancelled ? 'cancelled' : 'held'
    const saved = await saveOrder(
      scope,
      row,
      'return-to-queue',
      to,
      { sendAfter: null, holdReasons: to === 'cancelled' ? [] : reasons, ready: false },
      now,
    )
    await record(scope, {
      orderId,
      kind: 'returned',
      actor: SYSTEM,
      at: now,
      before: row.state,
      after: to,
      data: { codes: reasons.map((reason) => reason.code), because: refused[0]?.refusedBecause ?? null },
    })
    if (to === 'cancelled') return
    if (row.changedUpstream === 'edited') await enqueue(scope.tx, 'decide', { merchantId, orderId })
    await mailReturned(scope, saved, now)
  })
}

const editedReason: HoldReason[] = [{ code: 'changed-upstream', lines: [], facts: {} }]

async function mailReturned(scope: MerchantTx, row: OrderRow, now: Date): Promise<void> {
  const integration = present(await getIntegration(scope, row.integrationId), 'integration of the order')
  const [plan] = await scope.tx
    .select()
    .from(plans)
    .where(and(eq(plans.merchantId, scope.merchantId), eq(plans.id, row.currentPlanId ?? '')))
  const known = present(plan, 'plan of the push')
  await mailHeld(scope, row, integration, known.request, known.decision, now)
}
