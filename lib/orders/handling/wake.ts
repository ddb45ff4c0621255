import { and, asc, eq, lte } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { SYSTEM, type Actor } from '../actor'
import { record } from '../history'
import { lockOrder, saveOrder } from '../order-row'
import type { OrderRow } from '../planning/write-plan'
import { sameReasons } from '../replanning/same-reasons'
import { hasCompletedPart } from '../sold'
import { orders } from '../tables'

/** Why a snoozed order came back. */
export type WokenBecause = 'time' | 'stock' | 'channel' | 'settled' | 'person'

/** So many are woken in one transaction; the next sweep goes on. */
const AT_ONCE = 200

/** Brings a locked, snoozed order back on top of the queue, where it stood before by its parts. */
export async function wake(
  scope: MerchantTx,
  row: OrderRow,
  by: { actor: Actor; because: WokenBecause },
  now: Date,
): Promise<OrderRow> {
  const to = (await hasCompletedPart(scope, row.id)) ? 'partly-pushed' : 'held'
  const saved = await saveOrder(scope, row, 'wake', to, { woken: true }, now)
  await record(scope, {
    orderId: row.id,
    kind: 'woken',
    actor: by.actor,
    at: now,
    before: row.state,
    after: to,
    data: { why: by.because },
  })
  return saved
}

/**
 * Whether a new plan ends a snooze that was to last until the stock changes: something else can be done with the order, or
 * it waits for something else.
 */
export const isWokenBy = (
  before: Pick<OrderRow, 'snoozedForStock' | 'ready' | 'holdReasons'>,
  after: Pick<OrderRow, 'ready' | 'holdReasons'>,
): boolean =>
  before.snoozedForStock &&
  (before.ready !== after.ready || !sameReasons(before.holdReasons, after.holdReasons))

/** Wakes the orders whose time has come, and has them planned again on fresh stock. */
export async function wakeDue(scope: MerchantTx, now: Date): Promise<void> {
  const { tx, merchantId } = scope
  const due = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.merchantId, merchantId), eq(orders.state, 'snoozed'), lte(orders.snoozedUntil, now)))
    .orderBy(asc(orders.id))
    .limit(AT_ONCE)
  for (const { id: orderId } of due) {
    const row = await lockOrder(scope, orderId)
    // Somebody may have brought it back, or snoozed it anew, since it was found.
    if (row?.state !== 'snoozed' || row.snoozedUntil === null || row.snoozedUntil > now) continue
    await wake(scope, row, { actor: SYSTEM, because: 'time' }, now)
    await enqueue(tx, 'decide', { merchantId, orderId })
  }
}
