import { sql } from 'drizzle-orm'
import type { PgTransactionConfig } from 'drizzle-orm/pg-core'
import { inTransaction, type Tx } from './client'

/** A transaction that sees exactly one merchant. Queries name `merchantId` too, so that indexes serve them. */
export interface MerchantTx {
  tx: Tx
  merchantId: string
}

/**
 * Runs `work` in one transaction bound to one merchant: row-level security shows and accepts only that
 * merchant's rows, whatever the query says.
 */
export function withMerchant<T>(
  merchantId: string,
  work: (scope: MerchantTx) => Promise<T>,
  config?: PgTransactionConfig,
): Promise<T> {
  return inTransaction(async (tx) => {
    await tx.execute(sql`select set_config('app.merchant_id', ${merchantId}, true)`)
    return work({ tx, merchantId })
  }, config)
}

/**
 * The same for reading alone, all of it as of one moment: a screen made of several queries never shows a version of an
 * order beside what came after it.
 */
export const readMerchant = <T>(merchantId: string, work: (scope: MerchantTx) => Promise<T>): Promise<T> =>
  withMerchant(merchantId, work, { isolationLevel: 'repeatable read', accessMode: 'read only' })

/**
 * Runs `work` across all merchants, for the few questions that come before a merchant is known: whose webhook
 * key is this, which merchants is this person a member of, which work was forgotten.
 */
export function acrossMerchants<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(async (tx) => {
    await tx.execute(sql`select set_config('app.merchant_id', '*', true)`)
    return work(tx)
  })
}
