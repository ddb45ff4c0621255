import { listChanges, recordChange } from '@/lib/access/audit'
import { changeSettings, getMerchant } from '@/lib/access/merchants'
import { may, whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant } from '@/lib/db/with-merchant'
import { askReplan } from '@/lib/jobs/ask-replan'
import { ok, refuse, type Result } from '@/lib/result'
import { REPLAN_ORDERS } from '@/lib/routing/explaining/explain-policy'
import type { ReplanOrder } from '@/lib/routing/replan'
import { lockPlanning } from '@/lib/stores/store'

/** Which held order may count on a unit first, as its card shows it. */
export interface ReplanOrderScreen {
  current: ReplanOrder
  /** Who chose it and when, UTC ISO 8601; null: it is as the merchant was set up. */
  chosen: { by: string; at: string } | null
  /** Why this person cannot change it; null when they can. */
  whyNot: string | null
}

export type ReplanOrderRefusal =
  { kind: 'not-permitted'; because: string } | { kind: 'changed-meanwhile'; by: string; current: ReplanOrder }

const CHANGED = 'replan-order-changed'

export function readReplanOrder(viewer: Viewer): Promise<ReplanOrderScreen> {
  return withMerchant(viewer.merchantId, async (scope) => {
    const { settings } = await getMerchant(scope)
    const [last] = await listChanges(scope, scope.merchantId, 1)
    return {
      current: settings.replanOrder,
      chosen: last ? { by: last.by, at: last.at.toISOString() } : null,
      whyNot: whyNot(viewer.role, 'edit-policies'),
    }
  })
}

/**
 * Changes which held order comes first, and has all of them planned again by it. `seen` is what the person saw: if
 * somebody chose otherwise meanwhile, theirs stays and this person is told.
 */
export async function changeReplanOrder(
  viewer: Viewer,
  { seen, wanted }: { seen: ReplanOrder; wanted: ReplanOrder },
  now: Date,
): Promise<Result<{ message: string }, ReplanOrderRefusal>> {
  if (!may(viewer.role, 'edit-policies'))
    return refuse({ kind: 'not-permitted', because: whyNot(viewer.role, 'edit-policies') ?? '' })
  return withMerchant(viewer.merchantId, async (scope) => {
    // Who plans reads this setting under the same lock; two people who change it at once come one after the other.
    await lockPlanning(scope)
    const { replanOrder: current } = (await getMerchant(scope)).settings
    const title = REPLAN_ORDERS[wanted].title
    if (current === wanted) return ok({ message: `${title}: that is how held orders are planned already.` })
    if (current !== seen) {
      const [last] = await listChanges(scope, scope.merchantId, 1)
      return refuse({ kind: 'changed-meanwhile', by: last?.by ?? 'Somebody', current })
    }
    await changeSettings(scope, { replanOrder: wanted })
    await recordChange(scope, {
      at: now,
      actorId: viewer.userId,
      what: CHANGED,
      subject: scope.merchantId,
      before: { replanOrder: current },
      after: { replanOrder: wanted },
    })
    await askReplan(scope)
    return ok({ message: `${title}: saved. Held orders are planned again.` })
  })
}

/** One sentence for the screen: what happened and what to do. */
export function replanOrderRefusalSentence(refusal: ReplanOrderRefusal): string {
  switch (refusal.kind) {
    case 'not-permitted':
      return refusal.because
    case 'changed-meanwhile':
      return `${refusal.by} chose “${REPLAN_ORDERS[refusal.current].title}” meanwhile. Nothing of yours was saved: look at what is there now, then decide.`
  }
}
