import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
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
import { memberships } from '@/lib/access/tables'
import { id, instant, merchantId } from '@/lib/db/columns'
import type { ChannelOrder } from '@/lib/integrations/channel-order'
import { integrations } from '@/lib/integrations/tables'
import { posAccounts } from '@/lib/pos-accounts/tables'
import type { Decision, DecisionRequest, HoldReason } from '@/lib/routing/types'
import { stores } from '@/lib/stores/tables'
import type { Actor } from './actor'
import type { AcceptedSale } from './attention/found-sale'
import type { PartMoney } from './money-shares'
import type { OrderState, PartState } from './states'

export const orders = pgTable(
  'orders',
  {
    id: id(),
    merchantId: merchantId(),
    integrationId: uuid('integration_id').notNull(),
    externalId: text('external_id').notNull(),
    number: text('number').notNull(),
    state: text('state').$type<OrderState>().notNull(),
    /** Grows with every change; a command carries the one its person saw. */
    version: integer('version').notNull(),
    /** Why a person must settle something; null: nothing. Derived from the parts, see states. */
    attention: text('attention'),
    /** The order as last known from the channel. */
    snapshot: jsonb('snapshot').$type<ChannelOrder>().notNull(),
    snapshotAt: instant('snapshot_at').notNull(),
    totalMinor: bigint('total_minor', { mode: 'number' }).notNull(),
    currency: text('currency').notNull(),
    unitsToShip: integer('units_to_ship').notNull(),
    holdReasons: jsonb('hold_reasons').$type<HoldReason[]>().notNull().default([]),
    /** What the channel did since the plan: held orders are planned again, a push stops before its next completion. */
    changedUpstream: text('changed_upstream').$type<'edited' | 'cancelled'>(),
    /** A newer plan now fills this held order. */
    ready: boolean('ready').notNull().default(false),
    /** A person, the channel or Lightspeed had the last word about it: no plan pushes it by itself any more. */
    leftToPerson: boolean('left_to_person').notNull().default(false),
    currentPlanId: uuid('current_plan_id'),
    /** While pushing: nothing is sent before this instant, and until then the push can be undone. */
    sendAfter: instant('send_after'),
    /** While pushing: nothing is sent before the transfers have ended that the push was pressed with. */
    awaitsTransfers: boolean('awaits_transfers').notNull().default(false),
    /** When stock could first not be read for a waiting order. */
    stockUnknownSince: instant('stock_unknown_since'),
    closedBecause: jsonb('closed_because').$type<{ reason: string; note: string }>(),
    /** While snoozed: when it comes back by itself; null: only when its stock says something new, or by hand. */
    snoozedUntil: instant('snoozed_until'),
    /** While snoozed: it comes back as soon as the stock lets something else be done with it. */
    snoozedForStock: boolean('snoozed_for_stock').notNull().default(false),
    /** Came back from a snooze and was not dealt with since: stands on top of the queue. */
    woken: boolean('woken').notNull().default(false),
    /** The person who sees to it; null: nobody in particular. */
    assigneeId: text('assignee_id'),
    placedAt: instant('placed_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    stateChangedAt: instant('state_changed_at').notNull(),
  },
  (t) => [
    unique('orders_merchant').on(t.merchantId, t.id),
    unique('orders_external').on(t.integrationId, t.externalId),
    index('orders_state').on(t.merchantId, t.state, t.receivedAt, t.id),
    index('orders_number').on(t.merchantId, t.number),
    index('orders_channel').on(t.merchantId, t.integrationId, t.receivedAt),
    index('orders_attention')
      .on(t.merchantId, t.receivedAt)
      .where(sql`attention is not null`),
    // One for each tab that is a part of all, in its own order.
    index('orders_needs_action')
      .on(t.merchantId, t.woken.desc().nullsFirst(), t.receivedAt, t.id)
      .where(sql`state in ('held', 'partly-pushed')`),
    index('orders_ready')
      .on(t.merchantId, t.woken.desc().nullsFirst(), t.receivedAt, t.id)
      .where(sql`ready`),
    index('orders_closed')
      .on(t.merchantId, t.receivedAt, t.id)
      .where(sql`state in ('voided', 'cancelled', 'not-routed')`),
    index('orders_received').on(t.merchantId, t.receivedAt, t.id),
    index('orders_assignee')
      .on(t.merchantId, t.assigneeId)
      .where(sql`assignee_id is not null`),
    index('orders_snoozed')
      .on(t.merchantId, t.snoozedUntil)
      .where(sql`state = 'snoozed'`),
    foreignKey({
      columns: [t.merchantId, t.integrationId],
      foreignColumns: [integrations.merchantId, integrations.id],
    }),
    foreignKey({
      columns: [t.merchantId, t.assigneeId],
      foreignColumns: [memberships.merchantId, memberships.userId],
      // Written by hand in the migration: only the person is forgotten, not the merchant.
    }).onDelete('set null'),
  ],
)

/** Decisions, never changed: what was asked, with the whole stock picture, and what came out. */
export const plans = pgTable(
  'plans',
  {
    id: id(),
    merchantId: merchantId(),
    orderId: uuid('order_id').notNull(),
    revision: integer('revision').notNull(),
    policyVersion: integer('policy_version').notNull(),
    request: jsonb('request').$type<DecisionRequest>().notNull(),
    decision: jsonb('decision').$type<Decision>().notNull(),
    /** SHA-256 of request and decision. */
    hash: text('hash').notNull(),
    decidedBy: jsonb('decided_by').$type<Actor>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('plans_merchant').on(t.merchantId, t.id),
    unique('plans_revision').on(t.orderId, t.revision),
    foreignKey({ columns: [t.merchantId, t.orderId], foreignColumns: [orders.merchantId, orders.id] }),
  ],
)

export interface PartLine {
  lineId: string
  itemId: string
  /** Lightspeed's item id. */
  externalItemId: string
  sku: string
  title: string
  quantity: number
  unitsShort: number
  /** Units of the whole line that others had shipped when this part was planned; see `unitsElsewhere` in lines. */
  unitsElsewhere?: number
}

/** One store's share of an order: becomes exactly one sale. Frozen once sent. */
export const parts = pgTable(
  'parts',
  {
    id: id(),
    merchantId: merchantId(),
    orderId: uuid('order_id').notNull(),
    planId: uuid('plan_id').notNull(),
    posAccountId: uuid('pos_account_id').notNull(),
    storeId: uuid('store_id').notNull(),
    /** Counts on over all revisions of the order; never used twice. */
    ordinal: integer('ordinal').notNull(),
    referenceNumber: text('reference_number').notNull(),
    referenceSource: text('reference_source').notNull(),
    state: text('state').$type<PartState>().notNull(),
    lines: jsonb('lines').$type<PartLine[]>().notNull(),
    money: jsonb('money').$type<PartMoney>().notNull(),
    oversold: boolean('oversold').notNull(),
    /** Grows with each claim; a worker whose fence is old may write nothing. */
    fence: integer('fence').notNull().default(0),
    leaseUntil: instant('lease_until'),
    /** The one sale of this part, chosen by compare-and-set. */
    saleId: text('sale_id'),
    ticketNumber: text('ticket_number'),
    refusedBecause: text('refused_because'),
    /** What a person took as it is although it differs from the part. */
    accepted: jsonb('accepted').$type<AcceptedSale>(),
    createdAt: instant('created_at').notNull(),
    completedAt: instant('completed_at'),
  },
  (t) => [
    unique('parts_merchant').on(t.merchantId, t.id),
    unique('parts_ordinal').on(t.orderId, t.ordinal),
    unique('parts_reference').on(t.posAccountId, t.referenceSource, t.referenceNumber),
    unique('parts_sale').on(t.posAccountId, t.saleId),
    index('parts_completed')
      .on(t.merchantId, t.completedAt)
      .where(sql`completed_at is not null`),
    index('parts_ticket').on(t.merchantId, t.ticketNumber),
    index('parts_unfinished')
      .on(t.merchantId, t.state)
      .where(sql`state not in ('completed', 'abandoned')`),
    foreignKey({ columns: [t.merchantId, t.orderId], foreignColumns: [orders.merchantId, orders.id] }),
    foreignKey({ columns: [t.merchantId, t.planId], foreignColumns: [plans.merchantId, plans.id] }),
    foreignKey({ columns: [t.merchantId, t.storeId], foreignColumns: [stores.merchantId, stores.id] }),
    foreignKey({
      columns: [t.merchantId, t.posAccountId],
      foreignColumns: [posAccounts.merchantId, posAccounts.id],
    }),
  ],
)

/** Every write to Lightspeed: committed before the first byte leaves, settled when its effect is known. */
export const attempts = pgTable(
  'attempts',
  {
    id: id(),
    merchantId: merchantId(),
    partId: uuid('part_id').notNull(),
    n: integer('n').notNull(),
    kind: text('kind').$type<'create' | 'complete' | 'void'>().notNull(),
    state: text('state').$type<'sent' | 'acked' | 'refused' | 'unknown' | 'never-sent'>().notNull(),
    requestHash: text('request_hash').notNull(),
    sentAt: instant('sent_at').notNull(),
    /** After this the answer can no longer come. */
    deadline: instant('deadline').notNull(),
    /** Look-ups made since it became unknown. */
    lookUps: integer('look_ups').notNull().default(0),
    nextLookUpAt: instant('next_look_up_at'),
    response: jsonb('response').$type<Record<string, unknown>>(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    unique('attempts_n').on(t.partId, t.n),
    // The last guard against two senders: while one attempt is open, no other can be written.
    uniqueIndex('attempts_one_open')
      .on(t.partId)
      .where(sql`state in ('sent', 'unknown')`),
    foreignKey({ columns: [t.merchantId, t.partId], foreignColumns: [parts.merchantId, parts.id] }),
  ],
)

/** What happened to an order, in order. One row per change, written with it; never edited. */
export const history = pgTable(
  'history',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    merchantId: merchantId(),
    orderId: uuid('order_id').notNull(),
    at: instant('at').notNull(),
    actor: jsonb('actor').$type<Actor>().notNull(),
    kind: text('kind').$type<HistoryKind>().notNull(),
    before: text('before').$type<OrderState | PartState>(),
    after: text('after').$type<OrderState | PartState>(),
    partOrdinal: integer('part_ordinal'),
    data: jsonb('data').$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    index('history_order').on(t.merchantId, t.orderId, t.id),
    foreignKey({ columns: [t.merchantId, t.orderId], foreignColumns: [orders.merchantId, orders.id] }),
  ],
)

export type HistoryKind =
  | 'received'
  | 'edited-upstream'
  | 'cancelled-upstream'
  | 'stock-unreadable'
  | 'decided'
  | 'held'
  | 'mail-queued'
  | 'mail-sent'
  | 'mail-failed'
  | 'push-pressed'
  | 'undone'
  | 'voided'
  | 'reopened'
  | 'refresh-asked'
  | 'intent'
  | 'call'
  | 'part-changed'
  | 'pushed'
  | 'returned'
  | 'attention'
  | 'adopted'
  | 'archived'
  | 'attention-cleared'
  | 'look-asked'
  | 'remedy-asked'
  | 'remedied'
  | 'closed'
  | 'transfer-asked'
  | 'transfer-changed'
  | 'snoozed'
  | 'woken'
  | 'assigned'
