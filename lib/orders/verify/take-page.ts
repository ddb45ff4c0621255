import { and, eq, inArray } from 'drizzle-orm'
import { crashPoint } from '@/lib/crash'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import type { PosAccount } from '@/lib/pos-accounts/account'
import type { Waits } from '@/lib/waits'
import { getOrder } from '../order-row'
import type { OrderState } from '../states'
import { compareSales, unexplained, type SaleInFeed } from './compare-sales'
import { changeFeed, knownSales, lockFeed, saveSales, salesOfSources } from './feed-rows'
import { channelsOf, comparisonOf, inFeed, ordersOfSources } from './order-sales'
import { turnOff } from '../restore/pushing-off'
import { feedSales, type FeedSaleRow, type SaleFeedRow } from './tables'
import { writeFindings } from './write-findings'

/** A sale as the gateway's feed tells it. */
export interface SaleTold extends SaleInFeed {
  ticketNumber: string
  referenceSource: string
  stamp: string
}

export interface Page {
  sales: SaleTold[]
  /** Nothing came after these. */
  complete: boolean
  /** When the reading that this is a page of began. */
  beganAt: Date
  /** The place it was read from: whoever finds another one there was overtaken. */
  from: Pick<SaleFeedRow, 'stamp' | 'readingStamp'>
}

/** Orders that can still take over what was forgotten, once they are decided. */
const ADOPTS: OrderState[] = ['received', 'held', 'snoozed', 'partly-pushed']

/**
 * Stores a page of the change feed with the account's new place in it, compares every order it tells of, and decides
 * whether pushing goes off or on again: one transaction, so that a worker that dies reads the same page again.
 */
export async function takePage(
  merchantId: string,
  account: Pick<PosAccount, 'id' | 'name'>,
  page: Page,
  waits: Waits,
  now: Date,
): Promise<'stored' | 'overtaken'> {
  const outcome = await withMerchant(merchantId, async (scope) => {
    const feed = await lockFeed(scope, account.id)
    if (feed.stamp !== page.from.stamp || feed.readingStamp !== page.from.readingStamp) return 'overtaken'
    const sources = await storeOurs(scope, account.id, page, now)
    const strange = await compareSources(scope, account.id, sources, now)
    await changeFeed(scope, account.id, nextPlace(feed, page))
    if (strange > 0 && feed.offSince === null) await turnOff(scope, account, now)
    else if (page.complete && mayGoOn(feed, page.beganAt, waits))
      await changeFeed(scope, account.id, { offSince: null, offBecause: null })
    await crashPoint('before-cursor', account.id)
    return 'stored'
  })
  await crashPoint('cursor-stored', account.id)
  return outcome
}

/** Past the restore by long enough that whatever was still on its way has arrived. */
export const mayGoOn = ({ offSince }: SaleFeedRow, beganAt: Date, waits: Waits): boolean =>
  offSince !== null && beganAt.getTime() - offSince.getTime() >= waits.restoreQuietMs

/** The account's place in its feed once this page is stored. */
export function nextPlace(feed: SaleFeedRow, { sales, complete, beganAt }: Page): Partial<SaleFeedRow> {
  const newest = sales.reduce((max, sale) => (sale.stamp > max ? sale.stamp : max), feed.readingStamp ?? '')
  if (!complete) return { readingStamp: newest, readingBeganAt: beganAt }
  const stamp = [newest, feed.stamp ?? ''].toSorted().at(-1) ?? ''
  const ended = { readingStamp: null, readingBeganAt: null, failedAt: null, failedBecause: null }
  return { ...ended, readAt: beganAt, stamp: stamp === '' ? null : stamp }
}

/** Keeps what is ours of a page: sales with our references, what was ours before, and refunds of either. */
async function storeOurs(
  scope: MerchantTx,
  posAccountId: string,
  { sales: told, beganAt }: Pick<Page, 'sales' | 'beganAt'>,
  now: Date,
): Promise<string[]> {
  const channels = await channelsOf(scope)
  const backs = told.flatMap((sale) => sale.lines.map((line) => line.takesBack)).filter((id) => id !== '')
  const ids = told.map((sale) => sale.id)
  const known = await knownSales(scope, posAccountId, ids, backs)
  const own = told.filter((sale) => channels.of(sale.referenceSource))
  const refundOf = (sale: SaleTold) =>
    refunded(sale, own) ?? known.find((one) => one.lines.some((line) => takesBack(sale, line.id)))?.saleId
  const rows = told.flatMap((sale) => {
    const before = known.find((one) => one.saleId === sale.id)
    const of = before?.refundOf ?? refundOf(sale) ?? (isRefund(sale) ? '' : null)
    const ours = channels.of(sale.referenceSource) !== null
    return ours || before || of
      ? [{ ...rowOf(scope, posAccountId, sale, of, before), firstSeenAt: now, toldAt: beganAt }]
      : []
  })
  await saveSales(scope, rows)
  const refundedIds = rows.flatMap((row) => row.refundOf ?? [])
  const touched = [...rows, ...known.filter((sale) => refundedIds.includes(sale.saleId))]
  return [...new Set(touched.flatMap((row) => (channels.of(row.referenceSource) ? row.referenceSource : [])))]
}

/** Nothing but lines that take something back, of a sale that is not ours or not known. */
const isRefund = (sale: SaleTold) =>
  sale.lines.length > 0 && sale.lines.every((line) => line.takesBack !== '')

const takesBack = (sale: SaleTold, lineId: string) => sale.lines.some((line) => line.takesBack === lineId)

const refunded = (sale: SaleTold, own: SaleTold[]): string | undefined =>
  own.find((one) => one.id !== sale.id && one.lines.some((line) => takesBack(sale, line.id)))?.id

/** A sale that lost its source at the till still belongs to the order it was made for. */
function rowOf(
  { merchantId }: MerchantTx,
  posAccountId: string,
  { id: saleId, ...sale }: SaleTold,
  refundOf: string | null,
  before: FeedSaleRow | undefined,
): Omit<typeof feedSales.$inferInsert, 'firstSeenAt' | 'toldAt'> {
  const { ticketNumber, referenceNumber, shopId, state, totalMinor, lines, stamp } = sale
  const referenceSource = before && before.refundOf === null ? before.referenceSource : sale.referenceSource
  const told = { ticketNumber, referenceNumber, referenceSource, shopId, state, totalMinor, lines, stamp }
  return { merchantId, posAccountId, saleId, ...told, refundOf }
}

/** Compares the orders of these sources; answers how many sales nobody accounts for were found for the first time. */
async function compareSources(
  scope: MerchantTx,
  posAccountId: string,
  sources: string[],
  now: Date,
): Promise<number> {
  const orderOf = await ordersOfSources(scope, posAccountId, await channelsOf(scope), sources)
  let strange = 0
  for (const source of sources) {
    const orderId = orderOf.get(source)
    const found = orderId
      ? await compareOrder(scope, posAccountId, orderId, source, now)
      : (await salesOfSources(scope, posAccountId, [source])).sales
    const fresh = found.filter((sale) => sale.unexplainedAt === null).map((sale) => sale.saleId)
    strange += fresh.length
    if (fresh.length > 0)
      await scope.tx
        .update(feedSales)
        .set({ unexplainedAt: now })
        .where(
          and(
            eq(feedSales.merchantId, scope.merchantId),
            eq(feedSales.posAccountId, posAccountId),
            inArray(feedSales.saleId, fresh),
          ),
        )
  }
  return strange
}

/** One order; answers its sales that no part of ours accounts for. */
export async function compareOrder(
  scope: MerchantTx,
  posAccountId: string,
  orderId: string,
  source: string,
  now: Date,
): Promise<FeedSaleRow[]> {
  const { parts, sales, refunds } = await comparisonOf(scope, posAccountId, orderId, source)
  const strange = new Set(unexplained(parts, sales.map(inFeed)).map((sale) => sale.id))
  const row = await getOrder(scope, orderId)
  const adopts = row !== null && ADOPTS.includes(row.state)
  if (adopts && strange.size > 0) await enqueue(scope.tx, 'decide', { merchantId: scope.merchantId, orderId })
  // What the order is about to take over is no finding.
  const found = compareSales(parts, sales.map(inFeed), refunds).filter(
    (finding) => !(adopts && finding.kind === 'extra' && strange.has(finding.saleId)),
  )
  await writeFindings(scope, { orderId, posAccountId }, found, now)
  return sales.filter((sale) => strange.has(sale.saleId))
}
