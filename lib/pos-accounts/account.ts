import { and, asc, eq } from 'drizzle-orm'
import { openSecret, sealSecret } from '@/lib/access/secrets'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { posAccounts, type PosAccountSettings } from './tables'

export interface PosAccount {
  id: string
  externalId: string
  name: string
  currency: string
  state: 'connected' | 'reconnect'
  settings: PosAccountSettings
}

export async function listPosAccounts({ tx, merchantId }: MerchantTx): Promise<PosAccount[]> {
  const rows = await tx
    .select({
      id: posAccounts.id,
      externalId: posAccounts.externalId,
      name: posAccounts.name,
      currency: posAccounts.currency,
      state: posAccounts.state,
      settings: posAccounts.settings,
    })
    .from(posAccounts)
    .where(eq(posAccounts.merchantId, merchantId))
    .orderBy(asc(posAccounts.createdAt), asc(posAccounts.id))
  return rows
}

const binding = (merchantId: string, accountId: string, field: string) =>
  `${merchantId}|pos_accounts|${accountId}|${field}`

export interface TokenPair {
  accessToken: string
  refreshToken: string
  expiresAt: Date
}

export interface PosAccountConnected {
  externalId: string
  name: string
  currency: string
  settings: PosAccountSettings
  tokens: TokenPair
}

/** Stores a fresh connection; connecting the same Lightspeed account again replaces its tokens. */
export async function connectPosAccount(
  scope: MerchantTx,
  account: PosAccountConnected,
  now: Date,
): Promise<string> {
  const [known] = await scope.tx
    .select({ id: posAccounts.id })
    .from(posAccounts)
    .where(and(eq(posAccounts.merchantId, scope.merchantId), eq(posAccounts.externalId, account.externalId)))
  const id = known?.id ?? crypto.randomUUID()
  if (!known) {
    await scope.tx.insert(posAccounts).values({
      id,
      merchantId: scope.merchantId,
      series: 'r-series',
      externalId: account.externalId,
      name: account.name,
      currency: account.currency,
      state: 'connected',
      accessToken: '',
      refreshToken: '',
      accessTokenExpiresAt: account.tokens.expiresAt,
      settings: account.settings,
      createdAt: now,
    })
  }
  await storeTokens(scope, id, account.tokens)
  return id
}

async function storeTokens({ tx, merchantId }: MerchantTx, id: string, tokens: TokenPair): Promise<void> {
  await tx
    .update(posAccounts)
    .set({
      state: 'connected',
      accessToken: sealSecret(tokens.accessToken, binding(merchantId, id, 'access')),
      refreshToken: sealSecret(tokens.refreshToken, binding(merchantId, id, 'refresh')),
      accessTokenExpiresAt: tokens.expiresAt,
    })
    .where(and(eq(posAccounts.merchantId, merchantId), eq(posAccounts.id, id)))
}

/** A token is refreshed this long before it ends, so that it outlives the call it is taken for. */
const MARGIN_MS = 120_000

export class ReconnectNeeded extends Error {
  override name = 'ReconnectNeeded'
}

/**
 * A token good for the next call. The refresh runs under the row's lock, so only one process refreshes at a
 * time, and the new pair is stored before anybody uses it. Pass the token a 401 came for as `stale`: it is
 * refreshed unless somebody else did so meanwhile.
 *
 * Throws ReconnectNeeded when Lightspeed no longer accepts the refresh token; `isDead` says which error means that.
 */
export async function freshToken(
  merchantId: string,
  accountId: string,
  options: {
    refresh: (refreshToken: string) => Promise<TokenPair>
    isDead: (error: unknown) => boolean
    now: Date
    stale?: string
  },
): Promise<string> {
  const dead = await withMerchant(merchantId, async (scope) => {
    const where = and(eq(posAccounts.merchantId, merchantId), eq(posAccounts.id, accountId))
    const [row] = await scope.tx.select().from(posAccounts).where(where).for('update')
    if (!row || row.state === 'reconnect') return { token: null }
    const current = openSecret(row.accessToken, binding(merchantId, accountId, 'access'))
    const expires = row.accessTokenExpiresAt.getTime()
    const good = expires - MARGIN_MS > options.now.getTime() && current !== options.stale
    if (good) return { token: current }
    try {
      const pair = await options.refresh(
        openSecret(row.refreshToken, binding(merchantId, accountId, 'refresh')),
      )
      await storeTokens(scope, accountId, pair)
      return { token: pair.accessToken }
    } catch (error) {
      if (!options.isDead(error)) throw error
      await scope.tx.update(posAccounts).set({ state: 'reconnect' }).where(where)
      return { token: null }
    }
  })
  if (dead.token === null)
    throw new ReconnectNeeded('Lightspeed no longer accepts our access: connect the account again.')
  return dead.token
}
