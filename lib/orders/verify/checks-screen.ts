import { and, count, eq, isNotNull, isNull, lte, ne, sql } from 'drizzle-orm'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { listPosAccounts, type PosAccount } from '@/lib/pos-accounts/account'
import { offSentence } from '../restore/pushing-off'
import { orders, parts } from '../tables'
import { readFeed } from './feed-rows'
import { feedSales, findings } from './tables'

/** What the comparison with one Lightspeed account says. */
export interface AccountChecks {
  id: string
  name: string
  /** When the last whole reading began, UTC ISO 8601; null: it was never read. */
  readAt: string | null
  /** Sales of ours that were compared. */
  sales: number
  /** Completed parts that no sale in Lightspeed stands for. */
  lost: number
  /** Completed sales in Lightspeed beside those of our parts. */
  doubled: number
  /** Sales that stand, but are not what their part says. */
  altered: number
  /** Sales of orders that this database does not know. */
  unknown: number
  /** Open sales that no part wants; they move no stock and are archived in time. */
  open: number
  /** Why the last reading came to nothing; null: it did not. */
  failed: string | null
  /** Why nothing is pushed to it, and since when; null: it is. */
  off: { because: string; since: string } | null
}

export interface ChecksScreen {
  accounts: AccountChecks[]
  /** Orders in attention, for whatever reason. */
  attention: number
  /** Parts whose effect in Lightspeed has not been known for more than a quarter of an hour. */
  unsettled: number
}

const UNSETTLED_MS = 900_000

/** "Checked against Lightspeed": how far, and what does not agree. */
export function readChecks(viewer: Viewer, now: Date): Promise<ChecksScreen> {
  return withMerchant(viewer.merchantId, async (scope) => {
    const accounts = await listPosAccounts(scope)
    const shown = accounts.filter((account) => account.state !== 'disconnected')
    return {
      accounts: await Promise.all(shown.map((account) => checksOf(scope, account))),
      attention: await countOf(
        scope.tx
          .select({ n: count() })
          .from(orders)
          .where(and(eq(orders.merchantId, scope.merchantId), isNotNull(orders.attention))),
      ),
      unsettled: await unsettledParts(scope, now),
    }
  })
}

const countOf = async (query: PromiseLike<{ n: number }[]>): Promise<number> => (await query)[0]?.n ?? 0

async function checksOf(scope: MerchantTx, account: PosAccount): Promise<AccountChecks> {
  const { tx, merchantId } = scope
  const feed = await readFeed(scope, account.id)
  const ofAccount = and(eq(feedSales.merchantId, merchantId), eq(feedSales.posAccountId, account.id))
  const own = and(ofAccount, isNull(feedSales.refundOf), ne(feedSales.state, 'gone'))
  const taken = sql`exists (select 1 from ${parts} where ${parts.merchantId} = ${merchantId}
    and ${parts.posAccountId} = ${account.id} and ${parts.saleId} = ${feedSales.saleId})`
  const known = sql`exists (select 1 from ${parts} where ${parts.merchantId} = ${merchantId}
    and ${parts.posAccountId} = ${account.id} and ${parts.referenceSource} = ${feedSales.referenceSource})`
  const sales = (where: ReturnType<typeof and>) =>
    countOf(tx.select({ n: count() }).from(feedSales).where(where))
  const found = await tx
    .select({ found: findings.found })
    .from(findings)
    .where(and(eq(findings.merchantId, merchantId), eq(findings.posAccountId, account.id)))
  const kinds = found.flatMap((row) => row.found.map((finding) => finding.kind))
  const times = (kind: (typeof kinds)[number]) => kinds.filter((one) => one === kind).length
  return {
    id: account.id,
    name: account.name,
    readAt: feed.readAt?.toISOString() ?? null,
    sales: await sales(own),
    lost: times('missing'),
    doubled: times('extra'),
    altered: times('altered'),
    unknown: await sales(
      and(own, eq(feedSales.state, 'completed'), isNotNull(feedSales.unexplainedAt), sql`not ${known}`),
    ),
    open: await sales(and(own, eq(feedSales.state, 'open'), sql`not ${taken}`)),
    failed: feed.failedBecause,
    off:
      feed.offSince && feed.offBecause
        ? { because: offSentence(feed.offBecause), since: feed.offSince.toISOString() }
        : null,
  }
}

/** By when they were made: a part is made seconds before it is sent, and nothing touches one for longer unseen. */
const unsettledParts = ({ tx, merchantId }: MerchantTx, now: Date): Promise<number> =>
  countOf(
    tx
      .select({ n: count() })
      .from(parts)
      .where(
        and(
          eq(parts.merchantId, merchantId),
          sql`${parts.state} in ('creating', 'completing', 'unknown')`,
          lte(parts.createdAt, new Date(now.getTime() - UNSETTLED_MS)),
        ),
      ),
  )
