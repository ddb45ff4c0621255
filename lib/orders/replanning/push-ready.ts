import type { MerchantTx } from '@/lib/db/with-merchant'
import { getIntegration } from '@/lib/integrations/store'
import { askReplan } from '@/lib/jobs/ask-replan'
import { present } from '@/lib/result'
import type { Decision, DecisionRequest, HoldCode, PlannedPart } from '@/lib/routing/types'
import { available } from '@/lib/routing/weighing/availability'
import { readPicture } from '@/lib/stores/stock'
import { listStores, lockPlanning } from '@/lib/stores/store'
import { SYSTEM } from '../actor'
import { record } from '../history'
import { lockOrder } from '../order-row'
import { carryOut } from '../planning/apply-decision'
import { writePlan, type OrderRow } from '../planning/write-plan'

/** What stock that comes in, a store that may sell again, an item that is made or the end of a pause can cure. */
const CURABLE: HoldCode[] = [
  'no-single-store',
  'short-everywhere',
  'short-at-push',
  'too-many-parts',
  'line-kept-whole',
  'part-too-small',
  'line-not-found',
  'line-ambiguous',
  'no-eligible-store',
  'stock-unknown',
  'paused',
]

type Held = Pick<
  OrderRow,
  'state' | 'holdReasons' | 'changedUpstream' | 'attention' | 'ready' | 'leftToPerson'
>
type Push = Extract<Decision, { outcome: 'push' }>

/**
 * Whether the policy has a held order pushed because a plan fills it now: it waited for what stock and set-up can cure, no
 * plan filled it before, and nobody had to decide about it. What was ready already is left to the person who sees it.
 */
export function pushesByItself(row: Held, request: DecisionRequest, decision: Decision): decision is Push {
  const waitsForStock =
    row.holdReasons.length > 0 && row.holdReasons.every((reason) => CURABLE.includes(reason.code))
  const untouched =
    row.state === 'held' &&
    !row.leftToPerson &&
    !row.ready &&
    row.attention === null &&
    row.changedUpstream === null
  return (
    request.policy.pushReady === true &&
    untouched &&
    waitsForStock &&
    decision.outcome === 'push' &&
    decision.leftOver.length === 0 &&
    decision.holdReasons.length === 0 &&
    decision.parts.every((part) => !part.oversold)
  )
}

/**
 * Pushes what a replan found ready, unless somebody changed the order or took its units since: then all held orders are
 * planned once more. Under the planning lock, as whoever promises units holds it; answers whether it is pushed.
 */
export async function pushReady(
  scope: MerchantTx,
  seen: OrderRow,
  request: DecisionRequest,
  decision: Push,
  now: Date,
): Promise<boolean> {
  await lockPlanning(scope)
  const row = await lockOrder(scope, seen.id)
  if (!row || row.version !== seen.version || row.currentPlanId !== seen.currentPlanId) return false
  if (!(await stillCovers(scope, request, decision.parts))) {
    await askReplan(scope)
    return false
  }
  const integration = present(await getIntegration(scope, row.integrationId), 'integration of the order')
  const { planId, revision } = await writePlan(scope, row.id, request, decision, SYSTEM, now)
  await recordTogether(scope, row, request, decision, { planId, revision, pushed: true }, now)
  await carryOut(scope, row, integration, planId, request, decision, now)
  return true
}

/** The line in an order's history that it was planned together with all held ones. */
export function recordTogether(
  scope: MerchantTx,
  row: OrderRow,
  { policyVersion }: DecisionRequest,
  { outcome }: Decision,
  { planId, revision, pushed }: { planId: string; revision: number; pushed: boolean },
  now: Date,
): Promise<void> {
  return record(scope, {
    orderId: row.id,
    kind: 'decided',
    actor: SYSTEM,
    at: now,
    ...(pushed ? { before: row.state, after: 'pushing' as const } : {}),
    data: { revision, outcome, policyVersion, planId, together: true, ...(pushed ? { byItself: true } : {}) },
  })
}

/** Whether the stores still have, and may still sell, what the parts take; decisions are made without the planning lock. */
async function stillCovers(
  scope: MerchantTx,
  { lines }: DecisionRequest,
  parts: PlannedPart[],
): Promise<boolean> {
  const stores = new Map((await listStores(scope)).map((store) => [store.id, store]))
  const counted = new Map(
    lines.flatMap((line) => (line.stock === 'stock' && line.itemId ? [[line.id, line.itemId] as const] : [])),
  )
  const { rows } = await readPicture(scope, [...new Set(counted.values())])
  return parts.every(({ storeId, allocations }) => {
    const store = stores.get(storeId)
    if (!store?.enabled || store.archived) return false
    const wanted = new Map<string, number>()
    for (const { lineId, quantity } of allocations) {
      const itemId = counted.get(lineId)
      if (itemId !== undefined) wanted.set(itemId, (wanted.get(itemId) ?? 0) + quantity)
    }
    return [...wanted].every(([itemId, units]) => {
      const level = rows.find((row) => row.storeId === storeId && row.itemId === itemId)
      return level !== undefined && available(level, store.safetyStock) >= units
    })
  })
}
