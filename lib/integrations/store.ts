import { and, asc, eq, lt, max, sql } from 'drizzle-orm'
import { recordChange, type Change } from '@/lib/access/audit'
import { openSecret, sealSecret } from '@/lib/access/secrets'
import { acrossMerchants, type MerchantTx } from '@/lib/db/with-merchant'
import { present } from '@/lib/result'
import type { PolicyBody } from '@/lib/routing/types'
import { deliveries, integrations, policies, type IntegrationSettings, type Platform } from './tables'

export interface Integration {
  id: string
  key: string
  name: string
  platform: Platform
  settings: IntegrationSettings
  enabled: boolean
}

const columns = {
  id: integrations.id,
  key: integrations.key,
  name: integrations.name,
  platform: integrations.platform,
  settings: integrations.settings,
  enabled: integrations.enabled,
}

const binding = (merchantId: string, key: string) => `${merchantId}|integrations|${key}|secret`

/** Whose webhook address this is, with its live secrets: the one question asked before a merchant is known. */
export function findIntegrationByKey(
  key: string,
): Promise<(Integration & { merchantId: string; secrets: string[] }) | null> {
  return acrossMerchants(async (tx) => {
    const [row] = await tx
      .select({ ...columns, merchantId: integrations.merchantId, secrets: integrations.secrets })
      .from(integrations)
      .where(eq(integrations.key, key))
    if (!row) return null
    return { ...row, secrets: row.secrets.map((sealed) => openSecret(sealed, binding(row.merchantId, key))) }
  })
}

export async function getIntegration(
  { tx, merchantId }: MerchantTx,
  id: string,
): Promise<Integration | null> {
  const [row] = await tx
    .select(columns)
    .from(integrations)
    .where(and(eq(integrations.merchantId, merchantId), eq(integrations.id, id)))
  return row ?? null
}

export function listIntegrations({ tx, merchantId }: MerchantTx): Promise<Integration[]> {
  return tx
    .select(columns)
    .from(integrations)
    .where(eq(integrations.merchantId, merchantId))
    .orderBy(asc(integrations.createdAt), asc(integrations.name))
}

export async function createIntegration(
  { tx, merchantId }: MerchantTx,
  integration: {
    key: string
    name: string
    platform: Platform
    secrets: string[]
    settings: IntegrationSettings
  },
  now: Date,
): Promise<string> {
  const [row] = await tx
    .insert(integrations)
    .values({
      ...integration,
      merchantId,
      secrets: integration.secrets.map((secret) => sealSecret(secret, binding(merchantId, integration.key))),
      createdAt: now,
    })
    .returning({ id: integrations.id })
  return present(row, 'integration').id
}

/** Makes a policy live as the next version; the one before it is retired, never changed. */
export async function makeLive(
  scope: MerchantTx,
  integrationId: string,
  body: PolicyBody,
  by: string,
  now: Date,
): Promise<number> {
  const { tx, merchantId } = scope
  await lockPolicies(scope, integrationId)
  const own = and(eq(policies.merchantId, merchantId), eq(policies.integrationId, integrationId))
  const [last] = await tx
    .select({ version: max(policies.version) })
    .from(policies)
    .where(own)
  const version = (last?.version ?? 0) + 1
  const [before] = await tx
    .update(policies)
    .set({ status: 'retired' })
    .where(and(own, eq(policies.status, 'live')))
    .returning({ version: policies.version, body: policies.body })
  await tx
    .insert(policies)
    .values({ merchantId, integrationId, version, status: 'live', body, createdBy: by, createdAt: now })
  await notePolicyChange(scope, integrationId, {
    what: 'policy-made-live',
    actorId: by,
    at: now,
    before,
    after: { version, body },
  })
  return version
}

/** Holds every order of an integration, or stops holding them: the live policy again with one switch changed. */
export async function setPaused(
  scope: MerchantTx,
  integrationId: string,
  paused: boolean,
  by: string,
  now: Date,
): Promise<number> {
  // Before reading, so that a policy made live meanwhile is not put back.
  await lockPolicies(scope, integrationId)
  const { version, body } = await getLivePolicy(scope, integrationId)
  if (body.paused === paused) return version
  // A draft that waits follows: making it live later must not turn the switch back unasked.
  await scope.tx
    .update(policies)
    .set({ body: sql`jsonb_set(${policies.body}, '{paused}', ${JSON.stringify(paused)}::jsonb)` })
    .where(
      and(
        eq(policies.merchantId, scope.merchantId),
        eq(policies.integrationId, integrationId),
        eq(policies.status, 'draft'),
      ),
    )
  return makeLive(scope, integrationId, { ...body, paused }, by, now)
}

/** Policies of one integration are changed one after the other. Null when this merchant has no such integration. */
export async function tryLockPolicies(
  { tx, merchantId }: MerchantTx,
  id: string,
): Promise<{ revision: number } | null> {
  const [row] = await tx
    .select({ revision: integrations.policyRevision })
    .from(integrations)
    .where(and(eq(integrations.merchantId, merchantId), eq(integrations.id, id)))
    .for('update')
  return row ?? null
}

async function lockPolicies(scope: MerchantTx, id: string): Promise<void> {
  present(await tryLockPolicies(scope, id), 'integration')
}

/** Counts a change of an integration's policies and writes down whose it was, in the transaction that makes it. */
export async function notePolicyChange(
  scope: MerchantTx,
  integrationId: string,
  change: Omit<Change, 'subject'>,
): Promise<void> {
  await scope.tx
    .update(integrations)
    .set({ policyRevision: sql`${integrations.policyRevision} + 1` })
    .where(and(eq(integrations.merchantId, scope.merchantId), eq(integrations.id, integrationId)))
  await recordChange(scope, { ...change, subject: integrationId })
}

export async function getLivePolicy(
  { tx, merchantId }: MerchantTx,
  integrationId: string,
): Promise<{ version: number; body: PolicyBody }> {
  const [row] = await tx
    .select({ version: policies.version, body: policies.body })
    .from(policies)
    .where(
      and(
        eq(policies.merchantId, merchantId),
        eq(policies.integrationId, integrationId),
        eq(policies.status, 'live'),
      ),
    )
  return present(row, 'live policy of the integration')
}

/** Headers worth keeping with a delivery; never a cookie or an authorization. */
const KEPT_HEADERS = /^(x-shopify-|webhook-|content-type$|user-agent$)/

/** Stores a delivery byte for byte; one that is known by its dedupe key is `duplicate`. */
export async function insertDelivery(
  { tx, merchantId }: MerchantTx,
  delivery: {
    integrationId: string
    dedupeKey: string
    topic: string
    headers: Record<string, string>
    body: Buffer
    receivedAt: Date
  },
): Promise<{ id: string } | 'duplicate'> {
  const headers = Object.fromEntries(
    Object.entries(delivery.headers).filter(([name]) => KEPT_HEADERS.test(name)),
  )
  const [row] = await tx
    .insert(deliveries)
    .values({ ...delivery, headers, merchantId, state: 'received' })
    .onConflictDoNothing({ target: [deliveries.integrationId, deliveries.dedupeKey] })
    .returning({ id: deliveries.id })
  return row ?? 'duplicate'
}

/** A delivery under lock, so that it is worked off once. */
export async function lockDelivery({ tx, merchantId }: MerchantTx, id: string) {
  const [row] = await tx
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.merchantId, merchantId), eq(deliveries.id, id)))
    .for('update')
  return row ?? null
}

export async function settleDelivery(
  { tx, merchantId }: MerchantTx,
  id: string,
  outcome: {
    state: 'taken-in' | 'ignored' | 'quarantined'
    because: string | null
    orderId: string | null
    at: Date
  },
): Promise<void> {
  const { at, ...rest } = outcome
  await tx
    .update(deliveries)
    .set({ ...rest, settledAt: at })
    .where(and(eq(deliveries.merchantId, merchantId), eq(deliveries.id, id)))
}

/** Deliveries nobody has worked off since `before`. */
export async function listUnsettledDeliveries(
  { tx, merchantId }: MerchantTx,
  before: Date,
): Promise<string[]> {
  const rows = await tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.merchantId, merchantId),
        eq(deliveries.state, 'received'),
        lt(deliveries.receivedAt, before),
      ),
    )
    .orderBy(asc(deliveries.receivedAt))
    .limit(200)
  return rows.map((row) => row.id)
}
