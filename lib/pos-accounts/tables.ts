import { index, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { id, instant, merchantId } from '@/lib/db/columns'

export interface PosAccountSettings {
  /** Lightspeed employee our sales are booked under. */
  employeeId: string
  /** Channel payment method → Lightspeed payment type id; `*` is the rest. */
  paymentTypes: Record<string, string>
  /** Lightspeed item shipping is sold as; null: a misc line. */
  shippingItemId: string | null
  /** Most a visible rounding line may be, minor units per line of the part; 0 switches it off. */
  roundingPerLineMinor: number
}

export const posAccounts = pgTable(
  'pos_accounts',
  {
    id: id(),
    merchantId: merchantId(),
    series: text('series').$type<'r-series'>().notNull(),
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    currency: text('currency').notNull(),
    state: text('state').$type<'connected' | 'reconnect'>().notNull(),
    /** Both tokens, encrypted; a new pair is stored before it is used. */
    accessToken: text('access_token').notNull(),
    refreshToken: text('refresh_token').notNull(),
    accessTokenExpiresAt: instant('access_token_expires_at').notNull(),
    settings: jsonb('settings').$type<PosAccountSettings>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('pos_accounts_merchant').on(t.merchantId, t.id),
    unique('pos_accounts_external').on(t.series, t.externalId),
    index('pos_accounts_by_merchant').on(t.merchantId),
  ],
)
