import { sql } from 'drizzle-orm'
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, merchantId } from '@/lib/db/columns'
import type { Actor } from '@/lib/orders/actor'
import { orders, parts } from '@/lib/orders/tables'
import { posAccounts } from '@/lib/pos-accounts/tables'
import { stores } from '@/lib/stores/tables'
import type { TransferState } from './states'

/** One item of a transfer; an item stands once on it. */
export interface TransferItem {
  itemId: string
  /** Lightspeed's item id. */
  externalItemId: string
  sku: string
  title: string
  /** What is asked for. */
  units: number
  /** What Lightspeed says was sent and received so far. */
  sent: number
  received: number
  /** Units the receiving store's stock was given by Lightspeed itself when the sale was completed: one too many each. */
  added: number
}

/** Stock sent from one store to another for one part that was sold although its store was short. */
export const transfers = pgTable(
  'transfers',
  {
    id: id(),
    merchantId: merchantId(),
    posAccountId: uuid('pos_account_id').notNull(),
    orderId: uuid('order_id').notNull(),
    partId: uuid('part_id').notNull(),
    fromStoreId: uuid('from_store_id').notNull(),
    toStoreId: uuid('to_store_id').notNull(),
    /** Counts on over all transfers of the order: T1, T2 … */
    ordinal: integer('ordinal').notNull(),
    state: text('state').$type<TransferState>().notNull(),
    items: jsonb('items').$type<TransferItem[]>().notNull(),
    /** The note it carries in Lightspeed, by which it is found again: unique there. */
    note: text('note').notNull(),
    /** Lightspeed has nothing about this part that is older. */
    since: instant('since').notNull(),
    askedBy: jsonb('asked_by').$type<Actor>(),
    askedAt: instant('asked_at'),
    /** Lightspeed's transfer id, chosen by compare-and-set: only this one is ever sent. */
    externalId: text('external_id'),
    /** Its items are on it. */
    filled: boolean('filled').notNull().default(false),
    /** Grows with each claim; a worker whose fence is old may write nothing. */
    fence: integer('fence').notNull().default(0),
    leaseUntil: instant('lease_until'),
    /** Why it was refused or cancelled. While `open`: it is given up, and archived next. */
    because: text('because'),
    /** On hand in the sending store before it was sent, by Lightspeed's item id. */
    stockBefore: jsonb('stock_before').$type<Record<string, number>>(),
    /** Whether sending took the units off the sending store's stock; null: could not be told. */
    leftAtSend: boolean('left_at_send'),
    /** Lightspeed's stamp of the change last looked at (see `stampAfter`), and when to look again. */
    seenStamp: text('seen_stamp').notNull().default(''),
    lookAt: instant('look_at'),
    createdAt: instant('created_at').notNull(),
    stateChangedAt: instant('state_changed_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (t) => [
    unique('transfers_merchant').on(t.merchantId, t.id),
    unique('transfers_ordinal').on(t.orderId, t.ordinal),
    unique('transfers_note').on(t.posAccountId, t.note),
    unique('transfers_external').on(t.posAccountId, t.externalId),
    // The last guard against two transfers for one need: one live one per part and sender.
    uniqueIndex('transfers_one_live')
      .on(t.partId, t.fromStoreId)
      .where(sql`state in ('proposed', 'creating', 'open', 'sent')`),
    index('transfers_state').on(t.merchantId, t.state, t.createdAt, t.id),
    index('transfers_order').on(t.merchantId, t.orderId),
    foreignKey({ columns: [t.merchantId, t.orderId], foreignColumns: [orders.merchantId, orders.id] }),
    foreignKey({ columns: [t.merchantId, t.partId], foreignColumns: [parts.merchantId, parts.id] }),
    foreignKey({ columns: [t.merchantId, t.fromStoreId], foreignColumns: [stores.merchantId, stores.id] }),
    foreignKey({ columns: [t.merchantId, t.toStoreId], foreignColumns: [stores.merchantId, stores.id] }),
    foreignKey({
      columns: [t.merchantId, t.posAccountId],
      foreignColumns: [posAccounts.merchantId, posAccounts.id],
    }),
  ],
)

/** Every write of a transfer to Lightspeed: committed before the first byte leaves, settled when its effect is known. */
export const transferAttempts = pgTable(
  'transfer_attempts',
  {
    id: id(),
    merchantId: merchantId(),
    transferId: uuid('transfer_id').notNull(),
    n: integer('n').notNull(),
    kind: text('kind').$type<'create' | 'fill' | 'send'>().notNull(),
    state: text('state').$type<'sent' | 'acked' | 'refused' | 'unknown' | 'never-sent'>().notNull(),
    requestHash: text('request_hash').notNull(),
    sentAt: instant('sent_at').notNull(),
    /** After this the answer can no longer come. */
    deadline: instant('deadline').notNull(),
    lookUps: integer('look_ups').notNull().default(0),
    nextLookUpAt: instant('next_look_up_at'),
    response: jsonb('response').$type<Record<string, unknown>>(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    unique('transfer_attempts_n').on(t.transferId, t.n),
    uniqueIndex('transfer_attempts_one_open')
      .on(t.transferId)
      .where(sql`state in ('sent', 'unknown')`),
    foreignKey({
      columns: [t.merchantId, t.transferId],
      foreignColumns: [transfers.merchantId, transfers.id],
    }),
  ],
)
