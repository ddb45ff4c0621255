import { and, eq, sql } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { present } from '@/lib/result'
import type { Waits } from '@/lib/waits'
import { keepPromise } from '@/lib/stores/promised'
import { SYSTEM } from './actor'
import { record } from './history'
import { movePart, releaseClaim, requireClaim, settleAttempt, type Claim } from './pushing'
import { attempts, orders } from './tables'

/** A sale as the gateway read it, as far as the ledger keeps it. */
export interface SaleSeen {
  id: string
  ticketNumber: string
}

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

/** The open sale is there: its id is the one this part will complete, chosen once and for all. */
export function created(
  claim: Claim,
  attemptId: string | null,
  sale: SaleSeen,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return withMerchant(claim.merchantId, async (scope) => {
    const part = await requireClaim(scope, claim)
    if (attemptId) await settleAttempt(scope, attemptId, 'acked', { saleId: sale.id }, now)
    await recordCalls(scope, part.orderId, part.ordinal, calls, now)
    const saleId = part.saleId ?? sale.id
    await movePart(
      scope,
      part,
      'created',
      { saleId, ticketNumber: part.ticketNumber ?? sale.ticketNumber },
      now,
      { saleId, ticketNumber: sale.ticketNumber },
    )
    await releaseClaim(scope, claim)
  })
}

/** The sale is completed: its stock is taken now. */
export function completed(
  claim: Claim,
  attemptId: string | null,
  sale: SaleSeen,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return withMerchant(claim.merchantId, async (scope) => {
    const part = await requireClaim(scope, claim)
    if (attemptId) await settleAttempt(scope, attemptId, 'acked', { saleId: sale.id }, now)
    await recordCalls(scope, part.orderId, part.ordinal, calls, now)
    await movePart(
      scope,
      part,
      'completed',
      { saleId: sale.id, ticketNumber: sale.ticketNumber, completedAt: now },
      now,
      { saleId: sale.id, ticketNumber: sale.ticketNumber },
    )
    await keepPromise(scope, part.id, now)
    await releaseClaim(scope, claim)
  })
}

/** A clear no: nothing came of this attempt. `back` is where the part stands now. */
export function refused(
  claim: Claim,
  attemptId: string | null,
  because: string,
  calls: CallSeen[],
  now: Date,
) {
  return withMerchant(claim.merchantId, async (scope) => {
    const part = await requireClaim(scope, claim)
    if (attemptId) await settleAttempt(scope, attemptId, 'refused', { because }, now)
    await recordCalls(scope, part.orderId, part.ordinal, calls, now)
    await movePart(scope, part, 'refused', { refusedBecause: because }, now, { because })
    await releaseClaim(scope, claim)
  })
}

/** Nothing left or nothing came of it, and it may be tried again: the part is where it was before. */
export function tryAgain(
  claim: Claim,
  attemptId: string | null,
  because: string,
  calls: CallSeen[],
  now: Date,
) {
  return withMerchant(claim.merchantId, async (scope) => {
    const part = await requireClaim(scope, claim)
    if (attemptId) await settleAttempt(scope, attemptId, 'never-sent', { because }, now)
    await recordCalls(scope, part.orderId, part.ordinal, calls, now)
    if (part.state === 'creating') await movePart(scope, part, 'planned', {}, now, { because })
    if (part.state === 'completing') await movePart(scope, part, 'created', {}, now, { because })
    if (part.state === 'unknown')
      await movePart(scope, part, part.saleId === null ? 'creating' : 'created', {}, now, { because })
    await releaseClaim(scope, claim)
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
  return withMerchant(claim.merchantId, async (scope) => {
    const part = await requireClaim(scope, claim)
    const [attempt] = await scope.tx.select().from(attempts).where(eq(attempts.id, attemptId)).for('update')
    const known = present(attempt, 'attempt')
    const lookUps = known.state === 'unknown' ? known.lookUps + 1 : 0
    const after = waits.lookUpMs[Math.min(lookUps, waits.lookUpMs.length - 1)] ?? 0
    const due = Math.max(known.sentAt.getTime() + after, lookUps > 0 ? now.getTime() + after / 2 : 0)
    await scope.tx
      .update(attempts)
      .set({ state: 'unknown', lookUps, nextLookUpAt: new Date(due), response: { because } })
      .where(and(eq(attempts.merchantId, claim.merchantId), eq(attempts.id, attemptId)))
    await recordCalls(scope, part.orderId, part.ordinal, calls, now)
    await movePart(scope, part, 'unknown', {}, now, { because })
    await releaseClaim(scope, claim)
  })
}

/** A person must settle this: the order carries the flag until they do. */
export function needsAttention(claim: Claim, attention: string, calls: CallSeen[], now: Date): Promise<void> {
  return withMerchant(claim.merchantId, async (scope) => {
    const part = await requireClaim(scope, claim)
    await recordCalls(scope, part.orderId, part.ordinal, calls, now)
    const [flagged] = await scope.tx
      .update(orders)
      .set({ attention })
      .where(
        and(
          eq(orders.merchantId, claim.merchantId),
          eq(orders.id, part.orderId),
          sql`${orders.attention} is distinct from ${attention}`,
        ),
      )
      .returning({ id: orders.id })
    // Looked at again and again until a person settles it; told once.
    if (flagged)
      await record(scope, {
        orderId: part.orderId,
        kind: 'attention',
        actor: SYSTEM,
        at: now,
        partOrdinal: part.ordinal,
        data: { attention },
      })
    await releaseClaim(scope, claim)
  })
}
