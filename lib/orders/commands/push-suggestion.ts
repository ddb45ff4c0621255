import { and, eq } from 'drizzle-orm'
import type { Viewer } from '@/lib/access/viewer'
import { refuse } from '@/lib/result'
import { decide } from '@/lib/routing/policies'
import { cardsOf } from '../screens/order/screen-suggestions'
import type { SuggestionCard } from '../screens/screen-types'
import { plans } from '../tables'
import { asPerson, type CommandAnswer } from './command'
import { pushByHand } from './commands'

type PlanSeen = Pick<typeof plans.$inferSelect, 'request' | 'decision' | 'decidedBy'>

/**
 * What a waiting order's plan suggests, as the queue tells it; null: nothing. What a person once chose by hand and took
 * back is no suggestion: that is decided anew.
 */
export function suggestionOf({ request, decision, decidedBy }: PlanSeen): SuggestionCard | null {
  return cardsOf(request, decidedBy.kind === 'person' ? decide(request) : decision)[0] ?? null
}

/**
 * Pushes an order as its plan suggests, if that is still what the person read; what would be short is left to the
 * order's own page, where it is shown line by line.
 */
export function pushSuggestion(
  viewer: Viewer,
  input: { orderId: string; version: number; suggestion: string },
  now: Date,
): Promise<CommandAnswer> {
  return asPerson(viewer, 'push', input, async (scope, row, actor) => {
    const [plan] = await scope.tx
      .select({ request: plans.request, decision: plans.decision, decidedBy: plans.decidedBy })
      .from(plans)
      .where(and(eq(plans.merchantId, scope.merchantId), eq(plans.id, row.currentPlanId ?? row.id)))
    const card = plan ? suggestionOf(plan) : null
    if (!card || card.parts.length === 0)
      return refuse({ kind: 'not-now', because: 'Nothing is suggested for it. Open it and choose a store.' })
    if (card.title !== input.suggestion)
      return refuse({ kind: 'not-now', because: `Its suggestion is another one now: ${card.title}.` })
    if (card.kind === 'transfer-first')
      return refuse({ kind: 'not-now', because: 'A transfer is suggested first. Open it to start that.' })
    if (card.oversold)
      return refuse({ kind: 'not-now', because: 'What is suggested is short. Open it to see by how much.' })
    const [first] = card.parts
    const wanted =
      card.kind === 'whole' && first
        ? { storeId: first.storeId }
        : card.parts.map(({ storeId, allocations }) => ({
            storeId,
            allocations: allocations.map(({ lineId, quantity }) => ({ lineId, quantity })),
          }))
    return pushByHand(scope, row, actor, wanted, false, now)
  })
}
