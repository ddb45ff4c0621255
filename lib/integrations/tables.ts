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
import { bytes, id, instant, merchantId } from '@/lib/db/columns'
import type { PolicyBody } from '@/lib/routing/types'

export type Platform = 'shopify' | 'signed-json'

export interface IntegrationSettings {
  /** Who is mailed about held orders of this integration; empty: the merchant's own list. */
  mailRecipients: string[]
  /** Shopify: `example.myshopify.com`; makes the link to the order in the channel. */
  shopDomain: string | null
  /** Whether an order whose payment is only authorized may be pushed. */
  routeAuthorized: boolean
}

export const integrations = pgTable(
  'integrations',
  {
    id: id(),
    merchantId: merchantId(),
    /** Public part of the webhook address and of sale references: 12 lower-case letters and digits. */
    key: text('key').notNull().unique(),
    name: text('name').notNull(),
    platform: text('platform').$type<Platform>().notNull(),
    /** Live secrets, encrypted; two while one replaces the other. */
    secrets: text('secrets').array().notNull(),
    settings: jsonb('settings').$type<IntegrationSettings>().notNull(),
    enabled: boolean('enabled').notNull().default(true),
    /** Grows with every change of its policies, drafts too; an editor sends along the one they saw. */
    policyRevision: integer('policy_revision').notNull().default(0),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [unique('integrations_merchant').on(t.merchantId, t.id)],
)

/**
 * Policies by version; one is live per integration, and a plan keeps the version that made it. At most one is a
 * draft: it has version 0 until it is made live. Who and when is of the last save of a draft, and of the moment a
 * version was made live.
 */
export const policies = pgTable(
  'policies',
  {
    id: id(),
    merchantId: merchantId(),
    integrationId: uuid('integration_id').notNull(),
    version: integer('version').notNull(),
    status: text('status').$type<'draft' | 'live' | 'retired'>().notNull(),
    body: jsonb('body').$type<PolicyBody>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('policies_version').on(t.integrationId, t.version),
    uniqueIndex('policies_one_live')
      .on(t.integrationId)
      .where(sql`status = 'live'`),
    uniqueIndex('policies_one_draft')
      .on(t.integrationId)
      .where(sql`status = 'draft'`),
    foreignKey({
      columns: [t.merchantId, t.integrationId],
      foreignColumns: [integrations.merchantId, integrations.id],
    }),
  ],
)

/** Every correctly signed delivery, byte for byte. None is ever dropped; each ends in a state a manager can see. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: id(),
    merchantId: merchantId(),
    integrationId: uuid('integration_id').notNull(),
    /** Platform's id of the delivery: the same on its retries. */
    dedupeKey: text('dedupe_key').notNull(),
    topic: text('topic').notNull(),
    headers: jsonb('headers').$type<Record<string, string>>().notNull(),
    body: bytes('body').notNull(),
    receivedAt: instant('received_at').notNull(),
    state: text('state').$type<'received' | 'taken-in' | 'ignored' | 'quarantined'>().notNull(),
    because: text('because'),
    orderId: uuid('order_id'),
    settledAt: instant('settled_at'),
  },
  (t) => [
    unique('deliveries_dedupe').on(t.integrationId, t.dedupeKey),
    index('deliveries_state').on(t.merchantId, t.state, t.receivedAt),
    foreignKey({
      columns: [t.merchantId, t.integrationId],
      foreignColumns: [integrations.merchantId, integrations.id],
    }),
  ],
)
