import {
  boolean,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { memberships } from '@/lib/access/tables'
import { id, instant, merchantId } from '@/lib/db/columns'
import { orders } from '../tables'
import type { QueueView } from './view'

/**
 * Words an order is found by, one row each: the comparisons that find the beginning of a word in an index are among the
 * few that row-level security lets an index answer. Collated "C", so that a beginning is a range.
 */
export const orderWords = pgTable(
  'order_words',
  {
    merchantId: merchantId(),
    word: text('word').notNull(),
    orderId: uuid('order_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.word, t.orderId] }),
    index('order_words_order').on(t.merchantId, t.orderId),
    foreignKey({ columns: [t.merchantId, t.orderId], foreignColumns: [orders.merchantId, orders.id] }),
  ],
)

/** Views of the queue that people keep under a name, for themselves or for everybody. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: id(),
    merchantId: merchantId(),
    ownerId: text('owner_id').notNull(),
    name: text('name').notNull(),
    shared: boolean('shared').notNull(),
    view: jsonb('view').$type<QueueView>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('saved_views_name').on(t.merchantId, t.ownerId, t.name),
    foreignKey({
      columns: [t.merchantId, t.ownerId],
      foreignColumns: [memberships.merchantId, memberships.userId],
    }).onDelete('cascade'),
  ],
)
