import { and, eq, sql } from 'drizzle-orm'
import { recordChange } from '@/lib/access/audit'
import { openSecret } from '@/lib/access/secrets'
import { crashPoint } from '@/lib/crash'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { binding, storeTokens, type TokenPair } from './account'
import { posAccounts } from './tables'

/** Lightspeed accepts our access no more, or a person switched it off: nothing goes on before it is connected again. */
export class ReconnectNeeded extends Error {
  override name = 'ReconnectNeeded'
}

/** The last refresh failed, and the next one is not to be tried yet. */
export class RefreshPaused extends Error {
  override name = 'RefreshPaused'
  constructor(readonly retryAfterMs: number) {
    super('Lightspeed could not renew our access just now.')
  }
}

export interface Refreshing {
  /** One call to Lightspeed's token door; it never repeats itself. */
  refresh: (refreshToken: string) => Promise<TokenPair>
  /** Which error says that the refresh token is dead, and not only that the call failed. */
  isDead: (error: unknown) => boolean
  /** The clock, read again after the call. */
  now: () => Date
  /** A token that ends sooner than this is refreshed. */
  marginMs: number
  /** Pause after a refresh that failed, for all processes together. */
  pauseMs: number
  /** The longest `refresh` can take. */
  deadlineMs: number
  /** The token a 401 came for: refreshed unless somebody else did so meanwhile. */
  stale?: string
}

type Outcome =
  | { kind: 'token'; token: string; refreshed: boolean }
  | { kind: 'reconnect' }
  | { kind: 'paused'; ms: number }
  | { kind: 'failed'; error: unknown }

/**
 * A token good for the next call. The refresh runs under the row's lock, so one process at a time refreshes an account,
 * and the new pair is stored before anybody uses it. Lightspeed lets the old refresh token live until the new access
 * token is first used: an answer that was lost, or a process that died before it stored the pair, is healed by the next
 * refresh with the old one.
 *
 * Throws ReconnectNeeded when a person has to connect again, RefreshPaused too soon after a refresh that failed, and
 * what `refresh` threw when it failed now.
 */
export async function freshToken(
  merchantId: string,
  accountId: string,
  options: Refreshing,
): Promise<string> {
  const outcome = await withMerchant(merchantId, (scope) => takeToken(scope, accountId, options))
  switch (outcome.kind) {
    case 'token':
      if (outcome.refreshed) await crashPoint('refresh-stored')
      return outcome.token
    case 'reconnect':
      throw new ReconnectNeeded('Lightspeed no longer accepts our access: connect the account again.')
    case 'paused':
      throw new RefreshPaused(outcome.ms)
    case 'failed':
      throw outcome.error
  }
}

const rowOf = (merchantId: string, accountId: string) =>
  and(eq(posAccounts.merchantId, merchantId), eq(posAccounts.id, accountId))

async function takeToken(scope: MerchantTx, accountId: string, options: Refreshing): Promise<Outcome> {
  const { tx, merchantId } = scope
  const where = rowOf(merchantId, accountId)
  // Rows that point to this one (parts, stores) may go on being written: their keys do not change.
  const [row] = await tx.select().from(posAccounts).where(where).for('no key update')
  if (!row || row.state !== 'connected') return { kind: 'reconnect' }
  const current = openSecret(row.accessToken, binding(merchantId, accountId, 'access'))
  const nowMs = options.now().getTime()
  const ends = row.accessTokenExpiresAt.getTime()
  if (ends - options.marginMs > nowMs && current !== options.stale)
    return { kind: 'token', token: current, refreshed: false }
  const pausedMs = (row.refreshNotBefore?.getTime() ?? 0) - nowMs
  if (pausedMs > 0) return { kind: 'paused', ms: pausedMs }
  // A process that stands still here would keep everybody out; then Postgres ends its transaction, and with it its right
  // to store anything. The old refresh token is still good for the next one.
  const limit = String(options.deadlineMs + LOCK_SPARE_MS)
  await tx.execute(sql`select set_config('idle_in_transaction_session_timeout', ${limit}, true)`)
  return refreshLocked(scope, accountId, row.refreshToken, options)
}

/** Beyond the call's own deadline, for a machine under load. */
const LOCK_SPARE_MS = 5_000

/** The one call under the row's lock, and what became of it. */
async function refreshLocked(
  scope: MerchantTx,
  accountId: string,
  sealed: string,
  options: Refreshing,
): Promise<Outcome> {
  const { tx, merchantId } = scope
  await crashPoint('before-refresh')
  try {
    const pair = await options.refresh(openSecret(sealed, binding(merchantId, accountId, 'refresh')))
    await crashPoint('refresh-answered')
    await storeTokens(scope, accountId, pair, options.now())
    return { kind: 'token', token: pair.accessToken, refreshed: true }
  } catch (error) {
    if (options.isDead(error)) {
      await askReconnect(scope, accountId, options.now())
      return { kind: 'reconnect' }
    }
    const refreshNotBefore = new Date(options.now().getTime() + options.pauseMs)
    await tx.update(posAccounts).set({ refreshNotBefore }).where(rowOf(merchantId, accountId))
    return { kind: 'failed', error }
  }
}

/**
 * Lightspeed turned the renewed token away as well: a person has to connect again. Nothing happens when somebody has put
 * another token there meanwhile.
 */
export async function giveTokenUp(
  merchantId: string,
  accountId: string,
  token: string,
  now: Date,
): Promise<void> {
  await withMerchant(merchantId, async (scope) => {
    const [row] = await scope.tx
      .select()
      .from(posAccounts)
      .where(rowOf(merchantId, accountId))
      .for('no key update')
    if (row?.state !== 'connected') return
    if (openSecret(row.accessToken, binding(merchantId, accountId, 'access')) !== token) return
    await askReconnect(scope, accountId, now)
  })
}

async function askReconnect(scope: MerchantTx, accountId: string, now: Date): Promise<void> {
  const { tx, merchantId } = scope
  await tx.update(posAccounts).set({ state: 'reconnect' }).where(rowOf(merchantId, accountId))
  await recordChange(scope, {
    at: now,
    actorId: 'order-queue',
    what: 'account-access-lost',
    subject: accountId,
  })
}
