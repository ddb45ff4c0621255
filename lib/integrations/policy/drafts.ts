import { and, desc, eq, ne } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { PolicyBody } from '@/lib/routing/types'
import { policies } from '../tables'

/** A draft has no number of its own until it is made live. */
const DRAFT_VERSION = 0

const own = ({ merchantId }: MerchantTx, integrationId: string) =>
  and(eq(policies.merchantId, merchantId), eq(policies.integrationId, integrationId))

export interface Draft {
  body: PolicyBody
  /** Who saved it last, and when. */
  by: string
  at: Date
}

export async function getDraft(scope: MerchantTx, integrationId: string): Promise<Draft | null> {
  const [row] = await scope.tx
    .select({ body: policies.body, by: policies.createdBy, at: policies.createdAt })
    .from(policies)
    .where(and(own(scope, integrationId), eq(policies.status, 'draft')))
  return row ?? null
}

/** Writes the one draft of an integration, in place of the one before. */
export async function putDraft(scope: MerchantTx, integrationId: string, draft: Draft): Promise<void> {
  await deleteDraft(scope, integrationId)
  await scope.tx.insert(policies).values({
    merchantId: scope.merchantId,
    integrationId,
    version: DRAFT_VERSION,
    status: 'draft',
    body: draft.body,
    createdBy: draft.by,
    createdAt: draft.at,
  })
}

export async function deleteDraft(scope: MerchantTx, integrationId: string): Promise<void> {
  await scope.tx.delete(policies).where(and(own(scope, integrationId), eq(policies.status, 'draft')))
}

/** One version that is or was live. */
export async function getVersion(
  scope: MerchantTx,
  integrationId: string,
  version: number,
): Promise<PolicyBody | null> {
  const [row] = await scope.tx
    .select({ body: policies.body })
    .from(policies)
    .where(and(own(scope, integrationId), eq(policies.version, version), ne(policies.status, 'draft')))
  return row?.body ?? null
}

/** Versions that are or were live, newest first, with who made them live and when. */
export function listVersions(
  scope: MerchantTx,
  integrationId: string,
  limit: number,
): Promise<{ version: number; live: boolean; body: PolicyBody; by: string; at: Date }[]> {
  return scope.tx
    .select({
      version: policies.version,
      status: policies.status,
      body: policies.body,
      by: policies.createdBy,
      at: policies.createdAt,
    })
    .from(policies)
    .where(and(own(scope, integrationId), ne(policies.status, 'draft')))
    .orderBy(desc(policies.version))
    .limit(limit)
    .then((rows) => rows.map(({ status, ...row }) => ({ ...row, live: status === 'live' })))
}
