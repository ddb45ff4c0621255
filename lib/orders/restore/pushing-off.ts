import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { listOwnerAddresses } from '@/lib/access/members'
import { getMerchant, listMerchants } from '@/lib/access/merchants'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { queueMail } from '@/lib/email/outbox'
import { env } from '@/lib/env'
import { enqueue } from '@/lib/jobs/queue'
import { listPosAccounts, type PosAccount } from '@/lib/pos-accounts/account'
import type { Waits } from '@/lib/waits'
import { askReading, changeFeed, lockFeed } from '../verify/feed-rows'
import { saleFeeds, type SaleFeedRow } from '../verify/tables'

export type OffBecause = NonNullable<SaleFeedRow['offBecause']>

/**
 * Whether anything new may be sent to some accounts. `unread`: what changed in Lightspeed has to be read first, which
 * takes a moment; `off`: it stays off until the change feed is read past a restore.
 */
export interface FeedGate {
  state: 'on' | 'unread' | 'off'
  /** The last reading failed so short a time ago that asking at once would not help. */
  failing: boolean
  /** By account, the last restore known of. */
  restoredAt: Map<string, Date>
}

const since = (at: Date, now: Date): number => now.getTime() - at.getTime()

const isUnread = ({ askedAt, readAt }: SaleFeedRow, waits: Waits, now: Date): boolean =>
  (askedAt !== null && (readAt === null || readAt < askedAt)) ||
  (readAt !== null && since(readAt, now) > waits.feedFreshMs)

export function gateOf(rows: SaleFeedRow[], waits: Waits, now: Date): FeedGate {
  const unread = rows.some((row) => isUnread(row, waits, now))
  return {
    state: rows.some((row) => row.offSince !== null) ? 'off' : unread ? 'unread' : 'on',
    failing: rows.some(({ failedAt }) => failedAt !== null && since(failedAt, now) < waits.stockRetryMs),
    restoredAt: new Map(
      rows.flatMap((row) => (row.restoredAt === null ? [] : [[row.posAccountId, row.restoredAt] as const])),
    ),
  }
}

/** The gate of these accounts; where something has to be read first, that is asked for. */
export function feedGate(
  merchantId: string,
  posAccountIds: string[],
  waits: Waits,
  now: Date,
): Promise<FeedGate> {
  return withMerchant(merchantId, async (scope) => {
    const rows = await scope.tx
      .select()
      .from(saleFeeds)
      .where(and(eq(saleFeeds.merchantId, merchantId), inArray(saleFeeds.posAccountId, posAccountIds)))
    const gate = gateOf(rows, waits, now)
    if (gate.state !== 'unread' || gate.failing) return gate
    for (const row of rows.filter((one) => isUnread(one, waits, now))) {
      const { posAccountId, askedAt, readAt } = row
      // Asked already and not read yet: the job is made sure of, the instant stays.
      if (askedAt !== null && (readAt === null || readAt < askedAt))
        await enqueue(scope.tx, 'verify', { merchantId, posAccountId })
      else await askReading(scope, posAccountId, now)
    }
    return gate
  })
}

/** Whether plans may be made: not before what changed in every account of the merchant's is known. */
export async function mayDecide(merchantId: string, waits: Waits, now: Date): Promise<boolean> {
  const accounts = await withMerchant(merchantId, (scope) => listPosAccounts(scope))
  // An account nobody can read now holds up no other; its own stores take nothing.
  const connected = accounts.filter((account) => account.state === 'connected').map((account) => account.id)
  if (connected.length === 0) return true
  const gate = await feedGate(merchantId, connected, waits, now)
  // While Lightspeed cannot be read its stock cannot either: the order is held for that, and nothing is sent.
  return gate.state === 'on' || (gate.state === 'unread' && gate.failing)
}

/** Since when and why nothing is pushed to an account of the merchant, the first that is off; null: all are on. */
export async function pushingOff({
  tx,
  merchantId,
}: MerchantTx): Promise<{ posAccountId: string; since: Date; because: OffBecause } | null> {
  const [row] = await tx
    .select()
    .from(saleFeeds)
    .where(and(eq(saleFeeds.merchantId, merchantId), isNotNull(saleFeeds.offSince)))
    .orderBy(saleFeeds.offSince)
    .limit(1)
  return row?.offSince && row.offBecause
    ? { posAccountId: row.posAccountId, since: row.offSince, because: row.offBecause }
    : null
}

/** Why nothing is pushed now, and what ends it. */
export function offSentence(because: OffBecause): string {
  const why =
    because === 'restored'
      ? 'The database was restored from a backup'
      : 'Lightspeed has a sale of ours that this database knows nothing of, so it seems to have been restored from a backup'
  return `${why}. Nothing is pushed until every sale made since is read from Lightspeed, so that none is made twice; then it goes on by itself.`
}

/** The epoch after a restore: nothing is pushed to any account until its feed has been read from the restore point. */
export async function markRestored(now: Date): Promise<{ accounts: number }> {
  let accounts = 0
  for (const { id } of await listMerchants())
    await withMerchant(id, async (scope) => {
      for (const account of await listPosAccounts(scope)) {
        await lockFeed(scope, account.id)
        await changeFeed(scope, account.id, off('restored', now))
        accounts += 1
      }
    })
  return { accounts }
}

const off = (because: OffBecause, now: Date) => ({
  offSince: now,
  offBecause: because,
  restoredAt: now,
  askedAt: now,
})

/** The feed told of a sale nobody here ever asked for: pushing goes off by itself and the owners are told. */
export async function turnOff(
  scope: MerchantTx,
  account: Pick<PosAccount, 'id' | 'name'>,
  now: Date,
): Promise<void> {
  await changeFeed(scope, account.id, off('unexplained-sale', now))
  const recipients = await listOwnerAddresses(scope)
  if (recipients.length === 0) return
  const merchant = await getMerchant(scope)
  const message = {
    kind: 'pushing-off' as const,
    merchantName: merchant.name,
    accountName: account.name,
    because: offSentence('unexplained-sale'),
    checksUrl: `${env().APP_URL}/health`,
  }
  await queueMail(scope, { recipients, message, orderId: null }, now)
}
