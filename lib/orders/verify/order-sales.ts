import { and, eq, inArray, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { listIntegrations } from '@/lib/integrations/store'
import { listStores } from '@/lib/stores/store'
import { referenceSource } from '../planning/reference'
import { sha256, type OrderRow } from '../planning/write-plan'
import { attempts, orders, parts } from '../tables'
import type { KnownSale, PartToCompare, SaleInFeed } from './compare-sales'
import { salesOfSources } from './feed-rows'
import type { FeedSaleRow } from './tables'

/** Digits of the order in a source, after the channel's key; see `referenceSource`. */
const HASH = /^[0-9a-f]{8}$/

/** `referenceNumberSource` that every sale of this order carries. */
export const sourceOf = (row: Pick<OrderRow, 'externalId'>, integrationKey: string): string =>
  referenceSource(integrationKey, sha256(row.externalId))

export interface Channels {
  /** The channel whose orders carry this source; null: it is none of ours. */
  of(source: string): { integrationId: string; hash: string } | null
}

/** The merchant's channels as sources name them. Another deployment's sales in the same account are not ours. */
export async function channelsOf(scope: MerchantTx): Promise<Channels> {
  const own = (await listIntegrations(scope)).map(({ id, key }) => ({ id, prefix: referenceSource(key, '') }))
  return {
    of: (source) => {
      const found = own.find(
        ({ prefix }) => source.startsWith(prefix) && HASH.test(source.slice(prefix.length)),
      )
      return found ? { integrationId: found.id, hash: source.slice(found.prefix.length) } : null
    },
  }
}

/** The orders that these sources belong to; a source of an order this database does not know is absent. */
export async function ordersOfSources(
  { tx, merchantId }: MerchantTx,
  posAccountId: string,
  channels: Channels,
  sources: string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  if (sources.length === 0) return found
  const known = await tx
    .selectDistinct({ source: parts.referenceSource, orderId: parts.orderId })
    .from(parts)
    .where(
      and(
        eq(parts.merchantId, merchantId),
        eq(parts.posAccountId, posAccountId),
        inArray(parts.referenceSource, sources),
      ),
    )
  for (const { source, orderId } of known) found.set(source, orderId)
  // Orders without a part are found by what the source is made of; there are few such sales, and none on most days.
  const hash = sql<string>`left(encode(sha256(convert_to(${orders.externalId}, 'UTF8')), 'hex'), 8)`
  for (const source of sources.filter((one) => !found.has(one))) {
    const channel = channels.of(source)
    if (!channel) continue
    const [row] = await tx
      .select({ id: orders.id })
      .from(orders)
      .where(
        and(
          eq(orders.merchantId, merchantId),
          eq(orders.integrationId, channel.integrationId),
          sql`${hash} = ${channel.hash}`,
        ),
      )
    if (row) found.set(source, row.id)
  }
  return found
}

/** What is compared of one order in one account: its parts of all revisions, its sales, their refunds. */
export async function comparisonOf(
  scope: MerchantTx,
  posAccountId: string,
  orderId: string,
  source: string,
): Promise<{ parts: PartToCompare[]; sales: FeedSaleRow[]; refunds: SaleInFeed[] }> {
  const { tx, merchantId } = scope
  const own = await tx
    .select()
    .from(parts)
    .where(
      and(eq(parts.merchantId, merchantId), eq(parts.orderId, orderId), eq(parts.posAccountId, posAccountId)),
    )
    .orderBy(parts.ordinal)
  const tried = new Set(
    own.length === 0
      ? []
      : (
          await tx
            .selectDistinct({ partId: attempts.partId })
            .from(attempts)
            .where(
              and(
                eq(attempts.merchantId, merchantId),
                inArray(
                  attempts.partId,
                  own.map((part) => part.id),
                ),
              ),
            )
        ).map(({ partId }) => partId),
  )
  const shops = new Map((await listStores(scope)).map((store) => [store.id, store.externalId]))
  const { sales, refunds } = await salesOfSources(scope, posAccountId, [source])
  return {
    parts: own.map((part) => ({
      ordinal: part.ordinal,
      state: part.state,
      referenceNumber: part.referenceNumber,
      saleId: part.saleId,
      completedAt: part.completedAt,
      shopId: shops.get(part.storeId) ?? '',
      totalMinor: part.money.totalMinor,
      lines: part.lines,
      tried: part.saleId !== null || tried.has(part.id),
    })),
    sales,
    refunds: refunds.map(inFeed),
  }
}

export const inFeed = ({ saleId, referenceNumber, shopId, state, totalMinor, lines, toldAt }: FeedSaleRow) =>
  ({ id: saleId, referenceNumber, shopId, state, totalMinor, lines, toldAt }) satisfies KnownSale
