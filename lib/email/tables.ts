import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant, merchantId } from '@/lib/db/columns'
import type { Message } from './messages'

/** Mail waiting to be sent, and what became of it. Written in the transaction of what it tells about. */
export const outbox = pgTable(
  'outbox',
  {
    id: id(),
    merchantId: merchantId(),
    orderId: uuid('order_id'),
    recipients: text('recipients').array().notNull(),
    /** What the mail says, as data; rendered when it is sent. Emptied after a sign-in mail went out. */
    message: jsonb('message').$type<Message | null>(),
    kind: text('kind').$type<Message['kind']>().notNull(),
    state: text('state').$type<'queued' | 'sent' | 'failed'>().notNull(),
    tries: integer('tries').notNull().default(0),
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (t) => [
    index('outbox_order').on(t.merchantId, t.orderId),
    index('outbox_state').on(t.merchantId, t.state, t.createdAt),
  ],
)
