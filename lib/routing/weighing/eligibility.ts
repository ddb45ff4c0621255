import type { PolicyBody, RoutingStore, StoreVerdict } from '../types'

export type Exclusion = NonNullable<StoreVerdict['excludedBecause']>

/**
 * Why a store is left out of a decision; null when it takes part. What no person can overrule comes first: a store
 * that cannot sell is not merely one that this channel does not use.
 */
export function excludedBecause(store: RoutingStore, policy: PolicyBody): Exclusion | null {
  if (store.archived) return 'archived'
  if (store.register === 'missing') return 'no-register'
  if (store.register === 'archived') return 'register-archived'
  if (policy.allowedStores !== null && !policy.allowedStores.includes(store.id)) return 'not-allowed'
  if (!store.enabled) return 'switched-off'
  if (store.register === 'closed' && policy.closedRegister === 'wait') return 'register-closed'
  return null
}

/** The integration's own rank of a store where it has one, else the store's priority. Lower is better. */
export function priorityOf(store: RoutingStore, policy: PolicyBody): number {
  const rank = policy.allowedStores?.indexOf(store.id) ?? -1
  return rank >= 0 ? rank : store.priority
}
