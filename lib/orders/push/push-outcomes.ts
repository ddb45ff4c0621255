import { and, eq, sql } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { present } from '@/lib/result'
import type { HoldReason } from '@/lib/routing/types'
import type { Waits } from '@/lib/waits'
import { keepPromise } from '@/lib/stores/promised'
import { SYSTEM } from '../actor'
import { glimpsed, type FoundSale } from '../attention/found-sale'
import { askLook, keepSeen } from '../attention/looks'
import { record } from '../history'
import { nextLookUpMs } from './push-steps'
import { movePart, releaseClaim, requireClaim, settleAttempt, type Claim, type PartRow } from './pushing'
import { attempts, orders } from '../tables'

/** A sale as the gateway read it, as far as the ledger keeps it. */
export type SaleSeen = Pick<
  FoundSale,
  'id' | 'ticketNumber' | 'referenceNumber' | 'shopId' | 'state' | 'totalMinor'
>

/** One call to Lightspeed as it went; kept in the timeline. */
export interface CallSeen {
  method: string
  path: string
  status: number | null
  ms: number
  failure: string | null
}

/** Puts the calls a step made into the order's history. */
export async function recordCalls(
  scope: MerchantTx,
  orderId: string,
  partOrdinal: number | null,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  await record(
    scope,
    ...calls.map((call) => ({
      orderId,
      kind: 'call' as const,
      actor: SYSTEM,
      at: now,
      ...(partOrdinal === null ? {} : { partOrdinal }),
      data: { ...call },
    })),
  )
}

/** The frame of every outcome, one transaction: the fence, the calls into the history, the outcome, the claim's end. */
function settle(
  claim: Claim,
  calls: CallSeen[],
  now: Date,
  work: (scope: MerchantTx, part: PartRow) => Promise<void>,
): Promise<void> {
  return withMerchant(claim.merchantId, async (scope) => {
    const part = await requireClaim(scope, claim)
    await recordCalls(scope, part.orderId, part.ordinal, calls, now)
    await work(scope, part)
    await releaseClaim(scope, claim)
  })
}

/** The open sale is there: its id is the one this part will complete, chosen once and for all. */
export function created(
  claim: Claim,
  attemptId: string | null,
  sale: SaleSeen,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, async (scope, part) => {
    if (attemptId) await settleAttempt(scope, attemptId, 'acked', { saleId: sale.id }, now)
    const { id: saleId, ticketNumber } = sale
    const chosen = { saleId: part.saleId ?? saleId, ticketNumber: part.ticketNumber ?? ticketNumber }
    await movePart(scope, part, 'created', chosen, now, { saleId, ticketNumber })
  })
}

/** The sale is completed: its stock is taken now. One that somebody changed before is for a person to judge. */
export function completed(
  claim: Claim,
  attemptId: string | null,
  sale: SaleSeen,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, async (scope, part) => {
    if (attemptId) await settleAttempt(scope, attemptId, 'acked', { saleId: sale.id }, now)
    const { id: saleId, ticketNumber } = sale
    const change = { saleId, ticketNumber, completedAt: now, refusedBecause: null }
    await movePart(scope, part, 'completed', change, now, { saleId, ticketNumber })
    await keepPromise(scope, part.id, now)
    if (sale.totalMinor !== part.money.totalMinor) await flag(scope, part, 'sale-altered', [sale], now)
  })
}

/** A clear no: nothing came of this attempt, and asking again would not help. */
export function refused(
  claim: Claim,
  attemptId: string | null,
  because: string,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, async (scope, part) => {
    if (attemptId) await settleAttempt(scope, attemptId, 'refused', { because }, now)
    await movePart(scope, part, 'refused', { refusedBecause: because }, now, { because })
  })
}

/**
 * The part cannot be sold as it is planned, by our own judgement: nothing was sent, or `attemptId` made a sale that we
 * will not complete. The reason is kept with the order, and the push goes back to the queue with it, or ends with what
 * is sold.
 */
export function stopped(
  claim: Claim,
  reason: HoldReason,
  because: string,
  calls: CallSeen[],
  now: Date,
  attemptId: string | null = null,
): Promise<void> {
  return settle(claim, calls, now, async (scope, part) => {
    if (attemptId) await settleAttempt(scope, attemptId, 'refused', { because }, now)
    await movePart(scope, part, 'refused', {}, now, { because })
    await scope.tx
      .update(orders)
      .set({ holdReasons: [reason] })
      .where(and(eq(orders.merchantId, claim.merchantId), eq(orders.id, part.orderId)))
  })
}

/** Nothing left or nothing came of it, and it may be tried again: the part is where it was before. */
export function tryAgain(
  claim: Claim,
  attemptId: string | null,
  because: string,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, async (scope, part) => {
    if (attemptId) await settleAttempt(scope, attemptId, 'never-sent', { because }, now)
    if (part.state === 'creating') await movePart(scope, part, 'planned', {}, now, { because })
    if (part.state === 'completing') await movePart(scope, part, 'created', {}, now, { because })
    if (part.state === 'unknown')
      await movePart(scope, part, part.saleId === null ? 'creating' : 'created', {}, now, { because })
  })
}

/** Whether an attempt had an effect cannot be said: it is looked up at the set times, counted from its send. */
export function becameUnknown(
  claim: Claim,
  attemptId: string,
  because: string,
  waits: Waits,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, async (scope, part) => {
    const [attempt] = await scope.tx.select().from(attempts).where(eq(attempts.id, attemptId)).for('update')
    const known = present(attempt, 'attempt')
    const lookUps = known.state === 'unknown' ? known.lookUps + 1 : 0
    const due = nextLookUpMs(known.sentAt.getTime(), lookUps, waits, now.getTime())
    await scope.tx
      .update(attempts)
      .set({ state: 'unknown', lookUps, nextLookUpAt: new Date(due), response: { because } })
      .where(and(eq(attempts.merchantId, claim.merchantId), eq(attempts.id, attemptId)))
    await movePart(scope, part, 'unknown', {}, now, { because })
  })
}

/** A person must settle this: the order carries the flag until they do, with the sales that were found. */
export function needsAttention(
  claim: Claim,
  attention: string,
  found: SaleSeen[],
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(claim, calls, now, (scope, part) => flag(scope, part, attention, found, now))
}

async function flag(
  scope: MerchantTx,
  part: PartRow,
  attention: string,
  found: SaleSeen[],
  now: Date,
): Promise<void> {
  const seen = found.map((sale) => glimpsed(part.posAccountId, sale))
  const [flagged] = await scope.tx
    .update(orders)
    .set({ attention })
    .where(
      and(
        eq(orders.merchantId, scope.merchantId),
        eq(orders.id, part.orderId),
        // What the channel said stands nowhere else; the sales are told beside it.
        sql`coalesce(${orders.attention}, '') not in (${attention}, 'edited-after-sale')`,
      ),
    )
    .returning({ id: orders.id })
  // Looked at again and again until a person settles it; told once, with all that Lightspeed holds of the order.
  if (!flagged) return keepSeen(scope, part.orderId, seen)
  await askLook(scope, part.orderId, now, { seen })
  await record(scope, {
    orderId: part.orderId,
    kind: 'attention',
    actor: SYSTEM,
    at: now,
    partOrdinal: part.ordinal,
    data: { attention },
  })
}
