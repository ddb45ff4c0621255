import { and, eq, ne } from 'drizzle-orm'
import { recordChange } from '@/lib/access/audit'
import { may, whyNot } from '@/lib/access/roles'
import { openSecret } from '@/lib/access/secrets'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { ok, refuse, type Result } from '@/lib/result'
import { binding } from './account'
import { posAccounts } from './tables'

export type DisconnectRefusal =
  { kind: 'not-permitted'; because: string } | { kind: 'unknown-account' } | { kind: 'already'; name: string }

/**
 * Switches an account off: from this commit on nothing is sent to it and its stores take no orders. What is under way
 * waits until it is connected again. The worker gives the tokens back.
 */
export async function disconnectAccount(
  viewer: Viewer,
  posAccountId: string,
  now: Date,
): Promise<Result<{ name: string }, DisconnectRefusal>> {
  if (!may(viewer.role, 'connect-accounts'))
    return refuse({ kind: 'not-permitted', because: whyNot(viewer.role, 'connect-accounts') ?? '' })
  return withMerchant(viewer.merchantId, async (scope) => {
    const { tx, merchantId } = scope
    const where = and(eq(posAccounts.merchantId, merchantId), eq(posAccounts.id, posAccountId))
    const [row] = await tx.select().from(posAccounts).where(where).for('no key update')
    if (!row) return refuse({ kind: 'unknown-account' })
    if (row.state === 'disconnected') return refuse({ kind: 'already', name: row.name })
    await tx.update(posAccounts).set({ state: 'disconnected' }).where(where)
    await recordChange(scope, {
      at: now,
      actorId: viewer.userId,
      what: 'account-disconnected',
      subject: posAccountId,
      before: { state: row.state },
      after: { state: 'disconnected' },
    })
    await enqueue(tx, 'revoke', { merchantId, posAccountId })
    return ok({ name: row.name })
  })
}

/** The refresh token of an account that was disconnected and whose tokens are not given back yet; null: all is done. */
export function tokenToRevoke(merchantId: string, posAccountId: string): Promise<string | null> {
  return withMerchant(merchantId, async ({ tx }) => {
    const [row] = await tx
      .select()
      .from(posAccounts)
      .where(and(eq(posAccounts.merchantId, merchantId), eq(posAccounts.id, posAccountId)))
    if (row?.state !== 'disconnected' || row.refreshToken === '') return null
    return openSecret(row.refreshToken, binding(merchantId, posAccountId, 'refresh'))
  })
}

/** Forgets the tokens of a disconnected account; one that was connected again meanwhile keeps its new ones. */
export async function wipeTokens(merchantId: string, posAccountId: string): Promise<void> {
  await withMerchant(merchantId, ({ tx }) =>
    tx
      .update(posAccounts)
      .set({ accessToken: '', refreshToken: '' })
      .where(
        and(
          eq(posAccounts.merchantId, merchantId),
          eq(posAccounts.id, posAccountId),
          eq(posAccounts.state, 'disconnected'),
        ),
      ),
  )
}

/** Disconnected accounts whose tokens are still here: whatever job they had may be lost. */
export async function listUnrevoked({ tx, merchantId }: MerchantTx): Promise<string[]> {
  const rows = await tx
    .select({ id: posAccounts.id })
    .from(posAccounts)
    .where(
      and(
        eq(posAccounts.merchantId, merchantId),
        eq(posAccounts.state, 'disconnected'),
        ne(posAccounts.refreshToken, ''),
      ),
    )
  return rows.map((row) => row.id)
}
