import { and, eq, inArray } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { SYSTEM } from '@/lib/orders/actor'
import { recordCalls, type CallSeen } from '@/lib/orders/push/push-outcomes'
import { nextLookUpMs } from '@/lib/orders/push/push-steps'
import { present } from '@/lib/result'
import { keepPromise } from '@/lib/stores/promised'
import type { Waits } from '@/lib/waits'
import { requireTransfer, type TransferClaim } from './making'
import { moveTransfer, tell, type TransferRow } from '../rows'
import { stampAfter } from './steps'
import { transferAttempts, transfers, type TransferItem } from '../tables'

/** A transfer as Lightspeed showed it, with its items where they were read. */
export interface TransferSeen {
  id: string
  changedAt: string
  items: { itemId: string; toSend: number; sent: number; received: number }[] | null
}

/** Puts what Lightspeed says was sent and received beside what we asked for. */
export const withFigures = (items: TransferItem[], seen: TransferSeen['items']): TransferItem[] =>
  items.map((item) => {
    const there = seen?.find((row) => row.itemId === item.externalItemId)
    return there ? { ...item, sent: there.sent, received: there.received } : item
  })

/** The frame of every outcome, one transaction: the fence, the calls into the history, the outcome, the claim's end. */
function settle(
  claim: TransferClaim,
  calls: CallSeen[],
  now: Date,
  work: (scope: MerchantTx, row: TransferRow) => Promise<void>,
): Promise<void> {
  return withMerchant(claim.merchantId, async (scope) => {
    const row = await requireTransfer(scope, claim)
    await recordCalls(scope, row.orderId, null, calls, now)
    await work(scope, row)
    await change(scope, row.id, { leaseUntil: null })
  })
}

function change({ tx, merchantId }: MerchantTx, id: string, values: Partial<TransferRow>) {
  return tx
    .update(transfers)
    .set(values)
    .where(and(eq(transfers.merchantId, merchantId), eq(transfers.id, id)))
}

async function settleAttempt(
  { tx, merchantId }: MerchantTx,
  attemptId: string | null,
  state: 'acked' | 'refused' | 'never-sent',
  response: Record<string, unknown>,
  now: Date,
): Promise<void> {
  if (attemptId === null) return
  await tx
    .update(transferAttempts)
    .set({ state, response, settledAt: now, nextLookUpAt: null })
    .where(
      and(
        eq(transferAttempts.merchantId, merchantId),
        eq(transferAttempts.id, attemptId),
        inArray(transferAttempts.state, ['sent', 'unknown']),
      ),
    )
}

/** The open transfer is there: its id is the one that will be sent, chosen once and for all. */
export function made(
  claim: TransferClaim,
  attemptId: string | null,
  externalId: string,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, async (scope, row) => {
    await settleAttempt(scope, attemptId, 'acked', { transferId: externalId }, now)
    await moveTransfer(scope, row, 'open', { externalId: row.externalId ?? externalId }, SYSTEM, now, {
      because: `Lightspeed’s transfer ${externalId}`,
    })
  })
}

/** Its items are on it. */
export function filled(
  claim: TransferClaim,
  attemptId: string | null,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, async (scope, row) => {
    await settleAttempt(scope, attemptId, 'acked', {}, now)
    await change(scope, row.id, { filled: true })
  })
}

/** It is sent, by us or by somebody in Lightspeed; people receive it there, and it is looked at now and then. */
export function sent(
  claim: TransferClaim,
  attemptId: string | null,
  seen: TransferSeen,
  lookAt: Date,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, async (scope, row) => {
    await settleAttempt(scope, attemptId, 'acked', {}, now)
    const items = withFigures(row.items, seen.items)
    const { changedAt, id: externalId } = seen
    const seenStamp = stampAfter('', changedAt)
    await moveTransfer(
      scope,
      row,
      'sent',
      { items, externalId, filled: true, lookAt, seenStamp },
      SYSTEM,
      now,
    )
  })
}

/** What the stock of the sending store says about when a transfer's units leave it. */
export function notedLeaving(
  merchantId: string,
  transferId: string,
  left: boolean | null,
  now: Date,
): Promise<void> {
  return withMerchant(merchantId, async (scope) => {
    await change(scope, transferId, { leftAtSend: left })
    // The next reading of the store shows them gone: until then, and where they stay until receipt, they are promised.
    if (left === true) await keepPromise(scope, transferId, now)
  })
}

/** Ended in Lightspeed before we were done: received already, or archived by somebody. */
export function endedThere(
  claim: TransferClaim,
  attemptId: string | null,
  to: 'received' | 'cancelled',
  seen: TransferSeen,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, async (scope, row) => {
    await settleAttempt(scope, attemptId, 'acked', {}, now)
    const because = to === 'cancelled' ? 'Somebody archived it in Lightspeed.' : null
    const items = withFigures(row.items, seen.items)
    await moveTransfer(
      scope,
      row,
      to,
      { items, externalId: seen.id, because },
      SYSTEM,
      now,
      because ? { because } : {},
    )
  })
}

/**
 * A clear no, Lightspeed’s or our own: asking again would not help. A transfer that is open there already is given up
 * first and archived next, so that nobody sends it.
 */
export function refused(
  claim: TransferClaim,
  attemptId: string | null,
  because: string,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, async (scope, row) => {
    await settleAttempt(scope, attemptId, 'refused', { because }, now)
    if (row.state === 'open' && row.because === null) await change(scope, row.id, { because })
    else
      await moveTransfer(scope, row, 'refused', { because: row.because ?? because }, SYSTEM, now, {
        because: row.because ?? because,
      })
  })
}

/** Nobody wants it any more, and nothing of it is left in Lightspeed that somebody could send. */
export function calledOff(claim: TransferClaim, calls: CallSeen[], now: Date): Promise<void> {
  const because = 'The push it was asked for with was given up.'
  return settle(claim, calls, now, (scope, row) =>
    moveTransfer(scope, row, 'cancelled', { because }, SYSTEM, now, { because }),
  )
}

/** Nothing left or nothing came of it, and it may be tried again. */
export function tryAgain(
  claim: TransferClaim,
  attemptId: string | null,
  because: string,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, (scope) => settleAttempt(scope, attemptId, 'never-sent', { because }, now))
}

/** Whether an attempt had an effect cannot be said: it is looked up at the set times, counted from its send. */
export function becameUnknown(
  claim: TransferClaim,
  attemptId: string,
  because: string,
  waits: Waits,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, async (scope, row) => {
    const { tx, merchantId } = scope
    const own = and(eq(transferAttempts.merchantId, merchantId), eq(transferAttempts.id, attemptId))
    const [attempt] = await tx.select().from(transferAttempts).where(own).for('update')
    const known = present(attempt, 'attempt')
    const lookUps = known.state === 'unknown' ? known.lookUps + 1 : 0
    const nextLookUpAt = new Date(nextLookUpMs(known.sentAt.getTime(), lookUps, waits, now.getTime()))
    await tx
      .update(transferAttempts)
      .set({ state: 'unknown', lookUps, nextLookUpAt, response: { because } })
      .where(own)
    if (known.state === 'sent')
      await tell(scope, row, {
        kind: 'transfer-changed',
        actor: SYSTEM,
        at: now,
        data: { state: row.state, what: 'the answer is unknown, it is looked up', because },
      })
  })
}
