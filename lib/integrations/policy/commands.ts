import { listChanges } from '@/lib/access/audit'
import { may, whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { askReplan } from '@/lib/jobs/ask-replan'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { ok, refuse, type Result } from '@/lib/result'
import { policyWarnings } from '@/lib/routing/explaining/explain-policy'
import type { PolicyBody } from '@/lib/routing/types'
import { listStores } from '@/lib/stores/store'
import { getLivePolicy, makeLive, notePolicyChange, tryLockPolicies } from '../store'
import { deleteDraft, getDraft, getVersion, putDraft } from './drafts'
import { policyChangeWords, type PolicyRefusal } from './refusals'

export type PolicyAnswer = Result<{ message: string }, PolicyRefusal>

/** The channel, and the revision of its policies that the person saw. */
export interface Seen {
  integrationId: string
  revision: number
}

/** Saves the one draft of a channel; the first of two editors wins, the other is told. */
export function saveDraft(viewer: Viewer, input: Seen & { body: PolicyBody }, now: Date) {
  return asEditor(viewer, input, (scope) => draft(scope, viewer, input, 'Draft saved.', now))
}

/** A past version comes back as a draft, so that it is looked at and tried before it is live again. */
export function draftFromVersion(viewer: Viewer, input: Seen & { version: number }, now: Date) {
  return asEditor(viewer, input, async (scope) => {
    const body = await getVersion(scope, input.integrationId, input.version)
    if (!body) return refuse({ kind: 'no-such-version', version: input.version })
    return draft(scope, viewer, { ...input, body }, `Version ${input.version} is the draft now.`, now)
  })
}

async function draft(
  scope: MerchantTx,
  viewer: Viewer,
  { integrationId, body }: { integrationId: string; body: PolicyBody },
  done: string,
  now: Date,
): Promise<PolicyAnswer> {
  const stores = await listStores(scope)
  if (namesForeignStore(body, new Set(stores.map((store) => store.id))))
    return refuse({ kind: 'foreign-store' })
  const before = await getDraft(scope, integrationId)
  await putDraft(scope, integrationId, { body, by: viewer.userId, at: now })
  await notePolicyChange(scope, integrationId, {
    what: 'policy-draft-saved',
    actorId: viewer.userId,
    at: now,
    before: before?.body,
    after: body,
  })
  return ok({ message: [done, ...policyWarnings(body, stores)].join(' ') })
}

function namesForeignStore({ policy, allowedStores }: PolicyBody, own: Set<string>): boolean {
  const named = [...(allowedStores ?? []), ...(policy.kind === 'single-store' ? [policy.storeId] : [])]
  return named.some((id) => !own.has(id))
}

export function discardDraft(viewer: Viewer, input: Seen, now: Date): Promise<PolicyAnswer> {
  return asEditor(viewer, input, async (scope) => {
    const before = await getDraft(scope, input.integrationId)
    if (!before) return refuse({ kind: 'no-draft' })
    await deleteDraft(scope, input.integrationId)
    await notePolicyChange(scope, input.integrationId, {
      what: 'policy-draft-discarded',
      actorId: viewer.userId,
      at: now,
      before: before.body,
    })
    const { version } = await getLivePolicy(scope, input.integrationId)
    return ok({ message: `Draft discarded. Version ${version} stays live.` })
  })
}

/** From now on every order of the channel is decided by its draft; held orders are planned again by it. */
export function makeDraftLive(viewer: Viewer, input: Seen, now: Date): Promise<PolicyAnswer> {
  return asEditor(viewer, input, async (scope) => {
    const draft = await getDraft(scope, input.integrationId)
    if (!draft) return refuse({ kind: 'no-draft' })
    await deleteDraft(scope, input.integrationId)
    const version = await makeLive(scope, input.integrationId, draft.body, viewer.userId, now)
    await askReplan(scope)
    return ok({
      message: `Version ${version} is live: new orders are decided by it, and held ones are planned again.`,
    })
  })
}

/**
 * The frame of every change: the role, the channel of their own merchant under lock, and the revision they saw.
 * Only then `work` runs, in the same transaction.
 */
function asEditor(
  viewer: Viewer,
  input: Seen,
  work: (scope: MerchantTx) => Promise<PolicyAnswer>,
): Promise<PolicyAnswer> {
  if (!may(viewer.role, 'edit-policies'))
    return Promise.resolve(
      refuse({ kind: 'not-permitted', because: whyNot(viewer.role, 'edit-policies') ?? '' }),
    )
  return withMerchant(viewer.merchantId, async (scope) => {
    const locked = await tryLockPolicies(scope, input.integrationId)
    if (!locked) return refuse({ kind: 'not-found' })
    if (locked.revision !== input.revision) return refuse(await whoChanged(scope, input.integrationId))
    return work(scope)
  })
}

async function whoChanged(scope: MerchantTx, integrationId: string): Promise<PolicyRefusal> {
  const [last] = await listChanges(scope, integrationId, 1)
  return {
    kind: 'changed-meanwhile',
    by: last?.by ?? 'Somebody',
    what: last ? policyChangeWords(last) : 'changed this policy',
  }
}
