import { attentionOf, type Difference } from '../../../lib/orders/attention/differences'
import {
  compareSales,
  unexplained,
  type Finding,
  type PartToCompare,
} from '../../../lib/orders/verify/compare-sales'
import { nextPlace, type SaleTold } from '../../../lib/orders/verify/take-page'
import { inFeed } from '../../../lib/orders/verify/order-sales'
import type { FeedSaleRow, SaleFeedRow } from '../../../lib/orders/verify/feed-rows'
import type { Unpicked } from '../../../lib/orders/verify/unpicked'
import type { VerifyRows } from '../../../lib/worker/verify/verify-rows'
import { account, MERCHANT } from '../orders'
import type { ModelLedger, ModelOrder } from '../rows'

/** What is committed of the change feed. */
export interface ModelFeed {
  place: SaleFeedRow
  sales: Map<string, FeedSaleRow>
  /** What the last comparison of an order found, as text. */
  findings: Map<string, string>
  /** Orders that a comparison put into attention before anybody else did. */
  found: Set<string>
  /** Open sales that the sweeper archived. */
  swept: number
  /** Sales of ours taken for those of a lost database: in this world none is lost. */
  falseAlarms: string[]
}

export const newFeed = (): ModelFeed => ({
  place: {
    merchantId: MERCHANT,
    posAccountId: account.id,
    stamp: null,
    readingStamp: null,
    readingBeganAt: null,
    readAt: null,
    askedAt: null,
    failedAt: null,
    failedBecause: null,
    offSince: null,
    offBecause: null,
    restoredAt: null,
  },
  sales: new Map(),
  findings: new Map(),
  found: new Set(),
  swept: 0,
  falseAlarms: [],
})

/** The rows of the verification in memory; each call is one transaction. */
export function modelFeedRows(ledger: ModelLedger, gate: () => Promise<void>): VerifyRows {
  const { feed } = ledger
  async function transaction<T>(work: () => T): Promise<T> {
    await gate()
    const value = work()
    await gate()
    return value
  }
  return {
    connectedAccount: () => transaction(() => ledger.account),
    readFeed: () => transaction(() => ({ ...feed.place })),
    firstPartAt: () => transaction(() => firstPart(ledger)),
    takePage: (_, __, page, ___, now) =>
      transaction(() => {
        const { stamp, readingStamp } = feed.place
        if (stamp !== page.from.stamp || readingStamp !== page.from.readingStamp) return 'overtaken'
        for (const sale of page.sales) keep(feed, sale, page.beganAt, now)
        for (const source of new Set(page.sales.map((sale) => sale.referenceSource))) compare(ledger, source)
        Object.assign(feed.place, nextPlace(feed.place, page))
        return 'stored'
      }),
    failed: (_, __, because, now) =>
      transaction(() => void Object.assign(feed.place, { failedAt: now, failedBecause: because })),
    unseenSales: (_, __, before, limit) => transaction(() => unseen(ledger, before).slice(0, limit)),
    noteUnseen: (_, __, wanted, told, now) =>
      transaction(() => {
        const none = { ticketNumber: '', shopId: '', state: 'gone' as const, totalMinor: 0, lines: [] }
        const { saleId: id, referenceSource, referenceNumber } = wanted
        keep(feed, { ...(told ?? { ...none, referenceNumber }), id, referenceSource, stamp: '' }, now, now)
        compare(ledger, referenceSource)
      }),
    listUnpicked: (_, __, before, limit) => transaction(() => unpicked(ledger, before).slice(0, limit)),
    intendArchive: (_, __, one, now) =>
      transaction(() => {
        const sale = feed.sales.get(one.saleId)
        if (!sale || !isFree(ledger, one.saleId, one.orderId)) return false
        sale.archivingAt = now
        return true
      }),
    noteArchived: (_, __, { saleId }, state) =>
      transaction(() => {
        const sale = feed.sales.get(saleId)
        if (!sale) return
        if (state === 'archived') feed.swept += 1
        sale.state = state
      }),
  }
}

/** An older telling never overwrites a newer one; when a sale was first seen stays. */
function keep(feed: ModelFeed, { id: saleId, ...told }: SaleTold, toldAt: Date, now: Date): void {
  const known = feed.sales.get(saleId)
  if (known && known.stamp > told.stamp) return
  const fresh = { firstSeenAt: now, refundOf: null, unexplainedAt: null, archivingAt: null }
  const own = { merchantId: MERCHANT, posAccountId: account.id, saleId }
  feed.sales.set(saleId, { ...fresh, ...own, ...known, ...told, toldAt })
}

function compare(ledger: ModelLedger, source: string): void {
  const { feed } = ledger
  const order = orderOf(ledger, source)
  if (!order) return
  const parts = order.parts.map((part) => toCompare(order, part.id))
  const sales = [...feed.sales.values()].filter((sale) => sale.referenceSource === source).map(inFeed)
  for (const sale of unexplained(parts, sales)) feed.falseAlarms.push(`sale ${sale.id}`)
  const found = compareSales(parts, sales, [])
  const code = attentionOf(found.map(asLooked))
  const text = JSON.stringify(found)
  if (code !== null && feed.findings.get(order.row.id) !== text) {
    if (order.row.attention === null) feed.found.add(order.row.id)
    order.row.attention = code
  }
  feed.findings.set(order.row.id, text)
}

/** What the look that a finding asks for makes of it: a completed part's sale that is open again stands for nothing. */
const asLooked = (one: Finding): Difference =>
  one.kind === 'missing' ? { ...one, now: one.now === 'open' ? 'gone' : one.now } : one

const orderOf = (ledger: ModelLedger, source: string): ModelOrder | undefined =>
  [...ledger.orders.values()].find((order) => order.parts.some((part) => part.referenceSource === source))

function toCompare({ parts, attempts }: ModelOrder, partId: string): PartToCompare {
  const part = parts.find((one) => one.id === partId)
  if (!part) throw new Error(`no part ${partId}`)
  const { ordinal, state, referenceNumber, saleId, completedAt, storeId: shopId, lines } = part
  const tried = saleId !== null || attempts.some((attempt) => attempt.partId === partId)
  const { totalMinor } = part.money
  return { ordinal, state, referenceNumber, saleId, completedAt, shopId, lines, tried, totalMinor }
}

const everyPart = ({ orders }: ModelLedger) => [...orders.values()].flatMap((order) => order.parts)

function firstPart(ledger: ModelLedger): Date | null {
  const made = everyPart(ledger).map((part) => part.createdAt.getTime())
  return made.length === 0 ? null : new Date(Math.min(...made))
}

const unseen = (ledger: ModelLedger, before: Date) =>
  everyPart(ledger).flatMap(({ state, saleId, completedAt, referenceNumber, referenceSource }) =>
    state === 'completed' &&
    saleId !== null &&
    completedAt !== null &&
    completedAt < before &&
    !ledger.feed.sales.has(saleId)
      ? [{ saleId, referenceNumber, referenceSource }]
      : [],
  )

const unpicked = (ledger: ModelLedger, before: Date): Unpicked[] =>
  [...ledger.feed.sales.values()].flatMap((sale) => {
    const { saleId, ticketNumber, referenceNumber, referenceSource, state, firstSeenAt } = sale
    const orderId = orderOf(ledger, referenceSource)?.row.id ?? null
    const due = state === 'open' && firstSeenAt <= before && isFree(ledger, saleId, orderId)
    return due ? [{ saleId, ticketNumber, referenceNumber, orderId }] : []
  })

/** Nobody holds the sale, and its order is not being pushed. */
function isFree(ledger: ModelLedger, saleId: string, orderId: string | null): boolean {
  const held = everyPart(ledger).some(
    (part) => part.saleId === saleId && !['abandoned', 'refused'].includes(part.state),
  )
  return !held && (orderId === null || ledger.orders.get(orderId)?.row.state !== 'pushing')
}
