import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, merchantId } from '@/lib/db/columns'

/**
 * `reconnect`: Lightspeed accepts our access no more and a person has to connect again; its orders wait. `disconnected`:
 * a person switched it off; its stores take no orders.
 */
export type PosAccountState = 'connected' | 'reconnect' | 'disconnected'

export interface PosAccountSettings {
  /** Lightspeed employee our sales are booked under. */
  employeeId: string
  /** Channel payment method → Lightspeed payment type id; `*` is the rest. */
  paymentTypes: Record<string, string>
  /** Lightspeed item shipping is sold as; null: a misc line. */
  shippingItemId: string | null
  /** The same for fees and for tips; left out: misc lines. */
  feeItemId?: string | null
  tipItemId?: string | null
  /** A tax category is made for a rate Lightspeed has none for, where nothing else balances; left out: no. */
  makeTaxCategories?: boolean
  /** Whether Lightspeed's categories of prices with tax are used, whose sums are *assumed*; left out: yes. */
  useInclusiveCategories?: boolean
  /** Most a visible rounding line may be, minor units per line of the part; 0 switches it off. */
  roundingPerLineMinor: number
}

/** What Lightspeed offers for the settings to choose from, as last read; archived and locked ones are left out. */
export interface PosAccountChoices {
  /** `shopId`: the one Lightspeed shop they may work in, "0" for every one. */
  employees: { id: string; name: string; shopId: string }[]
  paymentTypes: { id: string; name: string }[]
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
    state: text('state').$type<PosAccountState>().notNull(),
    /** Both tokens, encrypted; a new pair is stored before it is used. Empty text: there is none any more. */
    accessToken: text('access_token').notNull(),
    refreshToken: text('refresh_token').notNull(),
    accessTokenExpiresAt: instant('access_token_expires_at').notNull(),
    /** When the pair was made, by a connection or a refresh. */
    tokensRenewedAt: instant('tokens_renewed_at'),
    /** After a refresh that failed nobody tries again before then. */
    refreshNotBefore: instant('refresh_not_before'),
    /** Who connected it last, a user id; null for what no person did. */
    connectedBy: text('connected_by'),
    connectedAt: instant('connected_at'),
    settings: jsonb('settings').$type<PosAccountSettings>().notNull(),
    /** Counts the changes people made to the settings: what is saved must have been made of the newest. */
    settingsVersion: integer('settings_version').notNull().default(0),
    /** Null: nobody has read them yet. */
    choices: jsonb('choices').$type<PosAccountChoices>(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('pos_accounts_merchant').on(t.merchantId, t.id),
    unique('pos_accounts_external').on(t.series, t.externalId),
    index('pos_accounts_by_merchant').on(t.merchantId),
  ],
)

/**
 * `asked`: the person is at Lightspeed. `code-received`: they allowed it, the worker is to trade the code. `reading`: the
 * tokens are here, the account is being read. The others are ends.
 */
export type ConnectionState =
  'asked' | 'code-received' | 'reading' | 'connected' | 'cancelled' | 'expired' | 'refused' | 'other-merchant'

/** One try of a person to connect a Lightspeed account. Its secrets are wiped as soon as they have served. */
export const posConnections = pgTable(
  'pos_connections',
  {
    id: id(),
    merchantId: merchantId(),
    /** Who began it: nobody else may end it. */
    userId: text('user_id').notNull(),
    /** SHA-256 of the `state` that travels through the browser. */
    stateHash: text('state_hash').notNull().unique(),
    state: text('state').$type<ConnectionState>().notNull(),
    /** Encrypted: the PKCE verifier, then the code, then the pair of tokens as JSON. Empty text: used or wiped. */
    verifier: text('verifier').notNull(),
    code: text('code').notNull().default(''),
    tokens: text('tokens').notNull().default(''),
    /** Lightspeed's id and our row of the account, once known. */
    externalId: text('external_id'),
    posAccountId: uuid('pos_account_id'),
    /** Why it came to nothing, in a sentence. */
    because: text('because'),
    createdAt: instant('created_at').notNull(),
    codeReceivedAt: instant('code_received_at'),
    endedAt: instant('ended_at'),
  },
  (t) => [
    index('pos_connections_by_merchant').on(t.merchantId, t.createdAt),
    foreignKey({
      columns: [t.merchantId, t.posAccountId],
      foreignColumns: [posAccounts.merchantId, posAccounts.id],
    }),
  ],
)

/** The rate budget of an account, one row shared by every process; what `state` holds is the gateway's own affair. */
export const rateBudgets = pgTable(
  'rate_budgets',
  {
    merchantId: merchantId(),
    posAccountId: uuid('pos_account_id').notNull(),
    state: jsonb('state').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.posAccountId] }),
    foreignKey({
      columns: [t.merchantId, t.posAccountId],
      foreignColumns: [posAccounts.merchantId, posAccounts.id],
    }),
  ],
)
