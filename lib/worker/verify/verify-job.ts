import { done, type JobAnswer } from '@/lib/jobs/kinds'
import { GatewayError, type ChangedSale } from '@/lib/lightspeed/types'
import type { SaleFeedRow } from '@/lib/orders/verify/tables'
import type { SaleTold } from '@/lib/orders/verify/take-page'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { archiveUnpicked } from './archive-unpicked'
import { verifyRows, type Verification, type VerifyRows, type VerifyWorkshop } from './verify-rows'

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
  workshop: VerifyWorkshop,
  { merchantId, posAccountId }: { merchantId: string; posAccountId: string },
  rows: VerifyRows = verifyRows,
): Promise<JobAnswer> {
  const account = await rows.connectedAccount(merchantId, posAccountId)
  if (!account) return done
  const lightspeed = workshop.open(merchantId, account, 'begun')
  const verification = { workshop, rows, merchantId, account, lightspeed }
  try {
    if (await readChanges(verification)) {
      await askUnseen(verification)
      await archiveUnpicked(verification)
    }
  } catch (error) {
    if (!(error instanceof GatewayError) && !(error instanceof ReconnectNeeded)) throw error
    await rows.failed(merchantId, account.id, error.message, workshop.now())
  }
  return done
}

/** Reads until nothing comes any more; false when there was nothing to do. */
async function readChanges({
  workshop: { waits, now, settings },
  rows,
  merchantId,
  account,
  lightspeed: { gateway },
}: Verification): Promise<boolean> {
  let read = false
  for (let turn = 0; turn < TURNS; turn += 1) {
    const feed = await rows.readFeed(merchantId, account.id)
    if (!isDue(feed, waits.verifyMs, now())) return read
    const beganAt = feed.readingBeganAt ?? now()
    const overlapMs = Math.max(LEAST_OVERLAP_MS, waits.feedOverlapMs * settings.LIGHTSPEED_CLOCK_SPEED)
    const first = feed.stamp ? new Date(feed.stamp) : await rows.firstPartAt(merchantId, account.id)
    const since = feed.readingStamp ?? stampBefore(first ?? beganAt, overlapMs)
    const { sales, complete } = await gateway.changedSales(since, PAGES)
    if (!complete) requireProgress(sales, feed.readingStamp)
    const { stamp, readingStamp } = feed
    const page = { sales: sales.map(toldOf), complete, beganAt, from: { stamp, readingStamp } }
    await rows.takePage(merchantId, account, page, waits, now())
    read = true
  }
  return read
}

function isDue({ readAt, askedAt, readingStamp }: SaleFeedRow, paceMs: number, now: Date): boolean {
  if (readAt === null || readingStamp !== null || (askedAt !== null && readAt < askedAt)) return true
  return now.getTime() - readAt.getTime() >= paceMs * FRESH
}

/** Where a new reading begins: so long before the last one ended, or before our first part. */
const stampBefore = (at: Date, overlapMs: number): string =>
  `${new Date(at.getTime() - overlapMs).toISOString().slice(0, 19)}+00:00`

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
async function askUnseen({
  workshop: { waits, now },
  rows,
  merchantId,
  account,
  lightspeed: { gateway },
}: Verification): Promise<void> {
  const { readAt } = await rows.readFeed(merchantId, account.id)
  if (readAt === null) return
  const before = new Date(readAt.getTime() - waits.feedOverlapMs)
  for (const one of await rows.unseenSales(merchantId, account.id, before, UNSEEN)) {
    const sale = await gateway.readSale(one.saleId).catch((error: unknown) => {
      if (error instanceof GatewayError && error.facts.status === 404) return null
      throw error
    })
    const lines = sale?.lines.map((line) => ({ ...line, id: '', takesBack: '' })) ?? []
    const told = sale && { ...sale, lines, stamp: '' }
    await rows.noteUnseen(merchantId, account.id, one, told, now())
  }
}
