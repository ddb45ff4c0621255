import {
  bigint,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
  type PgColumn,
} from 'drizzle-orm/pg-core'
import { instant, merchantId } from '@/lib/db/columns'
import { posAccounts } from '@/lib/pos-accounts/tables'
import { orders } from '../tables'
import type { Finding, SaleInFeed } from './compare-sales'

const ofAccount = (t: { merchantId: PgColumn; posAccountId: PgColumn }) =>
  foreignKey({
    columns: [t.merchantId, t.posAccountId],
    foreignColumns: [posAccounts.merchantId, posAccounts.id],
  })

/** How far the sales of an account have been compared, and whether anything may be pushed to it. */
export const saleFeeds = pgTable(
  'sale_feeds',
  {
    merchantId: merchantId(),
    posAccountId: uuid('pos_account_id').notNull(),
    /** Lightspeed's own stamp of the newest change that whole readings have told. */
    stamp: text('stamp'),
    /** Of the reading under way: how far it has come, and when it began. */
    readingStamp: text('reading_stamp'),
    readingBeganAt: instant('reading_began_at'),
    /** When the last whole reading began: every change that lists showed by then is compared. */
    readAt: instant('read_at'),
    /** A reading that begins after this is waited for: a worker started, and the database may be another one. */
    askedAt: instant('asked_at'),
    failedAt: instant('failed_at'),
    failedBecause: text('failed_because'),
    /** Since when and why nothing is pushed to this account; null: it is. */
    offSince: instant('off_since'),
    offBecause: text('off_because').$type<'restored' | 'unexplained-sale'>(),
    /** The last restore we know of: of orders placed before it there may be sales that this database forgot. */
    restoredAt: instant('restored_at'),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.posAccountId] }), ofAccount(t)],
)

/** Sales that carry our references, and refunds of them, as the change feed last told them. */
export const feedSales = pgTable(
  'feed_sales',
  {
    merchantId: merchantId(),
    posAccountId: uuid('pos_account_id').notNull(),
    saleId: text('sale_id').notNull(),
    ticketNumber: text('ticket_number').notNull(),
    referenceNumber: text('reference_number').notNull(),
    referenceSource: text('reference_source').notNull(),
    shopId: text('shop_id').notNull(),
    state: text('state').$type<SaleInFeed['state']>().notNull(),
    totalMinor: bigint('total_minor', { mode: 'number' }).notNull(),
    lines: jsonb('lines').$type<SaleInFeed['lines']>().notNull(),
    /** The sale that this one takes back; null: it is no refund. */
    refundOf: text('refund_of'),
    stamp: text('stamp').notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    /** When the reading began that last told it. */
    toldAt: instant('told_at').notNull(),
    /** When it was first found that no part accounts for it. */
    unexplainedAt: instant('unexplained_at'),
    /** The intent to archive it, noted before the call. */
    archivingAt: instant('archiving_at'),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.posAccountId, t.saleId] }),
    index('feed_sales_source').on(t.merchantId, t.posAccountId, t.referenceSource),
    index('feed_sales_state').on(t.merchantId, t.posAccountId, t.state),
    // A refund names the lines it takes back, not their sale.
    index('feed_sales_lines').using('gin', t.lines.op('jsonb_path_ops')),
    ofAccount(t),
  ],
)

/** What the last comparison found of an order; no row: its sales and parts agree. */
export const findings = pgTable(
  'findings',
  {
    merchantId: merchantId(),
    orderId: uuid('order_id').notNull(),
    posAccountId: uuid('pos_account_id').notNull(),
    found: jsonb('found').$type<Finding[]>().notNull(),
    foundAt: instant('found_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.orderId, t.posAccountId] }),
    ofAccount(t),
    foreignKey({ columns: [t.merchantId, t.orderId], foreignColumns: [orders.merchantId, orders.id] }),
  ],
)

export type SaleFeedRow = typeof saleFeeds.$inferSelect
export type FeedSaleRow = typeof feedSales.$inferSelect
