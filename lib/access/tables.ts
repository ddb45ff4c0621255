import { index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { id, instant, merchantId } from '@/lib/db/columns'
import type { Role } from './roles'

export type ReplanOrder = 'oldest-first' | 'most-valuable-first' | 'most-orders-cleared'

export interface MerchantSettings {
  /** Seconds between a person's push and the first call to Lightspeed; 0 sends at once. */
  undoSeconds: number
  /** Where the held-order mail goes when an integration names nobody. */
  mailRecipients: string[]
  /** Which held order may count on a unit first; absent in older rows: the oldest. */
  replanOrder?: ReplanOrder
}

export const merchants = pgTable('merchants', {
  id: id(),
  name: text('name').notNull(),
  timeZone: text('time_zone').notNull(),
  currency: text('currency').notNull(),
  settings: jsonb('settings').$type<MerchantSettings>().notNull(),
  createdAt: instant('created_at').notNull(),
})

/** People. They belong to no merchant by themselves: a membership ties them to one. */
export const users = pgTable('users', {
  id: text('id').primaryKey(),
  name: text('name'),
  email: text('email').notNull().unique(),
  emailVerified: timestamp('email_verified', { withTimezone: true, mode: 'date' }),
  image: text('image'),
})

export const sessions = pgTable(
  'sessions',
  {
    sessionToken: text('session_token').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expires: timestamp('expires', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (t) => [index('sessions_user').on(t.userId)],
)

/** Sign-in links that were mailed; the token is stored hashed. */
export const verificationTokens = pgTable(
  'verification_tokens',
  {
    identifier: text('identifier').notNull(),
    token: text('token').notNull(),
    expires: timestamp('expires', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.identifier, t.token] })],
)

export const memberships = pgTable(
  'memberships',
  {
    merchantId: merchantId(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role').$type<Role>().notNull(),
    /** Stores a `store` person sees; empty for the other roles. */
    storeIds: uuid('store_ids').array().notNull().default([]),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.userId] }), index('memberships_user').on(t.userId)],
)

/** Who changed what outside the orders: policies, members, connections. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: id(),
    merchantId: merchantId(),
    at: instant('at').notNull(),
    actorId: text('actor_id').notNull(),
    what: text('what').notNull(),
    /** What it was done to: the id of an integration, a member, … */
    subject: text('subject'),
    before: jsonb('before'),
    after: jsonb('after'),
  },
  (t) => [
    index('audit_entries_at').on(t.merchantId, t.at),
    index('audit_entries_subject').on(t.merchantId, t.subject, t.at),
  ],
)

/** Failed sign-in mails are counted per address and hour, so nobody can flood a mailbox. */
export const signInRequests = pgTable(
  'sign_in_requests',
  {
    emailHash: text('email_hash').notNull(),
    hour: instant('hour').notNull(),
    count: integer('count').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.emailHash, t.hour] })],
)
