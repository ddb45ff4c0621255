import { and, eq, inArray, lt } from 'drizzle-orm'
import { z } from 'zod'
import { openSecret, sealSecret } from '@/lib/access/secrets'
import { acrossMerchants, withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import type { TokenPair } from '../account'
import { posAccounts, posConnections, type ConnectionState } from '../tables'

/** How long somebody may stay on Lightspeed's page before their `state` is worth nothing any more. */
export const AUTHORIZE_MS = 15 * 60_000
/** A code lives 60 s: documented. */
export const CODE_LIFE_MS = 60_000

export const connectionBinding = (
  merchantId: string,
  connectionId: string,
  field: 'verifier' | 'code' | 'tokens',
) => `${merchantId}|pos_connections|${connectionId}|${field}`

/** What the worker has to do for a connection now. */
export type ConnectionStep =
  | { kind: 'nothing' }
  /** Trade the code before `until`. */
  | { kind: 'trade'; code: string; verifier: string; until: Date }
  /** The tokens are here: read the account they open. */
  | { kind: 'read'; externalId: string; tokens: TokenPair; userId: string; since: Date }

const pairShape = z.object({ accessToken: z.string(), refreshToken: z.string(), expiresAt: z.coerce.date() })

export function nextOfConnection(merchantId: string, connectionId: string): Promise<ConnectionStep> {
  return withMerchant(merchantId, async (scope) => {
    const row = await getConnection(scope, connectionId)
    const open = (sealed: string, field: 'verifier' | 'code' | 'tokens') =>
      openSecret(sealed, connectionBinding(merchantId, connectionId, field))
    if (row?.state === 'code-received' && row.codeReceivedAt)
      return {
        kind: 'trade',
        code: open(row.code, 'code'),
        verifier: open(row.verifier, 'verifier'),
        until: new Date(row.codeReceivedAt.getTime() + CODE_LIFE_MS),
      }
    if (row?.state === 'reading' && row.externalId !== null)
      return {
        kind: 'read',
        externalId: row.externalId,
        tokens: pairShape.parse(JSON.parse(open(row.tokens, 'tokens'))),
        userId: row.userId,
        since: row.codeReceivedAt ?? row.createdAt,
      }
    return { kind: 'nothing' }
  })
}

/** Connections that wait for the worker since before `before`: whatever job they had may be lost. */
export async function listUnsettledConnections(
  { tx, merchantId }: MerchantTx,
  before: Date,
): Promise<string[]> {
  const rows = await tx
    .select({ id: posConnections.id })
    .from(posConnections)
    .where(
      and(
        eq(posConnections.merchantId, merchantId),
        inArray(posConnections.state, ['code-received', 'reading']),
        lt(posConnections.codeReceivedAt, before),
      ),
    )
  return rows.map((row) => row.id)
}

async function getConnection({ tx, merchantId }: MerchantTx, connectionId: string) {
  const [row] = await tx.select().from(posConnections).where(rowOf(merchantId, connectionId))
  return row ?? null
}

const rowOf = (merchantId: string, connectionId: string) =>
  and(eq(posConnections.merchantId, merchantId), eq(posConnections.id, connectionId))

/** The pair the code was traded for, stored before its first use; code and verifier have served. */
export async function keepTokens(
  merchantId: string,
  connectionId: string,
  { externalId, tokens }: { externalId: string; tokens: TokenPair },
): Promise<void> {
  const sealed = sealSecret(JSON.stringify(tokens), connectionBinding(merchantId, connectionId, 'tokens'))
  await withMerchant(merchantId, ({ tx }) =>
    tx
      .update(posConnections)
      .set({ state: 'reading', code: '', verifier: '', tokens: sealed, externalId })
      .where(and(rowOf(merchantId, connectionId), eq(posConnections.state, 'code-received'))),
  )
}

/** The end of a connection, in the caller's transaction; whatever secret is left goes. */
export async function endConnection(
  { tx, merchantId }: MerchantTx,
  connectionId: string,
  end:
    | { state: 'connected'; posAccountId: string }
    | {
        state: Exclude<ConnectionState, 'connected' | 'asked' | 'code-received' | 'reading'>
        because: string
      },
  now: Date,
): Promise<void> {
  await tx
    .update(posConnections)
    .set({ ...end, verifier: '', code: '', tokens: '', endedAt: now })
    .where(rowOf(merchantId, connectionId))
}

/** Whether another merchant of this deployment holds the Lightspeed account. */
export function heldByAnother(merchantId: string, externalId: string): Promise<boolean> {
  return acrossMerchants(async (tx) => {
    const [row] = await tx
      .select({ merchantId: posAccounts.merchantId })
      .from(posAccounts)
      .where(and(eq(posAccounts.series, 'r-series'), eq(posAccounts.externalId, externalId)))
    return row !== undefined && row.merchantId !== merchantId
  })
}
