import { and, asc, eq, inArray, isNull, lte, or } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { listPosAccounts, type PosAccount } from '@/lib/pos-accounts/account'
import { invariant, present } from '@/lib/result'
import { getOrder, lockOrder } from '../order-row'
import { SYSTEM } from '../actor'
import { isUnderWayState } from '../attention/differences'
import type { FoundSale } from '../attention/found-sale'
import { getLook } from '../attention/looks'
import { record } from '../history'
import type { PartView, PushView } from './push-steps'
import { partMayFollow, type PartState } from '../states'
import { attempts, parts } from '../tables'
import type { OrderRow } from '../planning/write-plan'

export type PartRow = typeof parts.$inferSelect
export type AttemptRow = typeof attempts.$inferSelect

export interface LoadedPush {
  row: OrderRow
  /** All of the merchant's. */
  accounts: PosAccount[]
  parts: PartRow[]
  view: PushView
  /** Highest ordinal the order ever used, over all revisions. */
  lastOrdinal: number
  /** Reference numbers of all its parts, over all revisions: the channel may have renamed the order since. */
  references: string[]
  /** Its sales in Lightspeed, as far as anybody came across them because of attention. */
  seen: FoundSale[]
}

/** Everything the next step of a push depends on, as committed. */
export function loadPush(merchantId: string, orderId: string): Promise<LoadedPush | null> {
  return withMerchant(merchantId, async (scope) => {
    const row = await getOrder(scope, orderId)
    if (!row) return null
    const all = await scope.tx
      .select()
      .from(parts)
      .where(and(eq(parts.merchantId, merchantId), eq(parts.orderId, orderId)))
      .orderBy(asc(parts.ordinal))
    const own = all.filter((part) => part.planId === row.currentPlanId || isUnderWayState(part.state))
    const tries = await attemptsOf(
      scope,
      own.map((part) => part.id),
    )
    return {
      row,
      accounts: await listPosAccounts(scope),
      parts: own,
      lastOrdinal: Math.max(0, ...all.map((part) => part.ordinal)),
      references: all.map((part) => part.referenceNumber),
      seen: (await getLook(scope, orderId))?.sales ?? [],
      view: {
        pushing: row.state === 'pushing',
        sendAfterMs: row.sendAfter?.getTime() ?? 0,
        changedUpstream: row.changedUpstream !== null,
        awaitsTransfers: row.awaitsTransfers,
        parts: own.map((part) =>
          partView(
            part,
            tries.filter((attempt) => attempt.partId === part.id),
          ),
        ),
      },
    }
  })
}

async function attemptsOf({ tx, merchantId }: MerchantTx, partIds: string[]): Promise<AttemptRow[]> {
  if (partIds.length === 0) return []
  return tx
    .select()
    .from(attempts)
    .where(and(eq(attempts.merchantId, merchantId), inArray(attempts.partId, partIds)))
    .orderBy(asc(attempts.n))
}

/** A part and its attempts as the next step is chosen from. */
export function partView(part: PartRow, tries: AttemptRow[]): PartView {
  const open = tries.find((attempt) => attempt.state === 'sent' || attempt.state === 'unknown')
  return {
    id: part.id,
    ordinal: part.ordinal,
    state: part.state,
    fence: part.fence,
    leaseUntilMs: part.leaseUntil?.getTime() ?? 0,
    attempts: tries.length,
    open: open
      ? {
          id: open.id,
          kind: open.kind,
          state: open.state === 'sent' ? 'sent' : 'unknown',
          deadlineMs: open.deadline.getTime(),
          nextLookUpMs: open.nextLookUpAt?.getTime() ?? null,
          lookUps: open.lookUps,
        }
      : null,
  }
}

/** What a worker holds while it works on a part; every write checks it. */
export interface Claim {
  merchantId: string
  orderId: string
  partId: string
  ordinal: number
  fence: number
}

/**
 * Claims a part for one step: fence + 1 and a lease. Null when somebody else holds it or has had it since it was
 * seen, or when the order stopped pushing; from the first claim on a push can no longer be undone.
 */
export function claimPart(
  merchantId: string,
  orderId: string,
  seen: Pick<PartView, 'id' | 'fence' | 'state'>,
  leaseMs: number,
  now: Date,
): Promise<Claim | null> {
  return withMerchant(merchantId, async (scope) => {
    const order = await lockOrder(scope, orderId)
    if (order?.state !== 'pushing' || order.awaitsTransfers) return null
    if (order.sendAfter && order.sendAfter > now) return null
    const [part] = await scope.tx
      .select()
      .from(parts)
      .where(
        and(
          eq(parts.merchantId, merchantId),
          eq(parts.id, seen.id),
          eq(parts.fence, seen.fence),
          eq(parts.state, seen.state),
          or(isNull(parts.leaseUntil), lte(parts.leaseUntil, now)),
        ),
      )
      .for('update')
    if (!part) return null
    const fence = part.fence + 1
    await scope.tx
      .update(parts)
      .set({ fence, leaseUntil: new Date(now.getTime() + leaseMs) })
      .where(and(eq(parts.merchantId, merchantId), eq(parts.id, part.id)))
    return { merchantId, orderId, partId: part.id, ordinal: part.ordinal, fence }
  })
}

/** Thrown when a newer claim exists: this worker was thought dead and may write nothing any more. */
export class FenceLost extends Error {
  override name = 'FenceLost'
}

/** The claimed part under lock, or FenceLost. The order first, as everybody locks them, so that none waits in a circle. */
export async function requireClaim(scope: MerchantTx, claim: Claim): Promise<PartRow> {
  const { tx, merchantId } = scope
  await lockOrder(scope, claim.orderId)
  const [part] = await tx
    .select()
    .from(parts)
    .where(and(eq(parts.merchantId, merchantId), eq(parts.id, claim.partId), eq(parts.fence, claim.fence)))
    .for('update')
  if (!part) throw new FenceLost(`part ${claim.partId} has a newer claim than ${claim.fence}`)
  return part
}

/** Writes a new state of a claimed part with its history row; the state table has the last word. */
export async function movePart(
  scope: MerchantTx,
  part: PartRow,
  to: PartState,
  change: Partial<Pick<PartRow, 'saleId' | 'ticketNumber' | 'refusedBecause' | 'completedAt'>>,
  now: Date,
  data: Record<string, unknown> = {},
): Promise<void> {
  invariant(part.state === to || partMayFollow(part.state, to), `part may not go from ${part.state} to ${to}`)
  await scope.tx
    .update(parts)
    .set({ ...change, state: to })
    .where(and(eq(parts.merchantId, scope.merchantId), eq(parts.id, part.id)))
  if (part.state === to) return
  await record(scope, {
    orderId: part.orderId,
    kind: 'part-changed',
    actor: SYSTEM,
    at: now,
    before: part.state,
    after: to,
    partOrdinal: part.ordinal,
    data,
  })
}

/** Ends a claim, so that the next step can be taken at once. */
export async function releaseClaim(scope: MerchantTx, claim: Claim): Promise<void> {
  await scope.tx
    .update(parts)
    .set({ leaseUntil: null })
    .where(
      and(eq(parts.merchantId, scope.merchantId), eq(parts.id, claim.partId), eq(parts.fence, claim.fence)),
    )
}

/**
 * The intent: an attempt row, committed before the first byte leaves. The partial unique index refuses a second
 * open one, whatever the code believes. The lease is renewed to the deadline: what came before may have taken long.
 * Null, and the claim ended: the channel edited or cancelled the order since the step was chosen.
 */
export function writeIntent(
  claim: Claim,
  intent: { kind: 'create' | 'complete'; requestHash: string; deadline: Date; roundingMinor?: number },
  now: Date,
): Promise<string | null> {
  return withMerchant(claim.merchantId, async (scope) => {
    const part = await requireClaim(scope, claim)
    const order = present(await getOrder(scope, claim.orderId), 'order of the claim')
    if (order.changedUpstream !== null) {
      await releaseClaim(scope, claim)
      return null
    }
    const known = await attemptsOf(scope, [part.id])
    const [attempt] = await scope.tx
      .insert(attempts)
      .values({
        merchantId: claim.merchantId,
        partId: part.id,
        n: known.length + 1,
        kind: intent.kind,
        state: 'sent',
        requestHash: intent.requestHash,
        sentAt: now,
        deadline: intent.deadline,
      })
      .returning({ id: attempts.id })
    await scope.tx
      .update(parts)
      .set({
        leaseUntil: intent.deadline,
        ...(intent.roundingMinor === undefined
          ? {}
          : { money: { ...part.money, roundingMinor: intent.roundingMinor } }),
      })
      .where(and(eq(parts.merchantId, claim.merchantId), eq(parts.id, part.id)))
    await movePart(scope, part, intent.kind === 'create' ? 'creating' : 'completing', {}, now)
    await record(scope, {
      orderId: part.orderId,
      kind: 'intent',
      actor: SYSTEM,
      at: now,
      partOrdinal: part.ordinal,
      data: { what: intent.kind, reference: part.referenceNumber, attempt: known.length + 1 },
    })
    return present(attempt, 'attempt').id
  })
}

/** Closes an attempt whose effect is now known. */
export async function settleAttempt(
  { tx, merchantId }: MerchantTx,
  attemptId: string,
  state: 'acked' | 'refused' | 'never-sent',
  response: Record<string, unknown>,
  now: Date,
): Promise<void> {
  await tx
    .update(attempts)
    .set({ state, response, settledAt: now, nextLookUpAt: null })
    .where(
      and(
        eq(attempts.merchantId, merchantId),
        eq(attempts.id, attemptId),
        inArray(attempts.state, ['sent', 'unknown']),
      ),
    )
}
