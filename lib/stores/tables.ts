import {
  boolean,
  doublePrecision,
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
import { posAccounts } from '@/lib/pos-accounts/tables'

export const stores = pgTable(
  'stores',
  {
    id: id(),
    merchantId: merchantId(),
    posAccountId: uuid('pos_account_id').notNull(),
    /** Lightspeed's shop id. */
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    address: jsonb('address')
      .$type<{ address1: string; city: string; region: string; postalCode: string; country: string }>()
      .notNull(),
    latitude: doublePrecision('latitude'),
    longitude: doublePrecision('longitude'),
    timeZone: text('time_zone').notNull(),
    /** Register our sales go to; null until one is chosen. */
    registerId: text('register_id'),
    registerState: text('register_state').$type<'open' | 'closed' | 'missing' | 'archived'>().notNull(),
    /** All of the shop's registers as last read, so that another can be chosen. */
    registers: jsonb('registers')
      .$type<{ id: string; name: string; open: boolean; archived: boolean }[]>()
      .notNull()
      .default([]),
    /** Lower is better. */
    priority: integer('priority').notNull(),
    safetyStock: integer('safety_stock').notNull().default(0),
    enabled: boolean('enabled').notNull().default(true),
    archived: boolean('archived').notNull().default(false),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('stores_merchant').on(t.merchantId, t.id),
    unique('stores_external').on(t.posAccountId, t.externalId),
    foreignKey({
      columns: [t.merchantId, t.posAccountId],
      foreignColumns: [posAccounts.merchantId, posAccounts.id],
    }),
  ],
)

/** Merchant-level items, made as orders name them. */
export const items = pgTable(
  'items',
  {
    id: id(),
    merchantId: merchantId(),
    code: text('code').notNull(),
    title: text('title').notNull(),
    countsStock: boolean('counts_stock').notNull(),
  },
  (t) => [unique('items_merchant').on(t.merchantId, t.id), unique('items_code').on(t.merchantId, t.code)],
)

/** What an item is called in each Lightspeed account that has it. */
export const itemLinks = pgTable(
  'item_links',
  {
    merchantId: merchantId(),
    itemId: uuid('item_id').notNull(),
    posAccountId: uuid('pos_account_id').notNull(),
    /** Lightspeed's item id. */
    externalId: text('external_id').notNull(),
    readAt: instant('read_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.itemId, t.posAccountId] }),
    unique('item_links_external').on(t.posAccountId, t.externalId),
    foreignKey({ columns: [t.merchantId, t.itemId], foreignColumns: [items.merchantId, items.id] }),
    foreignKey({
      columns: [t.merchantId, t.posAccountId],
      foreignColumns: [posAccounts.merchantId, posAccounts.id],
    }),
  ],
)

/** Stock as last read; the age of every figure is kept. */
export const stockLevels = pgTable(
  'stock_levels',
  {
    merchantId: merchantId(),
    storeId: uuid('store_id').notNull(),
    itemId: uuid('item_id').notNull(),
    qoh: integer('qoh').notNull(),
    sellable: integer('sellable').notNull(),
    readAt: instant('read_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.itemId, t.storeId] }),
    foreignKey({ columns: [t.merchantId, t.storeId], foreignColumns: [stores.merchantId, stores.id] }),
    foreignKey({ columns: [t.merchantId, t.itemId], foreignColumns: [items.merchantId, items.id] }),
  ],
)

/**
 * Units promised to parts of this app: counted against a store until a stock reading newer than the part's
 * completion shows them gone.
 */
export const promises = pgTable(
  'promises',
  {
    merchantId: merchantId(),
    partId: uuid('part_id').notNull(),
    storeId: uuid('store_id').notNull(),
    itemId: uuid('item_id').notNull(),
    units: integer('units').notNull(),
    completedAt: instant('completed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.partId, t.itemId] }),
    index('promises_item').on(t.merchantId, t.itemId, t.storeId),
    foreignKey({ columns: [t.merchantId, t.storeId], foreignColumns: [stores.merchantId, stores.id] }),
    foreignKey({ columns: [t.merchantId, t.itemId], foreignColumns: [items.merchantId, items.id] }),
  ],
)

/** Units that transfers bring to a store: told beside its stock until they are received. */
export const arrivals = pgTable(
  'arrivals',
  {
    merchantId: merchantId(),
    transferId: uuid('transfer_id').notNull(),
    storeId: uuid('store_id').notNull(),
    itemId: uuid('item_id').notNull(),
    units: integer('units').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.transferId, t.itemId] }),
    index('arrivals_item').on(t.merchantId, t.itemId, t.storeId),
    foreignKey({ columns: [t.merchantId, t.storeId], foreignColumns: [stores.merchantId, stores.id] }),
    foreignKey({ columns: [t.merchantId, t.itemId], foreignColumns: [items.merchantId, items.id] }),
  ],
)

/** How far the mirror of a Lightspeed account has come. */
export const mirrorMarks = pgTable(
  'mirror_marks',
  {
    merchantId: merchantId(),
    posAccountId: uuid('pos_account_id').notNull(),
    /** Lightspeed's own stamp of the newest stock row seen; null: never polled. */
    stockStamp: text('stock_stamp'),
    /** When that poll began: stock rows that it did not name had not changed by then. */
    stockSeenAt: instant('stock_seen_at'),
    shopsReadAt: instant('shops_read_at'),
  },
  (t) => [
    primaryKey({ columns: [t.merchantId, t.posAccountId] }),
    foreignKey({
      columns: [t.merchantId, t.posAccountId],
      foreignColumns: [posAccounts.merchantId, posAccounts.id],
    }),
  ],
)
