import { inTransaction, type Beginning, type Tx } from './client'

/** A transaction that sees exactly one merchant. Queries name `merchantId` too, so that indexes serve them. */
export interface MerchantTx {
  tx: Tx
  merchantId: string
}

/** What row-level security goes by. */
const SEES = 'app.merchant_id'

/**
 * Runs `work` in one transaction bound to one merchant: row-level security shows and accepts only that
 * merchant's rows, whatever the query says.
 */
export const withMerchant = <T>(
  merchantId: string,
  work: (scope: MerchantTx) => Promise<T>,
  how: Pick<Beginning, 'characteristics'> = {},
): Promise<T> => inTransaction((tx) => work({ tx, merchantId }), { ...how, settings: { [SEES]: merchantId } })

/**
 * The same for reading alone, all of it as of one moment: a screen made of several queries never shows a version of an
 * order beside what came after it.
 */
export const readMerchant = <T>(merchantId: string, work: (scope: MerchantTx) => Promise<T>): Promise<T> =>
  withMerchant(merchantId, work, { characteristics: 'isolation level repeatable read read only' })

/**
 * Runs `work` across all merchants, for the few questions that come before a merchant is known: whose webhook
 * key is this, which merchants is this person a member of, which work was forgotten.
 */
export const acrossMerchants = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(work, { settings: { [SEES]: '*' } })
