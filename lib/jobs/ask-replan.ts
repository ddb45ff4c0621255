import type { MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from './queue'

/**
 * Asks the same for later, because stock moved: what moves until then is one replan. Whoever asks at once meanwhile is not
 * kept waiting by it.
 */
export function askReplanLater({ tx, merchantId }: MerchantTx, at: Date): Promise<void> {
  return enqueue(tx, 'replan', { merchantId }, { startAfter: at, beside: 'later' })
}

/**
 * Asks that all held orders of the merchant be planned again together, in the caller's transaction: after a policy went
 * live, a person asked, or stock moved that others wait for. Asked again while one waits, it stays one.
 */
export function askReplan({ tx, merchantId }: MerchantTx): Promise<void> {
  return enqueue(tx, 'replan', { merchantId })
}
