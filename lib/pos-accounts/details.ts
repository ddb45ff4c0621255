import { and, asc, desc, eq, gt, ne, or } from 'drizzle-orm'
import { namesOf } from '@/lib/access/audit'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { posAccounts, posConnections, type PosAccountState } from './tables'
import type { ConnectionSeen } from './words'

export interface AccountDetails {
  id: string
  name: string
  externalId: string
  state: PosAccountState
  renewedAt: Date | null
  connectedAt: Date | null
  /** The person's name; null: no person did. */
  connectedBy: string | null
}

/** Accounts as their page shows them, the oldest first; no token leaves this room. */
export async function listAccountDetails(scope: MerchantTx): Promise<AccountDetails[]> {
  const rows = await scope.tx
    .select({
      id: posAccounts.id,
      name: posAccounts.name,
      externalId: posAccounts.externalId,
      state: posAccounts.state,
      renewedAt: posAccounts.tokensRenewedAt,
      connectedAt: posAccounts.connectedAt,
      connectedBy: posAccounts.connectedBy,
    })
    .from(posAccounts)
    .where(eq(posAccounts.merchantId, scope.merchantId))
    .orderBy(asc(posAccounts.createdAt), asc(posAccounts.id))
  const names = await namesOf(
    scope,
    rows.flatMap((row) => row.connectedBy ?? []),
  )
  return rows.map((row) => ({ ...row, connectedBy: names.get(row.connectedBy ?? '') ?? null }))
}

/** The newest try to connect that somebody has come back from since `since`. */
export async function latestConnection(
  scope: MerchantTx,
  since: Date,
): Promise<(ConnectionSeen & { by: string; posAccountId: string | null }) | null> {
  const [row] = await scope.tx
    .select()
    .from(posConnections)
    .where(
      and(
        eq(posConnections.merchantId, scope.merchantId),
        ne(posConnections.state, 'asked'),
        or(gt(posConnections.codeReceivedAt, since), gt(posConnections.endedAt, since)),
      ),
    )
    .orderBy(desc(posConnections.createdAt))
    .limit(1)
  if (!row) return null
  const names = await namesOf(scope, [row.userId])
  return { ...row, by: names.get(row.userId) ?? 'Somebody' }
}
