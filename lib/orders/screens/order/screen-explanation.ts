import { formatMoney } from '@/lib/money'
import { distanceSentence, verdictSentence } from '@/lib/routing/explaining/explain'
import { policySentence } from '@/lib/routing/explaining/explain-policy'
import { oneFewerSentence, storeReasonSentence } from '@/lib/routing/splitting/split-sentences'
import type { Decision, DecisionRequest } from '@/lib/routing/types'
import type { ExplanationScreen } from '../screen-types'
import { storeNames } from './screen-suggestions'

/** Why each store won or lost in words, the chosen ones first, those left out last. */
export function explanationOf(request: DecisionRequest, decision: Decision): ExplanationScreen {
  const names = storeNames(request)
  const { explanation } = decision
  const why = splitReasons(request, explanation)
  const rankOf = (verdict: (typeof explanation.stores)[number]) =>
    verdict.chosen ? 0 : verdict.eligible ? 1 : 2
  // Decisions older than the look-up of postal codes knew coordinates only.
  const { placedBy = request.shipTo ? ('coordinates' as const) : null } = request
  return {
    distance: distanceSentence(placedBy, explanation.distanceKnown),
    policy:
      explanation.policyKind === 'by-hand'
        ? null
        : policySentence(request.policy, {
            storeName: (id) => names[id] ?? 'one store',
            money: (minor) => formatMoney({ minor, currency: request.order.currency }),
          }),
    stores: explanation.stores
      .toSorted((a, b) => rankOf(a) - rankOf(b) || b.linesCovered - a.linesCovered)
      .map((verdict) => ({
        name: names[verdict.storeId] ?? '',
        sentence: [verdictSentence(verdict, request.lines.length), why.get(verdict.storeId)]
          .filter(Boolean)
          .join(' '),
        chosen: verdict.chosen,
      })),
    fewer: explanation.split ? oneFewerSentence(explanation.split) : null,
  }
}

/** For each store of a split, why it is in it. */
function splitReasons(request: DecisionRequest, { split, distanceKnown }: Decision['explanation']) {
  const items = Object.fromEntries(request.lines.map((line) => [line.itemId ?? '', line.title]))
  const names = { stores: storeNames(request), items }
  return new Map(
    split?.stores.map((reason) => [reason.storeId, storeReasonSentence(reason, names, distanceKnown)]),
  )
}
