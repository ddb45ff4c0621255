import { and, asc, eq, ne } from 'drizzle-orm'
import { sealSecret } from '@/lib/access/secrets'
import type { Tx } from '@/lib/db/client'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { posAccounts, type PosAccountChoices, type PosAccountSettings, type PosAccountState } from './tables'

export interface PosAccount {
  id: string
  externalId: string
  name: string
  currency: string
  state: PosAccountState
  settings: PosAccountSettings
}

const columns = {
  id: posAccounts.id,
  externalId: posAccounts.externalId,
  name: posAccounts.name,
  currency: posAccounts.currency,
  state: posAccounts.state,
  settings: posAccounts.settings,
}

export async function listPosAccounts({ tx, merchantId }: MerchantTx): Promise<PosAccount[]> {
  return tx
    .select(columns)
    .from(posAccounts)
    .where(eq(posAccounts.merchantId, merchantId))
    .orderBy(asc(posAccounts.createdAt), asc(posAccounts.id))
}

/** Accounts whose stock decides: all but those a person switched off. One that waits for its reconnect is among them. */
export async function listAccountsToRead({ tx, merchantId }: MerchantTx): Promise<PosAccount[]> {
  return tx
    .select(columns)
    .from(posAccounts)
    .where(and(eq(posAccounts.merchantId, merchantId), ne(posAccounts.state, 'disconnected')))
    .orderBy(asc(posAccounts.createdAt), asc(posAccounts.id))
}

/** Of all merchants: accounts that Lightspeed lets us into. `tx`: one across merchants. */
export async function listConnectedAccounts(tx: Tx): Promise<{ merchantId: string; posAccountId: string }[]> {
  return tx
    .select({ merchantId: posAccounts.merchantId, posAccountId: posAccounts.id })
    .from(posAccounts)
    .where(eq(posAccounts.state, 'connected'))
    .orderBy(asc(posAccounts.createdAt), asc(posAccounts.id))
}

/** What an encrypted token is bound to: merchant, row and field. */
export const binding = (merchantId: string, accountId: string, field: 'access' | 'refresh') =>
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
  /** User id of who connected it; null: no person did. */
  connectedBy?: string | null
  /** Employees and payment types that may be used now; left out: nobody looked. */
  choices?: PosAccountChoices
}

/** What an account kept of its settings, with an employee or payment type that is gone replaced by the fresh choice. */
function standing(
  kept: PosAccountSettings,
  { settings, choices }: Pick<PosAccountConnected, 'settings' | 'choices'>,
): PosAccountSettings {
  if (!choices) return kept
  const has = (offered: { id: string }[], id: string) => offered.some((one) => one.id === id)
  const paymentTypes = Object.entries(kept.paymentTypes).filter(([, id]) => has(choices.paymentTypes, id))
  return {
    ...kept,
    employeeId: has(choices.employees, kept.employeeId) ? kept.employeeId : settings.employeeId,
    paymentTypes: { ...settings.paymentTypes, ...Object.fromEntries(paymentTypes) },
  }
}

/**
 * Stores a fresh connection. Connecting the same Lightspeed account again replaces its tokens, and what its settings
 * name that is gone from Lightspeed; its id, other settings, stores and items stay.
 */
export async function connectPosAccount(
  scope: MerchantTx,
  account: PosAccountConnected,
  now: Date,
): Promise<string> {
  const { merchantId, tx } = scope
  const [known] = await tx
    .select({ id: posAccounts.id, settings: posAccounts.settings })
    .from(posAccounts)
    .where(and(eq(posAccounts.merchantId, merchantId), eq(posAccounts.externalId, account.externalId)))
    // What a person saves at this moment must not be written over by what was read before.
    .for('no key update')
  const id = known?.id ?? crypto.randomUUID()
  if (!known) {
    await tx.insert(posAccounts).values({
      id,
      merchantId,
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
  await storeTokens(scope, id, account.tokens, now)
  await tx
    .update(posAccounts)
    .set({
      name: account.name,
      connectedBy: account.connectedBy ?? null,
      connectedAt: now,
      ...(known ? { settings: standing(known.settings, account) } : {}),
      ...(account.choices ? { choices: account.choices } : {}),
    })
    .where(and(eq(posAccounts.merchantId, merchantId), eq(posAccounts.id, id)))
  return id
}

/** A good pair, encrypted. Whatever was wrong with the account before is over with it. */
export async function storeTokens(
  { tx, merchantId }: MerchantTx,
  id: string,
  tokens: TokenPair,
  now: Date,
): Promise<void> {
  await tx
    .update(posAccounts)
    .set({
      state: 'connected',
      accessToken: sealSecret(tokens.accessToken, binding(merchantId, id, 'access')),
      refreshToken: sealSecret(tokens.refreshToken, binding(merchantId, id, 'refresh')),
      accessTokenExpiresAt: tokens.expiresAt,
      tokensRenewedAt: now,
      refreshNotBefore: null,
    })
    .where(and(eq(posAccounts.merchantId, merchantId), eq(posAccounts.id, id)))
}

/** Keeps what Lightspeed offers for the settings, as read just now. */
export async function saveChoices(
  { tx, merchantId }: MerchantTx,
  id: string,
  choices: PosAccountChoices,
): Promise<void> {
  await tx
    .update(posAccounts)
    .set({ choices })
    .where(and(eq(posAccounts.merchantId, merchantId), eq(posAccounts.id, id)))
}
