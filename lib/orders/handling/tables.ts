import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant, merchantId } from '@/lib/db/columns'
import { orders } from '../tables'

/** What people wrote about an order. Kept apart from the history, which holds no personal data and is never erased. */
export const comments = pgTable(
  'comments',
  {
    id: id(),
    merchantId: merchantId(),
    orderId: uuid('order_id').notNull(),
    authorId: text('author_id').notNull(),
    /** As they were called when they wrote it. */
    authorName: text('author_name').notNull(),
    text: text('text').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    index('comments_order').on(t.merchantId, t.orderId, t.at),
    foreignKey({ columns: [t.merchantId, t.orderId], foreignColumns: [orders.merchantId, orders.id] }),
  ],
)

/** Who has the page of an order before their eyes; rows older than a few beats of the page mean nothing. */
export const lookers = pgTable(
  'lookers',
  {
    merchantId: merchantId(),
    orderId: uuid('order_id').notNull(),
    userId: text('user_id').notNull(),
    name: text('name').notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.orderId, t.userId] }),
    foreignKey({ columns: [t.merchantId, t.orderId], foreignColumns: [orders.merchantId, orders.id] }),
  ],
)
