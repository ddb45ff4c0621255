import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Columns every table has in the same shape. */
export const id = () => uuid('id').primaryKey().defaultRandom()
export const merchantId = () => uuid('merchant_id').notNull()
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** Raw bytes, exactly as they came. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })
