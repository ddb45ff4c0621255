import type { HoldCode, HoldReason, PolicyBody } from '@/lib/routing/types'
import type { OrderRow } from '../planning/write-plan'

/** Orders held for nothing but these are decided as if new once the cause is gone. */
const PASSING: HoldCode[] = ['stock-unknown', 'paused']

/** What stock that comes in, a store that may sell again or an item that is made can cure. */
const CURABLE: HoldCode[] = [
  'no-single-store',
  'short-everywhere',
  'too-many-parts',
  'line-kept-whole',
  'part-too-small',
  'line-not-found',
  'line-ambiguous',
  'no-eligible-store',
]

const allOf = (reasons: HoldReason[], codes: HoldCode[]) =>
  reasons.length > 0 && reasons.every((reason) => codes.includes(reason.code))

type Held = Pick<OrderRow, 'state' | 'holdReasons' | 'changedUpstream' | 'attention' | 'ready'>

/**
 * Whether a held order is decided as if it were new, so that a plan that fills it is carried out: it was held only for what
 * passes by itself; or its policy pushes ready orders, it waits for stock alone and no plan filled it until now. What a
 * person planned and took back, the shop edited or Lightspeed refused waits for a person.
 */
export function isDecidedAsNew(
  row: Held,
  policy: Pick<PolicyBody, 'pushReady'>,
  plannedByPerson: boolean,
): boolean {
  if (row.state !== 'held' || row.changedUpstream !== null) return false
  if (allOf(row.holdReasons, PASSING)) return true
  const untouched = row.attention === null && !row.ready && !plannedByPerson
  return policy.pushReady === true && untouched && allOf(row.holdReasons, [...CURABLE, ...PASSING])
}
