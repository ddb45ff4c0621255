import { suggestionBecause, suggestionTitle } from '@/lib/routing/explaining/explain'
import { transferFirstTitle, transferSentences } from '@/lib/routing/explaining/explain-transfers'
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
  const suggestions = suggestionsOf(decision)
  const cards = suggestions.map((suggestion) => cardOf(request, decision, suggestion))
  const first = suggestions.flatMap((suggestion) => transferFirst(request, suggestion) ?? [])
  const filled = cards.filter((card) => card.kind !== 'split-with-left-over' && !card.oversold)
  return [...filled, ...first, ...cards.filter((card) => !filled.includes(card))]
}

function cardOf(request: DecisionRequest, decision: Decision, suggestion: Suggestion): SuggestionCard {
  const { stores } = decision.explanation
  return {
    title: suggestionTitle(suggestion, storeNames(request), request.lines.length, stores),
    because: suggestionBecause(suggestion),
    kind: suggestion.kind,
    parts: cardParts(request, suggestion),
    transfers: transferSentences(suggestion.transfers, request),
    oversold: suggestion.parts.some((part) => part.oversold),
  }
}

const cardParts = (request: DecisionRequest, { parts }: Suggestion): SuggestionCard['parts'] =>
  parts.map((part) => ({
    storeId: part.storeId,
    storeName: storeNames(request)[part.storeId] ?? '',
    allocations: part.allocations,
  }))

/** One store for the whole order, once other stores have sent it what it lacks; null where they cannot send all of it. */
function transferFirst(request: DecisionRequest, suggestion: Suggestion): SuggestionCard | null {
  const [part] = suggestion.parts
  if (suggestion.kind !== 'whole' || !part?.oversold || suggestion.leftOver.length > 0) return null
  const lacks = (lineId: string) => {
    const short = part.allocations.find((allocation) => allocation.lineId === lineId)?.unitsShort ?? 0
    const sent = suggestion.transfers.filter((transfer) => transfer.lineId === lineId)
    return short - sent.reduce((sum, transfer) => sum + transfer.quantity, 0)
  }
  if (part.allocations.some(({ lineId }) => lacks(lineId) > 0)) return null
  const names = storeNames(request)
  const store = names[part.storeId] ?? ''
  return {
    title: transferFirstTitle(suggestion.transfers, request),
    because: `One sale, nothing oversold: it is made by itself as soon as ${store} has received what it lacks.`,
    kind: 'transfer-first',
    parts: cardParts(request, suggestion),
    transfers: transferSentences(suggestion.transfers, request),
    oversold: false,
  }
}
