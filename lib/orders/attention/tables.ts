import { sql } from 'drizzle-orm'
import {
  bigint,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, merchantId } from '@/lib/db/columns'
import { posAccounts } from '@/lib/pos-accounts/tables'
import type { Actor } from '../actor'
import { orders } from '../tables'
import type { FoundSale } from './found-sale'

/** What a refund is booked on, as Lightspeed lists it for one account. */
export interface RefundChoices {
  posAccountId: string
  registers: { shopId: string; id: string; name: string; open: boolean }[]
  paymentTypes: { id: string; name: string }[]
}

/** What Lightspeed holds of an order in attention, as last seen; one row an order. */
export const looks = pgTable(
  'looks',
  {
    merchantId: merchantId(),
    orderId: uuid('order_id').notNull(),
    /** A look is asked for and not made yet. */
    askedAt: instant('asked_at'),
    /** When all of it was last read; null: only what a push came across is known. */
    lookedAt: instant('looked_at'),
    /** Why the look that is asked for could not be made so far. */
    failedBecause: text('failed_because'),
    sales: jsonb('sales').$type<FoundSale[]>().notNull().default([]),
    choices: jsonb('choices').$type<RefundChoices[]>().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.orderId] }),
    index('looks_asked')
      .on(t.merchantId, t.askedAt)
      .where(sql`asked_at is not null`),
    foreignKey({ columns: [t.merchantId, t.orderId], foreignColumns: [orders.merchantId, orders.id] }),
  ],
)

export type RemedyKind = 'adopt' | 'push-again' | 'put-back' | 'archive' | 'refund'
/**
 * `asked`: a person ordered it, nothing was sent. `sent` and `unknown` as with attempts. `not-found`: nobody can say
 * whether the refund was made; Lightspeed shows none after the last look-up.
 */
export type RemedyState = 'asked' | 'sent' | 'unknown' | 'done' | 'refused' | 'not-found'

/** What a person ordered to settle attention, and its one write to Lightspeed: noted before the first byte leaves. */
export const remedies = pgTable(
  'remedies',
  {
    id: id(),
    merchantId: merchantId(),
    orderId: uuid('order_id').notNull(),
    kind: text('kind').$type<RemedyKind>().notNull(),
    state: text('state').$type<RemedyState>().notNull(),
    /** The part it is about; null for a sale whose reference no part has. */
    ordinal: integer('ordinal'),
    posAccountId: uuid('pos_account_id').notNull(),
    saleId: text('sale_id'),
    /** The sale's figures as the person saw them: of another sale than that nothing is done. */
    seen: text('seen'),
    registerId: text('register_id'),
    paymentTypeId: text('payment_type_id'),
    amountMinor: bigint('amount_minor', { mode: 'number' }),
    /** Times it was sent; who writes an outcome names the one they sent. */
    tries: integer('tries').notNull().default(0),
    sentAt: instant('sent_at'),
    deadline: instant('deadline'),
    lookUps: integer('look_ups').notNull().default(0),
    /** Nothing is looked up or sent before this instant. */
    notBefore: instant('not_before'),
    response: jsonb('response').$type<Record<string, unknown>>(),
    /** Why it was not done, in words. */
    because: text('because'),
    askedBy: jsonb('asked_by').$type<Actor>().notNull(),
    askedAt: instant('asked_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    index('remedies_order').on(t.merchantId, t.orderId, t.askedAt),
    // One at a time for an order, so that each is decided on what the one before has left.
    uniqueIndex('remedies_one_open')
      .on(t.orderId)
      .where(sql`state in ('asked', 'sent', 'unknown')`),
    // The last guard against paying back twice, whatever the code believes.
    uniqueIndex('remedies_one_refund')
      .on(t.posAccountId, t.saleId)
      .where(sql`kind = 'refund' and state in ('asked', 'sent', 'unknown', 'done')`),
    foreignKey({ columns: [t.merchantId, t.orderId], foreignColumns: [orders.merchantId, orders.id] }),
    foreignKey({
      columns: [t.merchantId, t.posAccountId],
      foreignColumns: [posAccounts.merchantId, posAccounts.id],
    }),
  ],
)

export type LookRow = typeof looks.$inferSelect
export type RemedyRow = typeof remedies.$inferSelect
