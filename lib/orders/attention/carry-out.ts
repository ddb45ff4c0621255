import { and, eq, inArray, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { invariant, present } from '@/lib/result'
import type { HoldReason } from '@/lib/routing/types'
import { keepPromise, releasePromises, renewPromise } from '@/lib/stores/promised'
import { wake } from '../handling/wake'
import { record } from '../history'
import { unitsToPlace } from '../lines'
import { saveOrder } from '../order-row'
import { placedUnits } from '../planning/request'
import type { OrderRow } from '../planning/write-plan'
import { PART_TABLE_BY_HAND, type OrderState, type PartState } from '../states'
import { attempts, parts } from '../tables'
import { alterationsOf } from './differences'
import { figuresOf, isEffective, type FoundSale } from './found-sale'
import type { Picture } from './offers'
import type { PartRow } from './picture'
import type { RemedyRow } from './tables'

/** What a remedy changes in our own rows, in the transaction that ends it. Always under the order's lock. */
type Seen = Picture & { rows: PartRow[] }

/** Adopts, re-opens or gives back a part. Answers why it could not be done; null: done. */
export async function carryOut(
  scope: MerchantTx,
  row: OrderRow,
  remedy: RemedyRow,
  picture: Seen,
  now: Date,
): Promise<string | null> {
  const part = present(
    picture.rows.find((one) => one.ordinal === remedy.ordinal),
    'part of the remedy',
  )
  if (part.leaseUntil && part.leaseUntil > now) return 'A worker is just at this part. Try again in a minute.'
  if (picture.parts.find((one) => one.ordinal === part.ordinal)?.attempt === 'sent')
    return 'A call for this part has no answer yet. Try again in a minute.'
  switch (remedy.kind) {
    case 'adopt':
      await adopt(scope, row, remedy, part, picture, now)
      return null
    case 'push-again':
      await pushAgain(scope, row, remedy, part, now)
      return null
    default:
      await putBack(scope, row, remedy, part, now)
      return null
  }
}

async function adopt(
  scope: MerchantTx,
  row: OrderRow,
  remedy: RemedyRow,
  part: PartRow,
  picture: Seen,
  now: Date,
): Promise<void> {
  const isIt = (one: FoundSale) => one.id === remedy.saleId && one.posAccountId === remedy.posAccountId
  const sale = present(picture.sales.find(isIt), 'sale to adopt')
  const seen = present(
    picture.parts.find((one) => one.ordinal === part.ordinal),
    'part as seen',
  )
  const { id: saleId, ticketNumber } = sale
  if (sale.state === 'open') {
    await movePart(scope, part, 'created', { saleId, ticketNumber }, remedy, now)
    return wakePush(scope, row)
  }
  const asItIs = alterationsOf(seen, sale).length > 0 || picture.order.cancelled || picture.order.edited
  const accepted = asItIs ? { saleId, figures: figuresOf(sale), orderAt: picture.order.at } : null
  const completedAt = part.completedAt ?? now
  await movePart(
    scope,
    part,
    'completed',
    { saleId, ticketNumber, accepted, completedAt, refusedBecause: null },
    remedy,
    now,
  )
  if (part.state !== 'completed') await keepPromise(scope, part.id, now)
  if (row.state === 'pushing') return wakePush(scope, row)
  const given = part.state === 'abandoned' || part.state === 'refused' || part.state === 'undone'
  if (given) await placedAnew(scope, row, now)
}

/** The same part once more: what it holds and its reference stay, its former sale stands for it no longer. */
async function pushAgain(
  scope: MerchantTx,
  row: OrderRow,
  remedy: RemedyRow,
  part: PartRow,
  now: Date,
): Promise<void> {
  const fresh = { saleId: null, ticketNumber: null, completedAt: null, refusedBecause: null, accepted: null }
  await movePart(scope, part, 'planned', fresh, remedy, now)
  await renewPromise(scope, part.id)
  if (row.state !== 'pushing') await saveOrder(scope, row, 'settle', 'pushing', { sendAfter: now }, now)
  await wakePush(scope, row)
}

/** The part is given up; its units are free for another store, or to be voided. */
async function putBack(
  scope: MerchantTx,
  row: OrderRow,
  remedy: RemedyRow,
  part: PartRow,
  now: Date,
): Promise<void> {
  if (part.state === 'completed') return undo(scope, row, part, remedy, now)
  const refusedBecause = 'Its sale was voided or archived in Lightspeed.'
  await movePart(scope, part, 'refused', { refusedBecause }, remedy, now)
  await wakePush(scope, row)
}

/**
 * A refund went through: a part whose own sale it was is undone, unless another sale that equals it stands; that one is
 * then the part's.
 */
export async function refunded(
  scope: MerchantTx,
  row: OrderRow,
  remedy: RemedyRow,
  others: FoundSale[],
  now: Date,
): Promise<void> {
  const [part] = await scope.tx
    .select()
    .from(parts)
    .where(
      and(
        eq(parts.merchantId, scope.merchantId),
        eq(parts.orderId, row.id),
        eq(parts.posAccountId, remedy.posAccountId),
        eq(parts.saleId, remedy.saleId ?? ''),
      ),
    )
    .for('update')
  if (part?.state !== 'completed') return
  const standIn = others.find(
    (sale) =>
      isEffective(sale) &&
      sale.posAccountId === part.posAccountId &&
      sale.referenceNumber === part.referenceNumber &&
      sale.totalMinor === part.money.totalMinor,
  )
  if (!standIn) return undo(scope, row, part, remedy, now)
  const { id: saleId, ticketNumber } = standIn
  await movePart(scope, part, 'completed', { saleId, ticketNumber, accepted: null }, remedy, now)
}

/** A completed part whose sale is gone: its units are to be placed anew, or nothing is left of a cancelled order. */
async function undo(
  scope: MerchantTx,
  seen: OrderRow,
  part: PartRow,
  remedy: RemedyRow,
  now: Date,
): Promise<void> {
  // Before its part is gone: it comes back as what it was, partly pushed.
  const row =
    seen.state === 'snoozed'
      ? await wake(scope, seen, { actor: remedy.askedBy, because: 'settled' }, now)
      : seen
  await movePart(scope, part, 'undone', {}, remedy, now)
  await releasePromises(scope, [part.id])
  if (row.state !== 'pushed' && row.state !== 'partly-pushed') return
  const others = (await placedUnits(scope, row.id)).length > 0
  const cancelled = row.snapshot.cancelledAt !== null
  if (cancelled && others) return
  const to: OrderState = cancelled ? 'cancelled' : others ? 'partly-pushed' : 'held'
  const reason: HoldReason = { code: 'sale-undone', lines: [], facts: { reference: part.referenceNumber } }
  const holdReasons = cancelled ? [] : [reason]
  await saveOrder(scope, row, 'settle', to, { holdReasons, ready: false, closedBecause: null }, now)
  if (!cancelled) await enqueue(scope.tx, 'decide', { merchantId: scope.merchantId, orderId: row.id })
}

/** A given-up part turned out to be sold: what is left of the order decides where it stands. */
async function placedAnew(scope: MerchantTx, row: OrderRow, now: Date): Promise<void> {
  const left = unitsToPlace(row.snapshot, await placedUnits(scope, row.id))
  const rest = [...left.values()].some((units) => units > 0)
  const to: OrderState = rest && row.state !== 'voided' ? 'partly-pushed' : 'pushed'
  await saveOrder(scope, row, 'settle', to, { holdReasons: rest ? row.holdReasons : [], ready: false }, now)
  if (to === 'partly-pushed')
    await enqueue(scope.tx, 'decide', { merchantId: scope.merchantId, orderId: row.id })
}

const wakePush = ({ tx, merchantId }: MerchantTx, { id: orderId }: OrderRow): Promise<void> =>
  enqueue(tx, 'push', { merchantId, orderId }, { rank: 'person' })

/**
 * Moves a part by a person's order, with its history. Its fence grows, so that a worker that was at it writes nothing
 * more, and what was unknown about it is settled: they have looked.
 */
async function movePart(
  scope: MerchantTx,
  part: PartRow,
  to: PartState,
  change: Partial<Pick<PartRow, 'saleId' | 'ticketNumber' | 'completedAt' | 'refusedBecause' | 'accepted'>>,
  remedy: RemedyRow,
  now: Date,
): Promise<void> {
  const { tx, merchantId } = scope
  invariant(PART_TABLE_BY_HAND[part.state].includes(to), `nobody moves a part from ${part.state} to ${to}`)
  await tx
    .update(attempts)
    .set({
      state: remedy.kind === 'adopt' ? 'acked' : 'refused',
      settledAt: now,
      nextLookUpAt: null,
      response: { settledBy: remedy.kind },
    })
    .where(
      and(
        eq(attempts.merchantId, merchantId),
        eq(attempts.partId, part.id),
        inArray(attempts.state, ['sent', 'unknown']),
      ),
    )
  await tx
    .update(parts)
    .set({ ...change, state: to, fence: sql`${parts.fence} + 1`, leaseUntil: null })
    .where(and(eq(parts.merchantId, merchantId), eq(parts.id, part.id)))
  await record(scope, {
    orderId: part.orderId,
    kind: 'part-changed',
    actor: remedy.askedBy,
    at: now,
    before: part.state,
    after: to,
    partOrdinal: part.ordinal,
    data: change.ticketNumber ? { saleId: change.saleId, ticketNumber: change.ticketNumber } : {},
  })
  // What its store lacks is not what it was: transfers are proposed, or proposed no more.
  if (part.oversold && part.state !== to && (part.state === 'completed' || to === 'completed'))
    await enqueue(tx, 'transfers', { merchantId, orderId: part.orderId })
}
