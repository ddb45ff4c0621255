import { suggestionBecause, suggestionTitle, transferSentence } from '@/lib/routing/explaining/explain'
import type { Decision, DecisionRequest, Suggestion } from '@/lib/routing/types'
import type { SuggestionCard } from '../screen-types'

/** What a person could take with one click, best first, whatever the decision was. */
export function suggestionsOf(decision: Decision): Suggestion[] {
  if (decision.outcome === 'hold') return decision.suggestions
  const { parts, leftOver, transfers } = decision
  const kind = leftOver.length > 0 ? 'split-with-left-over' : parts.length > 1 ? 'split' : 'whole'
  return [{ kind, parts, leftOver, transfers }]
}

export const storeNames = (request: DecisionRequest): Record<string, string> =>
  Object.fromEntries(request.stores.map((store) => [store.id, store.name]))

export function cardsOf(request: DecisionRequest, decision: Decision): SuggestionCard[] {
  const names = storeNames(request)
  const titleOf = (lineId: string) => request.lines.find((line) => line.id === lineId)?.title ?? ''
  return suggestionsOf(decision).map((suggestion) => ({
    title: suggestionTitle(suggestion, names, request.lines.length, decision.explanation.stores),
    because: suggestionBecause(suggestion),
    kind: suggestion.kind,
    parts: suggestion.parts.map((part) => ({
      storeId: part.storeId,
      storeName: names[part.storeId] ?? '',
      allocations: part.allocations,
    })),
    transfers: suggestion.transfers.map((transfer) =>
      transferSentence(transfer, names, titleOf(transfer.lineId)),
    ),
    oversold: suggestion.parts.some((part) => part.oversold),
  }))
}
