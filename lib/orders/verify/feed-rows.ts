import { and, eq, inArray, isNotNull, isNull, lt, min, or, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { parts } from '../tables'
import { feedSales, findings, saleFeeds, type FeedSaleRow, type SaleFeedRow } from './tables'

export type { FeedSaleRow, SaleFeedRow } from './tables'

export const isFeed = ({ merchantId }: MerchantTx, posAccountId: string) =>
  and(eq(saleFeeds.merchantId, merchantId), eq(saleFeeds.posAccountId, posAccountId))

const ofAccount = ({ merchantId }: MerchantTx, posAccountId: string) =>
  and(eq(feedSales.merchantId, merchantId), eq(feedSales.posAccountId, posAccountId))

/** The account's place in its change feed; made when it is first asked for. */
export async function readFeed(scope: MerchantTx, posAccountId: string): Promise<SaleFeedRow> {
  const { tx, merchantId } = scope
  const [known] = await tx.select().from(saleFeeds).where(isFeed(scope, posAccountId))
  if (known) return known
  await tx.insert(saleFeeds).values({ merchantId, posAccountId }).onConflictDoNothing()
  return readFeed(scope, posAccountId)
}

/** The same under lock: who stores a page or decides about pushing does it one after the other. */
export async function lockFeed(scope: MerchantTx, posAccountId: string): Promise<SaleFeedRow> {
  await readFeed(scope, posAccountId)
  const [row] = await scope.tx.select().from(saleFeeds).where(isFeed(scope, posAccountId)).for('update')
  return row ?? lockFeed(scope, posAccountId)
}

export async function changeFeed(
  scope: MerchantTx,
  posAccountId: string,
  change: Partial<Omit<SaleFeedRow, 'merchantId' | 'posAccountId'>>,
): Promise<void> {
  await scope.tx.update(saleFeeds).set(change).where(isFeed(scope, posAccountId))
}

/** Asks for a reading that begins after `now`, and for the job that makes it. */
export async function askReading(scope: MerchantTx, posAccountId: string, now: Date): Promise<void> {
  const { tx, merchantId } = scope
  await readFeed(scope, posAccountId)
  await changeFeed(scope, posAccountId, { askedAt: now })
  await enqueue(tx, 'verify', { merchantId, posAccountId })
}

/** When the first part for this account was made: no sale of ours is older. Null: there is none. */
export async function firstPartAt(
  { tx, merchantId }: MerchantTx,
  posAccountId: string,
): Promise<Date | null> {
  const [row] = await tx
    .select({ at: min(parts.createdAt) })
    .from(parts)
    .where(and(eq(parts.merchantId, merchantId), eq(parts.posAccountId, posAccountId)))
  return row?.at ?? null
}

/** Stores sales as the feed told them; an older telling never overwrites a newer one. */
export async function saveSales({ tx }: MerchantTx, rows: (typeof feedSales.$inferInsert)[]): Promise<void> {
  const latest = new Map<string, typeof feedSales.$inferInsert>()
  for (const row of rows) if ((latest.get(row.saleId)?.stamp ?? '') <= row.stamp) latest.set(row.saleId, row)
  if (latest.size === 0) return
  await tx
    .insert(feedSales)
    .values([...latest.values()].toSorted((a, b) => (a.saleId < b.saleId ? -1 : 1)))
    .onConflictDoUpdate({
      target: [feedSales.merchantId, feedSales.posAccountId, feedSales.saleId],
      set: {
        ticketNumber: sql`excluded.ticket_number`,
        referenceNumber: sql`excluded.reference_number`,
        referenceSource: sql`excluded.reference_source`,
        shopId: sql`excluded.shop_id`,
        state: sql`excluded.state`,
        totalMinor: sql`excluded.total_minor`,
        lines: sql`excluded.lines`,
        stamp: sql`excluded.stamp`,
        toldAt: sql`excluded.told_at`,
      },
      setWhere: sql`${feedSales.stamp} <= excluded.stamp`,
    })
}

/** Sales of these sources, and the refunds of those. */
export async function salesOfSources(
  scope: MerchantTx,
  posAccountId: string,
  sources: string[],
): Promise<{ sales: FeedSaleRow[]; refunds: FeedSaleRow[] }> {
  if (sources.length === 0) return { sales: [], refunds: [] }
  const sales = await scope.tx
    .select()
    .from(feedSales)
    .where(
      and(
        ofAccount(scope, posAccountId),
        isNull(feedSales.refundOf),
        inArray(feedSales.referenceSource, sources),
      ),
    )
  const ids = sales.map((sale) => sale.saleId)
  if (ids.length === 0) return { sales, refunds: [] }
  const refunds = await scope.tx
    .select()
    .from(feedSales)
    .where(and(ofAccount(scope, posAccountId), inArray(feedSales.refundOf, ids)))
  return { sales, refunds }
}

/** Which of these Lightspeed sales, or sales with these lines, the feed has told of before. */
export async function knownSales(
  scope: MerchantTx,
  posAccountId: string,
  saleIds: string[],
  lineIds: string[],
): Promise<FeedSaleRow[]> {
  const own = ofAccount(scope, posAccountId)
  const byId =
    saleIds.length === 0
      ? []
      : await scope.tx
          .select()
          .from(feedSales)
          .where(and(own, inArray(feedSales.saleId, saleIds)))
  if (lineIds.length === 0) return byId
  const byLine = await scope.tx
    .select()
    .from(feedSales)
    .where(
      and(
        own,
        isNull(feedSales.refundOf),
        or(...lineIds.map((id) => sql`${feedSales.lines} @> ${JSON.stringify([{ id }])}::jsonb`)),
      ),
    )
  return [...byId, ...byLine]
}

/**
 * Sales of parts completed before `before` that the feed should have told of and did not; each is then asked for by
 * its id.
 */
export async function unseenSales(
  { tx, merchantId }: MerchantTx,
  posAccountId: string,
  before: Date,
  limit: number,
): Promise<{ saleId: string; referenceSource: string; referenceNumber: string }[]> {
  const seen = sql`exists (select 1 from ${feedSales} where ${feedSales.merchantId} = ${merchantId}
    and ${feedSales.posAccountId} = ${posAccountId} and ${feedSales.saleId} = ${parts.saleId})`
  const rows = await tx
    .select({
      saleId: parts.saleId,
      referenceSource: parts.referenceSource,
      referenceNumber: parts.referenceNumber,
    })
    .from(parts)
    .where(
      and(
        eq(parts.merchantId, merchantId),
        eq(parts.posAccountId, posAccountId),
        eq(parts.state, 'completed'),
        isNotNull(parts.saleId),
        lt(parts.completedAt, before),
        sql`not ${seen}`,
      ),
    )
    .limit(limit)
  return rows.flatMap(({ saleId, ...row }) => (saleId === null ? [] : [{ ...row, saleId }]))
}

/** Whether the feed has told that this sale is not open any more, whatever our part of it says. */
export async function isToldClosed(
  scope: MerchantTx,
  posAccountId: string,
  saleId: string,
): Promise<boolean> {
  const [row] = await scope.tx
    .select({ state: feedSales.state })
    .from(feedSales)
    .where(and(ofAccount(scope, posAccountId), eq(feedSales.saleId, saleId)))
  return row !== undefined && row.state !== 'open'
}

/** What a look in Lightspeed found to be right is no finding any more. */
export async function forgetFindings({ tx, merchantId }: MerchantTx, orderId: string): Promise<void> {
  await tx.delete(findings).where(and(eq(findings.merchantId, merchantId), eq(findings.orderId, orderId)))
}
