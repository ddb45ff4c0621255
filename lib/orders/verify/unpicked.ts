import { and, eq, inArray, isNull, lte, notInArray, sql } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { SYSTEM } from '../actor'
import { record } from '../history'
import { lockOrder } from '../order-row'
import { recordCalls, type CallSeen } from '../push/push-outcomes'
import { attempts, orders, parts } from '../tables'
import { lockFeed } from './feed-rows'
import { channelsOf, ordersOfSources } from './order-sales'
import { feedSales, type FeedSaleRow } from './tables'

/** An open sale of ours that nobody will complete, and the order it was made for, if we know that. */
export interface Unpicked {
  saleId: string
  ticketNumber: string
  referenceNumber: string
  orderId: string | null
}

const isSale = ({ merchantId }: MerchantTx, posAccountId: string, saleId: string) =>
  and(
    eq(feedSales.merchantId, merchantId),
    eq(feedSales.posAccountId, posAccountId),
    eq(feedSales.saleId, saleId),
  )

/** Open sales of ours that stood there by `before` and that no part will complete; none while pushing is off. */
export function listUnpicked(
  merchantId: string,
  posAccountId: string,
  before: Date,
  limit: number,
): Promise<Unpicked[]> {
  return withMerchant(merchantId, async (scope) => {
    if ((await lockFeed(scope, posAccountId)).offSince !== null) return []
    const rows = await scope.tx
      .select()
      .from(feedSales)
      .where(
        and(
          eq(feedSales.merchantId, merchantId),
          eq(feedSales.posAccountId, posAccountId),
          eq(feedSales.state, 'open'),
          isNull(feedSales.refundOf),
          lte(feedSales.firstSeenAt, before),
        ),
      )
      .orderBy(feedSales.firstSeenAt)
      .limit(limit)
    const sources = [...new Set(rows.map((row) => row.referenceSource))]
    const orderOf = await ordersOfSources(scope, posAccountId, await channelsOf(scope), sources)
    const free: Unpicked[] = []
    for (const { saleId, ticketNumber, referenceNumber, referenceSource } of rows) {
      const orderId = orderOf.get(referenceSource) ?? null
      if (await isFree(scope, posAccountId, saleId, orderId))
        free.push({ saleId, ticketNumber, referenceNumber, orderId })
    }
    return free
  })
}

/** Nobody holds the sale, and its order is not being pushed: a push looks after its own. */
async function isFree(
  scope: MerchantTx,
  posAccountId: string,
  saleId: string,
  orderId: string | null,
): Promise<boolean> {
  const { tx, merchantId } = scope
  const [held] = await tx
    .select({ id: parts.id })
    .from(parts)
    .where(
      and(
        eq(parts.merchantId, merchantId),
        eq(parts.posAccountId, posAccountId),
        eq(parts.saleId, saleId),
        notInArray(parts.state, ['abandoned', 'refused']),
      ),
    )
  if (held) return false
  return orderId === null || (await lockOrder(scope, orderId))?.state !== 'pushing'
}

/** The intent to archive it, committed before the call; false when somebody wants the sale after all. */
export function intendArchive(
  merchantId: string,
  posAccountId: string,
  { saleId, ticketNumber, orderId }: Unpicked,
  now: Date,
): Promise<boolean> {
  return withMerchant(merchantId, async (scope) => {
    if (!(await isFree(scope, posAccountId, saleId, orderId))) return false
    await scope.tx
      .update(feedSales)
      .set({ archivingAt: now })
      .where(isSale(scope, posAccountId, saleId))
    await tellOrder(scope, orderId, { because: `Sale ${ticketNumber}`, done: false }, now)
    return true
  })
}

/** What became of it; a sale that was no longer open stays as it is, and the feed tells of it. */
export function noteArchived(
  merchantId: string,
  posAccountId: string,
  { saleId, ticketNumber, orderId }: Unpicked,
  state: FeedSaleRow['state'],
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return withMerchant(merchantId, async (scope) => {
    await scope.tx
      .update(feedSales)
      .set({ state })
      .where(isSale(scope, posAccountId, saleId))
    if (orderId === null) return
    await recordCalls(scope, orderId, null, calls, now)
    if (state === 'archived')
      await tellOrder(scope, orderId, { because: `Sale ${ticketNumber}`, done: true }, now)
  })
}

async function tellOrder(
  scope: MerchantTx,
  orderId: string | null,
  data: Record<string, unknown>,
  at: Date,
): Promise<void> {
  if (orderId !== null) await record(scope, { orderId, kind: 'archived', actor: SYSTEM, at, data })
}

/** Orders with a part that has been under way since before `before`: their push is taken up again. */
export async function listUnsettled({ tx, merchantId }: MerchantTx, before: Date): Promise<string[]> {
  const since = sql`coalesce((select max(${attempts.sentAt}) from ${attempts}
    where ${attempts.merchantId} = ${merchantId} and ${attempts.partId} = ${parts.id}), ${parts.createdAt})`
  const rows = await tx
    .selectDistinct({ orderId: parts.orderId })
    .from(parts)
    .innerJoin(orders, and(eq(orders.merchantId, parts.merchantId), eq(orders.id, parts.orderId)))
    .where(
      and(
        eq(parts.merchantId, merchantId),
        inArray(parts.state, ['creating', 'completing', 'unknown']),
        sql`${since} <= ${before.toISOString()}::timestamptz`,
      ),
    )
    .limit(200)
  return rows.map((row) => row.orderId)
}
