import { and, asc, eq, inArray, isNull, lt, lte, or } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { askReplan } from '@/lib/jobs/ask-replan'
import { enqueue } from '@/lib/jobs/queue'
import { SYSTEM } from '@/lib/orders/actor'
import { lockOrder } from '@/lib/orders/order-row'
import { present } from '@/lib/result'
import { setArrivals } from '@/lib/stores/on-the-way'
import { withFigures, type TransferSeen } from './outcomes'
import { comingOf, lockTransfers, moveTransfer, tell } from '../rows'
import { stampAfter, stateSeen, type SeenTransfer } from './steps'
import { transfers } from '../tables'

/** A sweep names so many orders at most; the next one goes on. */
const LIMIT = 200

/** Orders with transfers that were asked for before `before` and are not sent yet: their job may be lost. */
export async function listUnsentTransfers({ tx, merchantId }: MerchantTx, before: Date): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ orderId: transfers.orderId })
    .from(transfers)
    .where(
      and(
        eq(transfers.merchantId, merchantId),
        inArray(transfers.state, ['creating', 'open']),
        lt(transfers.stateChangedAt, before),
      ),
    )
    .limit(LIMIT)
  return rows.map((row) => row.orderId)
}

export interface FollowedTransfer {
  id: string
  externalId: string
  posAccountId: string
  /** Lightspeed's stamp of the last change that need not be looked at again. */
  seenStamp: string
  /** What finds copies of it again, made by a request that was doubled or late on its way. */
  note: string
  since: Date
}

/** Sent transfers whose turn to be looked at has come, longest unseen first. */
export function dueToFollow(merchantId: string, now: Date, limit: number): Promise<FollowedTransfer[]> {
  return withMerchant(merchantId, (scope) => listDue(scope, now, limit))
}

export async function listDue(
  { tx, merchantId }: MerchantTx,
  now: Date,
  limit: number,
): Promise<FollowedTransfer[]> {
  const rows = await tx
    .select()
    .from(transfers)
    .where(
      and(
        eq(transfers.merchantId, merchantId),
        eq(transfers.state, 'sent'),
        or(isNull(transfers.lookAt), lte(transfers.lookAt, now)),
      ),
    )
    .orderBy(asc(transfers.lookAt))
    .limit(limit)
  return rows.map(({ id, externalId, posAccountId, seenStamp, note, since }) => ({
    id,
    note,
    since,
    posAccountId,
    seenStamp,
    externalId: present(externalId, 'transfer that was sent'),
  }))
}

/** Nothing changed there since the last look, or they could not be looked at: their turn comes again at `lookAt`. */
export function lookAgainAt(merchantId: string, transferIds: string[], lookAt: Date): Promise<void> {
  return withMerchant(merchantId, async ({ tx }) => {
    await tx
      .update(transfers)
      .set({ lookAt })
      .where(and(eq(transfers.merchantId, merchantId), inArray(transfers.id, transferIds)))
  })
}

/**
 * What became of a sent transfer. Received ends it and has the stock planned with anew, short or whole; `gone`: Lightspeed
 * no longer has it. A transfer that ended without bringing all of its units is proposed again by the next job.
 */
export function applySeen(
  merchantId: string,
  transferId: string,
  seen: (TransferSeen & SeenTransfer) | 'gone',
  lookAt: Date,
  now: Date,
): Promise<void> {
  return withMerchant(merchantId, async (scope) => {
    const [known] = await scope.tx
      .select({ orderId: transfers.orderId })
      .from(transfers)
      .where(and(eq(transfers.merchantId, merchantId), eq(transfers.id, transferId)))
    if (!known) return
    await lockOrder(scope, known.orderId)
    const [row] = await lockTransfers(scope, [transferId])
    if (row?.state !== 'sent') return
    const state = seen === 'gone' ? 'cancelled' : stateSeen(seen)
    const items = seen === 'gone' ? row.items : withFigures(row.items, seen.items)
    const seenStamp = seen === 'gone' ? row.seenStamp : stampAfter(row.seenStamp, seen.changedAt)
    if (state === 'received' || state === 'cancelled') {
      const because =
        state === 'received'
          ? receivedShort(items)
          : seen === 'gone'
            ? 'It no longer exists in Lightspeed.'
            : 'Somebody archived it in Lightspeed after it was sent: check the stock of both stores.'
      const told = because === null ? {} : { because }
      await moveTransfer(scope, row, state, { items, because, seenStamp }, SYSTEM, now, told)
      await enqueue(scope.tx, 'transfers', { merchantId, orderId: row.orderId })
      await askReplan(scope)
      return
    }
    const before = row.items.reduce((sum, item) => sum + item.received, 0)
    const came = items.reduce((sum, item) => sum + item.received, 0) - before
    await scope.tx
      .update(transfers)
      .set({ items, seenStamp, lookAt })
      .where(and(eq(transfers.merchantId, merchantId), eq(transfers.id, row.id)))
    await setArrivals(scope, row.id, row.toStoreId, comingOf(items))
    if (came > 0)
      await tell(scope, row, {
        kind: 'transfer-changed',
        actor: SYSTEM,
        at: now,
        data: { state: 'sent', what: `received in part, ${came} more` },
      })
  })
}

/** "1 of 3 received"; null when all that was asked for came. */
function receivedShort(items: { units: number; received: number }[]): string | null {
  const sum = (of: (item: (typeof items)[number]) => number) =>
    items.reduce((total, item) => total + of(item), 0)
  const [asked, came] = [sum((item) => item.units), sum((item) => item.received)]
  return came < asked ? `${came} of ${asked} received.` : null
}
