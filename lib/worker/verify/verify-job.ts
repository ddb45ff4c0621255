import { withMerchant } from '@/lib/db/with-merchant'
import { done, type JobAnswer } from '@/lib/jobs/kinds'
import { GatewayError, type ChangedSale } from '@/lib/lightspeed/types'
import { log } from '@/lib/log'
import { changeFeed, firstPartAt, readFeed, unseenSales } from '@/lib/orders/verify/feed-rows'
import type { SaleFeedRow } from '@/lib/orders/verify/tables'
import { noteUnseen } from '@/lib/orders/verify/note-unseen'
import { takePage, type SaleTold } from '@/lib/orders/verify/take-page'
import { listPosAccounts, type PosAccount } from '@/lib/pos-accounts/account'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import type { OpenGateway } from '../gateways'
import type { Workshop } from '../registry'
import { archiveUnpicked } from './archive-unpicked'

/** Pages of a hundred between two stored places: a worker that dies reads so many again. */
const PAGES = 20
/** A month of a busy account; past it the next turn goes on. */
const TURNS = 50
/** Stamps are whole seconds, so a reading begins at least so long before the last one ended. */
const LEAST_OVERLAP_MS = 2_000
/** Sales asked for by their id in one turn, because the feed did not tell of them. */
const UNSEEN = 20
/** Three workers ask at their own times; what is younger than this share of the pace is fresh enough. */
const FRESH = 0.8

/**
 * Reads the sales that changed in one Lightspeed account since the last reading and compares those that carry our
 * references with our parts, both ways. What Lightspeed says is the truth; this is where it is noticed.
 */
export async function verifyJob(
  workshop: Workshop,
  { merchantId, posAccountId }: { merchantId: string; posAccountId: string },
): Promise<JobAnswer> {
  const accounts = await withMerchant(merchantId, (scope) => listPosAccounts(scope))
  const account = accounts.find(({ id, state }) => id === posAccountId && state === 'connected')
  if (!account) return done
  const lightspeed = workshop.open(merchantId, account, 'begun')
  try {
    const read = await readChanges(workshop, merchantId, account, lightspeed)
    if (read) {
      await askUnseen(workshop, merchantId, account, lightspeed)
      await archiveUnpicked(workshop, merchantId, account, lightspeed)
    }
  } catch (error) {
    if (!(error instanceof GatewayError) && !(error instanceof ReconnectNeeded)) throw error
    const failed = { failedAt: workshop.now(), failedBecause: error.message }
    await withMerchant(merchantId, (scope) => changeFeed(scope, account.id, failed))
    log.info({ account: account.id, because: error.message }, 'verification put off')
  }
  return done
}

/** Reads until nothing comes any more; false when there was nothing to do. */
async function readChanges(
  { waits, now, settings }: Workshop,
  merchantId: string,
  account: PosAccount,
  { gateway }: OpenGateway,
): Promise<boolean> {
  let read = false
  for (let turn = 0; turn < TURNS; turn += 1) {
    const feed = await withMerchant(merchantId, (scope) => readFeed(scope, account.id))
    if (!isDue(feed, waits.verifyMs, now())) return read
    const beganAt = feed.readingBeganAt ?? now()
    const overlapMs = Math.max(LEAST_OVERLAP_MS, waits.feedOverlapMs * settings.LIGHTSPEED_CLOCK_SPEED)
    const since = feed.readingStamp ?? (await startOf(merchantId, account.id, feed, beganAt, overlapMs))
    const { sales, complete } = await gateway.changedSales(since, PAGES)
    if (!complete) requireProgress(sales, feed.readingStamp)
    const { stamp, readingStamp } = feed
    const page = { sales: sales.map(toldOf), complete, beganAt, from: { stamp, readingStamp } }
    await takePage(merchantId, account, page, waits, now())
    read = true
  }
  return read
}

function isDue({ readAt, askedAt, readingStamp }: SaleFeedRow, paceMs: number, now: Date): boolean {
  if (readAt === null || readingStamp !== null || (askedAt !== null && readAt < askedAt)) return true
  return now.getTime() - readAt.getTime() >= paceMs * FRESH
}

/** Where a new reading begins: before the last one ended, or before our first part. */
async function startOf(
  merchantId: string,
  accountId: string,
  feed: SaleFeedRow,
  beganAt: Date,
  overlapMs: number,
): Promise<string> {
  const first = feed.stamp
    ? new Date(feed.stamp)
    : await withMerchant(merchantId, (scope) => firstPartAt(scope, accountId))
  const from = new Date((first ?? beganAt).getTime() - overlapMs)
  return `${from.toISOString().slice(0, 19)}+00:00`
}

/** The next page begins at the last stamp of this one; were these not in order, something would be passed over. */
function requireProgress(sales: ChangedSale[], before: string | null): void {
  const stamps = sales.map((sale) => sale.stamp)
  const ordered = stamps.every((stamp, at) => at === 0 || (stamps[at - 1] ?? '') <= stamp)
  if (!ordered || (stamps.at(-1) ?? '') <= (before ?? ''))
    throw new GatewayError(
      'malformed',
      'Lightspeed did not list its changed sales in the order of their change.',
    )
}

const toldOf = ({
  id,
  ticketNumber,
  referenceNumber,
  referenceSource,
  shopId,
  ...sale
}: ChangedSale): SaleTold => ({
  id,
  ticketNumber,
  referenceNumber,
  referenceSource,
  shopId,
  state: sale.state,
  totalMinor: sale.totalMinor,
  lines: sale.lines,
  stamp: sale.stamp,
})

/** Completed parts whose sale the feed should have told of by now and did not: each is asked for by its id. */
async function askUnseen(
  { waits, now }: Workshop,
  merchantId: string,
  account: PosAccount,
  { gateway }: OpenGateway,
): Promise<void> {
  const { readAt } = await withMerchant(merchantId, (scope) => readFeed(scope, account.id))
  if (readAt === null) return
  const before = new Date(readAt.getTime() - waits.feedOverlapMs)
  const unseen = await withMerchant(merchantId, (scope) => unseenSales(scope, account.id, before, UNSEEN))
  for (const one of unseen) {
    const sale = await gateway.readSale(one.saleId).catch((error: unknown) => {
      if (error instanceof GatewayError && error.facts.status === 404) return null
      throw error
    })
    const lines = sale?.lines.map((line) => ({ ...line, id: '', takesBack: '' })) ?? []
    const told = sale && { ...sale, lines, stamp: '' }
    await noteUnseen(merchantId, account.id, one, told, now())
  }
}
