import type { OrderScreen, SplitPreview, SuggestionCard } from '@/lib/orders/screens/screen-types'
import type { PartInput } from '../../parts-shape'

/** What a person is about to push, before they confirm it. */
export type Proposal = PushProposal | TransferFirst
export type PushProposal =
  { kind: 'whole'; storeId: string; storeName: string } | { kind: 'split'; parts: PartInput[] }
/** Other stores send what the store lacks, sentence by sentence; the whole order is pushed there afterwards. */
export interface TransferFirst {
  kind: 'transfer-first'
  storeId: string
  storeName: string
  transfers: string[]
  /** Of the sale that is made in the end. */
  units: number
}

/** A suggestion as a proposal: one store for everything, or units by store. */
export function proposalOf(suggestion: SuggestionCard): Proposal {
  const [first] = suggestion.parts
  if (suggestion.kind === 'transfer-first' && first) {
    const units = first.allocations.reduce((sum, { quantity }) => sum + quantity, 0)
    const { storeId, storeName } = first
    return { kind: 'transfer-first', storeId, storeName, transfers: suggestion.transfers, units }
  }
  if (suggestion.kind === 'whole' && first)
    return { kind: 'whole', storeId: first.storeId, storeName: first.storeName }
  return {
    kind: 'split',
    parts: suggestion.parts.map((part) => ({
      storeId: part.storeId,
      allocations: part.allocations.map(({ lineId, quantity }) => ({ lineId, quantity })),
    })),
  }
}

/** Label of the button that takes a suggestion. */
export function pushLabel(suggestion: SuggestionCard): string {
  if (suggestion.kind === 'transfer-first') return 'Transfer, then push'
  return `Push to ${storesInWords(suggestion.parts.map((part) => part.storeName))}`
}

/** Three names fit on a button, more are counted. */
export const storesInWords = (names: string[]): string =>
  names.length > 3 ? `${names.length} stores` : listed(names)

/** Some unit is sold that its store does not have. */
export const isShort = (effect: SplitPreview): boolean => effect.parts.some((part) => part.short)

/** "Makes 1 sale in Bend, takes 4 units." */
export function effectSentence(effect: SplitPreview): string {
  const count = effect.parts.length
  const where = listed(effect.parts.map((part) => part.storeName))
  const units = effect.parts.map((part) => part.units)
  const total = units.reduce((sum, each) => sum + each, 0)
  const takes = count > 1 ? `${units.join(' + ')} units` : counted(total, 'unit')
  return `Makes ${counted(count, 'sale')} in ${where}, takes ${takes}.`
}

/** What the page says stays in the queue. */
export const leftOverSentence = (leftOver: SplitPreview['leftOver']): string =>
  `Stays in the queue: ${leftOver.map((each) => `${each.quantity} × ${each.title}`).join(', ')}.`

export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

export const listed = (names: string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** Why nothing can be pushed, or null when it can. */
export const whyNoPush = (order: OrderScreen): string | null =>
  order.can.push.allowed ? null : order.can.push.because
