import { withMerchant } from '@/lib/db/with-merchant'
import type { Env } from '@/lib/env'
import { log } from '@/lib/log'
import { changeFeed, firstPartAt, readFeed, unseenSales } from '@/lib/orders/verify/feed-rows'
import { noteUnseen } from '@/lib/orders/verify/note-unseen'
import { takePage } from '@/lib/orders/verify/take-page'
import type { SaleFeedRow } from '@/lib/orders/verify/tables'
import { intendArchive, listUnpicked, noteArchived } from '@/lib/orders/verify/unpicked'
import { listPosAccounts, type PosAccount } from '@/lib/pos-accounts/account'
import type { OpenGateway } from '../gateways'
import type { Workshop } from '../registry'

/**
 * Everything the verification reads from the database and writes to it, each one transaction. Handed to it as an
 * argument, as a push is its rows, so that both run in virtual time over rows in memory.
 */
export const verifyRows = {
  /** The account, while it is connected. */
  connectedAccount: (merchantId: string, posAccountId: string): Promise<PosAccount | null> =>
    withMerchant(merchantId, async (scope) => {
      const accounts = await listPosAccounts(scope)
      return accounts.find(({ id, state }) => id === posAccountId && state === 'connected') ?? null
    }),
  readFeed: (merchantId: string, posAccountId: string): Promise<SaleFeedRow> =>
    withMerchant(merchantId, (scope) => readFeed(scope, posAccountId)),
  firstPartAt: (merchantId: string, posAccountId: string): Promise<Date | null> =>
    withMerchant(merchantId, (scope) => firstPartAt(scope, posAccountId)),
  takePage,
  /** The reading came to nothing; whoever looks at the checks is told why. */
  failed: async (merchantId: string, posAccountId: string, because: string, now: Date): Promise<void> => {
    const failed = { failedAt: now, failedBecause: because }
    await withMerchant(merchantId, (scope) => changeFeed(scope, posAccountId, failed))
    log.info({ account: posAccountId, because }, 'verification put off')
  },
  unseenSales: (merchantId: string, posAccountId: string, before: Date, limit: number) =>
    withMerchant(merchantId, (scope) => unseenSales(scope, posAccountId, before, limit)),
  noteUnseen,
  listUnpicked,
  intendArchive,
  noteArchived,
}
export type VerifyRows = typeof verifyRows

/** The worker's own things, as far as the verification needs them. */
export type VerifyWorkshop = Pick<Workshop, 'waits' | 'now' | 'open'> & {
  settings: Pick<Env, 'LIGHTSPEED_CLOCK_SPEED'>
}

/** What every step of one verification works with. */
export interface Verification {
  workshop: VerifyWorkshop
  rows: VerifyRows
  merchantId: string
  account: PosAccount
  lightspeed: OpenGateway
}
