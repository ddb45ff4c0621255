import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { listChanges, namesOf } from '@/lib/access/audit'
import { getMerchant } from '@/lib/access/merchants'
import { whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { readMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { formatMoney } from '@/lib/money'
import { listPosAccounts } from '@/lib/pos-accounts/account'
import { present } from '@/lib/result'
import { policySentence, policyWarnings, type PolicyWords } from '@/lib/routing/explaining/explain-policy'
import type { PolicyBody, RoutingStore } from '@/lib/routing/types'
import { listStores, toRoutingStore } from '@/lib/stores/store'
import { getIntegration, listIntegrations } from '../store'
import { integrations, policies, type Platform } from '../tables'
import { getDraft, listVersions } from './drafts'
import { policyChangeWords } from './refusals'

/** Versions and changes further back than this are not shown. */
const VERSIONS_SHOWN = 30
const CHANGES_SHOWN = 50

/** Rows made for the screen; instants are UTC ISO 8601 text. */
export interface ChannelRow {
  id: string
  name: string
  platform: Platform
  enabled: boolean
  paused: boolean
  liveVersion: number
  /** What happens to its orders, in words. */
  sentence: string
  warnings: string[]
  draft: { by: string; at: string } | null
}

export interface PolicyScreen {
  integrationId: string
  name: string
  /** Sent along with every change: the policies as this person saw them. */
  revision: number
  /** Of the Lightspeed account; amounts of the policy are in it. */
  currency: string
  live: { version: number; body: PolicyBody; by: string; at: string }
  draft: { body: PolicyBody; by: string; at: string } | null
  /** Newest first. */
  versions: { version: number; live: boolean; body: PolicyBody; by: string; at: string }[]
  /** What was done to it, newest first: "saved a draft". */
  changes: { by: string; what: string; at: string }[]
  /** Best priority first. */
  stores: (RoutingStore & { city: string })[]
  /** Why this person cannot change it; null when they can. */
  whyNot: string | null
}

/** Every channel of the merchant with what its policy does. */
export function readChannels(viewer: Viewer): Promise<ChannelRow[]> {
  return readMerchant(viewer.merchantId, async (scope) => {
    const stores = await listStores(scope)
    const words = wordsOf(stores, await currencyOf(scope))
    const rows = await currentPolicies(scope)
    const names = await namesOf(
      scope,
      rows.map((row) => row.by),
    )
    return (await listIntegrations(scope)).map(({ id, name, platform, enabled }) => {
      const own = rows.filter((row) => row.integrationId === id)
      const live = present(
        own.find((row) => row.status === 'live'),
        'live policy of the integration',
      )
      const draft = own.find((row) => row.status === 'draft')
      return {
        id,
        name,
        platform,
        enabled,
        paused: live.body.paused,
        liveVersion: live.version,
        sentence: policySentence(live.body, words),
        warnings: policyWarnings(live.body, stores),
        draft: draft ? { by: names.get(draft.by) ?? NOBODY, at: draft.at.toISOString() } : null,
      }
    })
  })
}

/** Live versions and drafts of all channels at once. */
function currentPolicies({ tx, merchantId }: MerchantTx) {
  return tx
    .select({
      integrationId: policies.integrationId,
      version: policies.version,
      status: policies.status,
      body: policies.body,
      by: policies.createdBy,
      at: policies.createdAt,
    })
    .from(policies)
    .where(and(eq(policies.merchantId, merchantId), ne(policies.status, 'retired')))
}

/** The policy editor of one channel; null when this merchant has no such channel. */
export function readPolicy(viewer: Viewer, integrationId: string): Promise<PolicyScreen | null> {
  if (!z.uuid().safeParse(integrationId).success) return Promise.resolve(null)
  return readMerchant(viewer.merchantId, async (scope) => {
    const integration = await getIntegration(scope, integrationId)
    if (!integration) return null
    const revision = await revisionOf(scope, integrationId)
    const draft = await getDraft(scope, integrationId)
    const past = await listVersions(scope, integrationId, VERSIONS_SHOWN)
    const names = await namesOf(scope, [...past.map((row) => row.by), ...(draft ? [draft.by] : [])])
    const told = <T extends { by: string; at: Date }>(row: T) => ({
      ...row,
      by: names.get(row.by) ?? NOBODY,
      at: row.at.toISOString(),
    })
    const versions = past.map(told)
    const changes = await listChanges(scope, integrationId, CHANGES_SHOWN)
    return {
      integrationId,
      name: integration.name,
      revision,
      currency: await currencyOf(scope),
      live: present(
        versions.find((version) => version.live),
        'live policy of the integration',
      ),
      draft: draft ? told(draft) : null,
      versions,
      changes: changes.map((change) => ({
        by: change.by,
        what: policyChangeWords(change),
        at: change.at.toISOString(),
      })),
      stores: await storesForScreen(scope),
      whyNot: whyNot(viewer.role, 'edit-policies'),
    }
  })
}

/** Who stands for what no person did: the first policy of a demo, for example. */
const NOBODY = 'Order Queue'

async function revisionOf({ tx, merchantId }: MerchantTx, id: string): Promise<number> {
  const [row] = await tx
    .select({ revision: integrations.policyRevision })
    .from(integrations)
    .where(and(eq(integrations.merchantId, merchantId), eq(integrations.id, id)))
  return present(row, 'integration').revision
}

async function storesForScreen(scope: MerchantTx): Promise<PolicyScreen['stores']> {
  return (await listStores(scope)).map((store) => ({ ...toRoutingStore(store), city: store.city }))
}

async function currencyOf(scope: MerchantTx): Promise<string> {
  const [account] = await listPosAccounts(scope)
  return account?.currency ?? (await getMerchant(scope)).currency
}

function wordsOf(stores: RoutingStore[], currency: string): PolicyWords {
  const names = new Map(stores.map((store) => [store.id, store.name]))
  return {
    storeName: (id) => names.get(id) ?? 'a store',
    money: (minor) => formatMoney({ minor, currency }),
  }
}
