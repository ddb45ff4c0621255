import { randomBytes } from 'node:crypto'
import { and, eq, gt, inArray, lt } from 'drizzle-orm'
import { may, whyNot } from '@/lib/access/roles'
import { sealSecret } from '@/lib/access/secrets'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { env } from '@/lib/env'
import { enqueue } from '@/lib/jobs/queue'
import { ok, refuse, type Result } from '@/lib/result'
import { posConnections } from '../tables'
import { authorizeUrl, hashOf } from './authorize-url'
import { AUTHORIZE_MS, connectionBinding } from './connection'

/** A browser that asks for one address after the other: far more tries than a person needs. */
const OPEN_TRIES = 20

export type BeginRefusal =
  { kind: 'not-permitted'; because: string } | { kind: 'no-client' } | { kind: 'too-many' }

/** Begins a connection: answers the address of Lightspeed's own page, where the person goes on. */
export async function beginConnection(
  viewer: Viewer,
  now: Date,
): Promise<Result<{ url: string }, BeginRefusal>> {
  if (!may(viewer.role, 'connect-accounts'))
    return refuse({ kind: 'not-permitted', because: whyNot(viewer.role, 'connect-accounts') ?? '' })
  const { LIGHTSPEED_AUTH_URL: authUrl, LIGHTSPEED_CLIENT_ID: clientId } = env()
  if (clientId === '') return refuse({ kind: 'no-client' })
  const [state, verifier] = [secret(), secret()]
  return withMerchant(viewer.merchantId, async (scope) => {
    await endForgotten(scope, now)
    if ((await openTries(scope, viewer.userId, now)) >= OPEN_TRIES) return refuse({ kind: 'too-many' })
    const id = crypto.randomUUID()
    await scope.tx.insert(posConnections).values({
      id,
      merchantId: scope.merchantId,
      userId: viewer.userId,
      stateHash: hashOf(state),
      state: 'asked',
      verifier: sealSecret(verifier, connectionBinding(scope.merchantId, id, 'verifier')),
      createdAt: now,
    })
    return ok({ url: authorizeUrl({ authUrl, clientId, state, verifier }) })
  })
}

const secret = () => randomBytes(32).toString('base64url')

async function openTries({ tx, merchantId }: MerchantTx, userId: string, now: Date): Promise<number> {
  const rows = await tx
    .select({ id: posConnections.id })
    .from(posConnections)
    .where(
      and(
        eq(posConnections.merchantId, merchantId),
        eq(posConnections.userId, userId),
        eq(posConnections.state, 'asked'),
        gt(posConnections.createdAt, new Date(now.getTime() - AUTHORIZE_MS)),
      ),
    )
    .limit(OPEN_TRIES)
  return rows.length
}

/** Tries that nobody came back from are over, and their secrets go. */
async function endForgotten({ tx, merchantId }: MerchantTx, now: Date): Promise<void> {
  await tx
    .update(posConnections)
    .set({ state: 'expired', verifier: '', because: 'Nobody came back from Lightspeed.', endedAt: now })
    .where(
      and(
        eq(posConnections.merchantId, merchantId),
        inArray(posConnections.state, ['asked']),
        lt(posConnections.createdAt, new Date(now.getTime() - AUTHORIZE_MS)),
      ),
    )
}

/** What Lightspeed's redirect brought along, as it stood in the address. */
export interface CameBack {
  state: string
  code: string | null
  /** Lightspeed's word when the person did not allow it, e.g. `access_denied`. */
  error: string | null
}

/**
 * The person is back. Only the one who began it, for the same merchant, in time and once; then the code is stored
 * encrypted and the worker woken, in one transaction. Answers the connection's id, or null for a `state` that is not
 * theirs to end.
 */
export function comeBack(
  viewer: Viewer,
  { state, code, error }: CameBack,
  now: Date,
): Promise<{ connectionId: string } | null> {
  return withMerchant(viewer.merchantId, async (scope) => {
    const { tx, merchantId } = scope
    const [row] = await tx
      .select({ id: posConnections.id })
      .from(posConnections)
      .where(
        and(
          eq(posConnections.merchantId, merchantId),
          eq(posConnections.userId, viewer.userId),
          eq(posConnections.stateHash, hashOf(state)),
          eq(posConnections.state, 'asked'),
          gt(posConnections.createdAt, new Date(now.getTime() - AUTHORIZE_MS)),
        ),
      )
      .for('update')
    if (!row) return null
    const end = { verifier: '', endedAt: now }
    const allowed = code !== null && code !== '' && error === null
    const change = allowed
      ? {
          state: 'code-received' as const,
          code: sealSecret(code, connectionBinding(merchantId, row.id, 'code')),
          codeReceivedAt: now,
        }
      : error === 'access_denied'
        ? { ...end, state: 'cancelled' as const, because: 'Access was not allowed at Lightspeed.' }
        : { ...end, state: 'refused' as const, because: 'Lightspeed came back without a permission.' }
    await tx
      .update(posConnections)
      .set(change)
      .where(and(eq(posConnections.merchantId, merchantId), eq(posConnections.id, row.id)))
    if (allowed) await enqueue(tx, 'connect', { merchantId, connectionId: row.id })
    return { connectionId: row.id }
  })
}
