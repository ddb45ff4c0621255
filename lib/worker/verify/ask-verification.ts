import { acrossMerchants, withMerchant } from '@/lib/db/with-merchant'
import { enqueueForAll } from '@/lib/jobs/queue'
import { askReading } from '@/lib/orders/verify/feed-rows'
import { listConnectedAccounts } from '@/lib/pos-accounts/account'

/** Asks for a reading of every account that begins after now: nothing is sent to one before it is made. */
export async function askReadings(now: Date): Promise<void> {
  for (const { merchantId, posAccountId } of await acrossMerchants(listConnectedAccounts))
    await withMerchant(merchantId, (scope) => askReading(scope, posAccountId, now))
}

/** Asks for the comparison of every account; each worker asks, and there is one job in `everyMs`. */
export const askVerification = (everyMs: number): Promise<void> =>
  acrossMerchants(async (tx) => enqueueForAll(tx, 'verify', await listConnectedAccounts(tx), everyMs))
