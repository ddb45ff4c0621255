import type { PosAccount } from '../../lib/pos-accounts/account'
import { isUnderWayState } from '../../lib/orders/attention/differences'
import { glimpsed, mergeSales, type FoundSale } from '../../lib/orders/attention/found-sale'
import { nextLookUpMs } from '../../lib/orders/push/push-steps'
import { FenceLost, partView, type AttemptRow, type Claim, type PartRow } from '../../lib/orders/push/pushing'
import { gateOf } from '../../lib/orders/restore/pushing-off'
import { partMayFollow, type OrderState, type PartState } from '../../lib/orders/states'
import type { OrderRow } from '../../lib/orders/planning/write-plan'
import { invariant, present } from '../../lib/result'
import type { PushRows } from '../../lib/worker/push/push-rows'
import type { ModelFeed } from './feed/feed-rows'

/** What is committed of one order. */
export interface ModelOrder {
  row: OrderRow
  /** Over all revisions. */
  parts: PartRow[]
  attempts: AttemptRow[]
  /** Sales a worker told a person of. */
  seen: FoundSale[]
}

/** What all orders of a world share, and what the database would refuse. */
export interface ModelLedger {
  account: PosAccount
  orders: Map<string, ModelOrder>
  feed: ModelFeed
  /** The store of a part has become short before its first call. */
  becameShort(order: ModelOrder, part: PartRow): boolean
}

/** Where a worker dies or stands still: before and after every transaction. */
type Gate = () => Promise<void>

const isOpen = (attempt: AttemptRow) => attempt.state === 'sent' || attempt.state === 'unknown'

/**
 * The rows of a push in memory, under the constraints of the real tables: references and sales are unique, one open
 * attempt for a part, no write without the newest fence, no state that the table of states does not allow. Each call
 * is one transaction: all of it at one instant, or nothing.
 */
export function modelRows(ledger: ModelLedger, gate: Gate, askVerification: () => void): PushRows {
  const orderOf = (orderId: string) => present(ledger.orders.get(orderId), 'order')
  async function transaction<T>(work: () => T): Promise<T> {
    await gate()
    const value = work()
    await gate()
    return value
  }
  function claimed(claim: Claim): { order: ModelOrder; part: PartRow } {
    const order = orderOf(claim.orderId)
    const part = order.parts.find((one) => one.id === claim.partId && one.fence === claim.fence)
    if (!part) throw new FenceLost(`part ${claim.partId} has a newer claim than ${claim.fence}`)
    return { order, part }
  }
  /** The frame of every outcome: the fence, the outcome, the claim's end. */
  const settle = (claim: Claim, work: (order: ModelOrder, part: PartRow) => void) =>
    transaction(() => {
      const { order, part } = claimed(claim)
      work(order, part)
      part.leaseUntil = null
    })
  function keepSale(part: PartRow, sale: { id: string; ticketNumber: string }): void {
    for (const other of ledger.orders.values())
      invariant(
        other.parts.every((one) => one.id === part.id || one.saleId !== sale.id),
        `sale ${sale.id} belongs to another part`,
      )
    part.saleId = sale.id
    part.ticketNumber = sale.ticketNumber
  }
  return {
    loadPush: (_, orderId) => transaction(() => loaded(orderOf(orderId), ledger.account)),
    feedGate: (_, __, waits, now) =>
      transaction(() => {
        const gate = gateOf([ledger.feed.place], waits, now)
        if (gate.state === 'unread' && !gate.failing) askVerification()
        return gate
      }),
    isToldClosed: (_, __, saleId) =>
      transaction(() => (ledger.feed.sales.get(saleId)?.state ?? 'open') !== 'open'),
    claimPart: (merchantId, orderId, seen, leaseMs, now) =>
      transaction(() => {
        const { row, parts } = orderOf(orderId)
        if (row.state !== 'pushing' || (row.sendAfter && row.sendAfter > now)) return null
        const part = parts.find(
          (one) =>
            one.id === seen.id &&
            one.fence === seen.fence &&
            one.state === seen.state &&
            (one.leaseUntil === null || one.leaseUntil <= now),
        )
        if (!part) return null
        part.fence += 1
        part.leaseUntil = new Date(now.getTime() + leaseMs)
        return { merchantId, orderId, partId: part.id, ordinal: part.ordinal, fence: part.fence }
      }),
    writeIntent: (claim, intent, now) =>
      transaction(() => {
        const { order, part } = claimed(claim)
        if (order.row.changedUpstream !== null) {
          part.leaseUntil = null
          return null
        }
        const own = order.attempts.filter((attempt) => attempt.partId === part.id)
        invariant(!own.some(isOpen), 'attempts_one_open: a second open attempt for one part')
        const attempt = newAttempt(claim.merchantId, part.id, own.length + 1, intent, now)
        move(part, intent.kind === 'create' ? 'creating' : 'completing')
        order.attempts.push(attempt)
        part.leaseUntil = intent.deadline
        return attempt.id
      }),
    storeOfPart: (_, part) =>
      transaction(() => ({ shopId: part.storeId, registerId: part.storeId, name: `Store ${part.storeId}` })),
    itemsToCount: () => transaction(() => ['1']),
    becameShort: (_, part) =>
      transaction(() =>
        ledger.becameShort(orderOf(part.orderId), part)
          ? { code: 'short-at-push', lines: [], facts: {} }
          : null,
      ),
    finishPush: (_, orderId, now) => transaction(() => finish(orderOf(orderId), now)),
    returnToQueue: (_, orderId, now) => transaction(() => giveBack(orderOf(orderId), now)),
    created: (claim, attemptId, sale) =>
      settle(claim, (order, part) => {
        close(order, attemptId, 'acked')
        if (part.saleId === null) keepSale(part, sale)
        move(part, 'created')
      }),
    completed: (claim, attemptId, sale, _, now) =>
      settle(claim, (order, part) => {
        close(order, attemptId, 'acked')
        keepSale(part, sale)
        part.completedAt = now
        part.refusedBecause = null
        move(part, 'completed')
        if (sale.totalMinor !== part.money.totalMinor) order.row.attention = 'sale-altered'
      }),
    refused: (claim, attemptId, because) =>
      settle(claim, (order, part) => {
        close(order, attemptId, 'refused')
        part.refusedBecause = because
        move(part, 'refused')
      }),
    stopped: (claim, reason, _, __, ___, attemptId = null) =>
      settle(claim, (order, part) => {
        close(order, attemptId, 'refused')
        move(part, 'refused')
        order.row.holdReasons = [reason]
      }),
    tryAgain: (claim, attemptId) =>
      settle(claim, (order, part) => {
        close(order, attemptId, 'never-sent')
        if (part.state === 'creating') move(part, 'planned')
        if (part.state === 'completing') move(part, 'created')
        if (part.state === 'unknown') move(part, part.saleId === null ? 'creating' : 'created')
      }),
    becameUnknown: (claim, attemptId, _, waits, __, now) =>
      settle(claim, (order, part) => {
        const known = present(
          order.attempts.find((attempt) => attempt.id === attemptId),
          'attempt',
        )
        known.lookUps = known.state === 'unknown' ? known.lookUps + 1 : 0
        known.nextLookUpAt = new Date(
          nextLookUpMs(known.sentAt.getTime(), known.lookUps, waits, now.getTime()),
        )
        known.state = 'unknown'
        move(part, 'unknown')
      }),
    needsAttention: (claim, attention, found) =>
      settle(claim, (order, part) => {
        order.row.attention = attention
        order.seen = mergeSales(
          order.seen,
          found.map((sale) => glimpsed(part.posAccountId, sale)),
        )
      }),
    recordCalls: () => transaction(() => undefined),
  }
}

/** Copies: what a worker read stays as it was read. */
function loaded({ row, parts, attempts, seen }: ModelOrder, account: PosAccount) {
  const own = parts.filter((part) => part.planId === row.currentPlanId || isUnderWayState(part.state))
  return {
    row: { ...row },
    accounts: [account],
    parts: own.map((part) => ({ ...part })),
    lastOrdinal: Math.max(0, ...parts.map((part) => part.ordinal)),
    references: parts.map((part) => part.referenceNumber),
    seen,
    view: {
      pushing: row.state === 'pushing',
      sendAfterMs: row.sendAfter?.getTime() ?? 0,
      changedUpstream: row.changedUpstream !== null,
      awaitsTransfers: row.awaitsTransfers,
      parts: own.map((part) =>
        partView(
          part,
          attempts.filter((attempt) => attempt.partId === part.id),
        ),
      ),
    },
  }
}

function newAttempt(
  merchantId: string,
  partId: string,
  n: number,
  intent: { kind: 'create' | 'complete'; requestHash: string; deadline: Date },
  now: Date,
): AttemptRow {
  const { kind, requestHash, deadline } = intent
  const unsettled = { lookUps: 0, nextLookUpAt: null, response: null, settledAt: null }
  const id = `${partId}#${n}`
  return { id, merchantId, partId, n, kind, requestHash, deadline, state: 'sent', sentAt: now, ...unsettled }
}

function close({ attempts }: ModelOrder, attemptId: string | null, state: AttemptRow['state']): void {
  const attempt = attempts.find((one) => one.id === attemptId && isOpen(one))
  if (!attempt) return
  attempt.state = state
  attempt.nextLookUpAt = null
}

function move(part: PartRow, to: PartState): void {
  invariant(part.state === to || partMayFollow(part.state, to), `part may not go from ${part.state} to ${to}`)
  part.state = to
}

/** Nobody is at any part, and the effect of all that was sent is known. */
const mayEnd = ({ row, parts, attempts }: ModelOrder, now: Date) =>
  row.state === 'pushing' &&
  !parts.some((part) => part.leaseUntil !== null && part.leaseUntil > now) &&
  !attempts.some(isOpen)

function abandon({ parts }: ModelOrder): PartRow[] {
  const given = parts
    .filter((part) => ['planned', 'creating', 'created', 'refused'].includes(part.state))
    .map((part) => ({ part, before: { ...part } }))
  for (const { part } of given) {
    move(part, 'abandoned')
    part.leaseUntil = null
    part.fence += 1
  }
  return given.map(({ before }) => before)
}

function finish(order: ModelOrder, now: Date): void {
  if (!mayEnd(order, now)) return
  const { row } = order
  const given = abandon(order)
  if (given.some((part) => part.state === 'refused')) row.attention = 'refused-after-sale'
  else if (row.changedUpstream) row.attention = `${row.changedUpstream}-after-sale`
  end(row, given.length > 0 ? 'partly-pushed' : 'pushed')
}

function giveBack(order: ModelOrder, now: Date): void {
  if (!mayEnd(order, now)) return
  const { row, parts } = order
  abandon(order)
  const sold = parts.some((part) => part.state === 'completed')
  if (sold && row.changedUpstream) row.attention = `${row.changedUpstream}-after-sale`
  end(row, sold ? 'partly-pushed' : row.changedUpstream === 'cancelled' ? 'cancelled' : 'held')
}

function end(row: OrderRow, to: OrderState): void {
  row.state = to
  row.sendAfter = null
  row.changedUpstream = null
}
