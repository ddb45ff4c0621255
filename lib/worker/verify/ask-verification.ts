import { listMerchants } from '@/lib/access/merchants'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { askReading } from '@/lib/orders/verify/feed-rows'
import { listPosAccounts } from '@/lib/pos-accounts/account'

/** Asks for a reading of every account that begins after now: nothing is sent to one before it is made. */
export const askReadings = (now: Date): Promise<void> =>
  eachAccount((scope, posAccountId) => askReading(scope, posAccountId, now))

/** Asks for the comparison of every account; each worker asks, and there is one job in `everyMs`. */
export const askVerification = (everyMs: number): Promise<void> =>
  eachAccount(({ tx, merchantId }, posAccountId) =>
    enqueue(tx, 'verify', { merchantId, posAccountId }, { onceInMs: everyMs }),
  )

async function eachAccount(work: (scope: MerchantTx, posAccountId: string) => Promise<void>): Promise<void> {
  for (const { id: merchantId } of await listMerchants())
    await withMerchant(merchantId, async (scope) => {
      for (const { id, state } of await listPosAccounts(scope))
        if (state === 'connected') await work(scope, id)
    })
}
