import { withMerchant } from '@/lib/db/with-merchant'
import { done, type JobAnswer } from '@/lib/jobs/kinds'
import { GatewayError, type Gateway } from '@/lib/lightspeed/types'
import { log } from '@/lib/log'
import { listPosAccounts } from '@/lib/pos-accounts/account'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { applySeen, dueToFollow, lookAgainAt, type FollowedTransfer } from '@/lib/transfers/making/follow'
import { isNews } from '@/lib/transfers/making/steps'
import type { Workshop } from '../registry'
import { archiveCopies } from './find-transfers'

/** One list call names so many; the rest has its turn with the next sweep. */
const AT_ONCE = 100

/**
 * Looks what became of the transfers that are sent: one list call for up to a hundred, and one more for each that changed.
 * An account that cannot be read now is read next time.
 */
export async function followJob(
  { open, waits, now }: Omit<Workshop, 'settings'>,
  { merchantId }: { merchantId: string },
): Promise<JobAnswer> {
  const accounts = await withMerchant(merchantId, (scope) => listPosAccounts(scope))
  const due = await dueToFollow(merchantId, now(), AT_ONCE)
  for (const account of accounts) {
    const own = due.filter((one) => one.posAccountId === account.id)
    if (own.length === 0) continue
    const lookAt = new Date(now().getTime() + waits.transferLookMs)
    // Whatever comes of it, the others have their turn before these.
    await lookAgainAt(
      merchantId,
      own.map((one) => one.id),
      lookAt,
    )
    if (account.state !== 'connected') continue
    try {
      await look(open(merchantId, account, 'waiting').gateway, merchantId, own, lookAt, now)
    } catch (error) {
      if (!(error instanceof GatewayError) && !(error instanceof ReconnectNeeded)) throw error
      log.info({ account: account.id, because: error.message }, 'transfers are looked at later')
    }
  }
  return done
}

async function look(
  gateway: Gateway,
  merchantId: string,
  own: FollowedTransfer[],
  lookAt: Date,
  now: () => Date,
): Promise<void> {
  const listed = await gateway.listTransfers(own.map((one) => one.externalId))
  for (const { id, externalId, seenStamp, note, since } of own) {
    const there = listed.find((one) => one.id === externalId)
    if (there && !isNews(there, seenStamp)) continue
    const seen = await readOrGone(gateway, externalId)
    if (seen !== 'gone') await archiveCopies(gateway, { ...seen, note }, since)
    await applySeen(merchantId, id, seen, lookAt, now())
  }
}

/** Only a clear "there is none" means that it is gone. */
async function readOrGone(gateway: Gateway, externalId: string) {
  try {
    return await gateway.readTransfer(externalId)
  } catch (error) {
    if (error instanceof GatewayError && error.facts.status === 404) return 'gone' as const
    throw error
  }
}
