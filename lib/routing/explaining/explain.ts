import type { HoldReason, PlannedPart, StoreVerdict, Suggestion } from '../types'

/** Every sentence about decisions, in one place, so that screen and mail say the same. */

export const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`
const isAre = (n: number) => (n === 1 ? 'is' : 'are')

const named = (reason: HoldReason, units: boolean) =>
  reason.lines
    .map((line) =>
      units ? `${line.title} (${count(line.unitsShort, 'unit')})` : `${line.title} (${line.sku || 'no sku'})`,
    )
    .join(', ')

/** Why an order is held: one full sentence. */
export function holdSentence(reason: HoldReason): string {
  const n = reason.lines.length
  const total = Number(reason.facts['linesTotal'] ?? n)
  const fact = (name: string) => String(reason.facts[name] ?? '')
  switch (reason.code) {
    case 'no-single-store':
      return `No single store has everything: the best one covers ${fact('bestCovers')} of ${count(total, 'line')}.`
    case 'short-everywhere':
      return `${n} of ${count(total, 'line')} ${isAre(n)} short everywhere: ${named(reason, true)}.`
    case 'too-many-parts':
      return `It takes ${count(Number(reason.facts['parts'] ?? 0), 'sale')} to fill it, and the policy allows ${fact('maxParts')}.`
    case 'line-not-found':
      return `${n} of ${count(total, 'line')} ${n === 1 ? 'has' : 'have'} no item in Lightspeed: ${named(reason, false)}.`
    case 'line-ambiguous':
      return `Several Lightspeed items share the code of ${named(reason, false)}.`
    case 'no-eligible-store':
      if (fact('storeId') !== '')
        return 'The store the policy names may not take it: it is switched off, archived, without a register or not allowed for this channel.'
      return 'No store may take it: every store is switched off, archived, without a register or not allowed for this channel.'
    case 'review-rule':
      return `A review rule holds it: ${reviewText(fact('rule'), fact('value'))}.`
    case 'paused':
      return 'The channel is paused, so every order is held.'
    case 'stock-unknown':
      return 'Lightspeed could not be read, so nobody knows the stock. It is decided as soon as Lightspeed answers.'
    case 'changed-upstream':
      return 'The order was edited in the shop after it was planned. The plan below is for the order as it is now.'
    case 'money-mismatch':
      return fact('wanted') === ''
        ? `No sale can balance: ${fact('because')}`
        : `The amounts do not add up: the shop says ${fact('wanted')}, its lines, shipping and tax come to ${fact('reached')}.`
    case 'line-kept-whole':
      return `Lines are kept whole, and no store holds all of ${named(reason, true)}.`
    case 'part-too-small':
      return `${count(Number(reason.facts['parts'] ?? 1), 'part')} would be worth less than the policy allows.`
    case 'fractional-quantity':
      return `A sale takes whole units only: ${named(reason, false)}.`
    case 'several-addresses':
      return `It goes to ${fact('addresses')} addresses.`
    case 'currency':
      return `It is in ${fact('order')}, the Lightspeed account is in ${fact('account')}.`
    case 'short-at-push':
      return `${fact('store')} ran short before the sale was made: ${named(reason, true)}. Nothing was sold.`
    case 'push-refused':
      return `Lightspeed refused the sale: ${fact('because')}`
    case 'sale-found':
      return `Lightspeed already has a sale of this order, ticket ${fact('ticket')}, and it does not match what is left of its lines.`
    case 'sale-undone':
      return `The sale ${fact('reference')} was refunded or voided in Lightspeed, so its units are to be placed anew.`
  }
}

function reviewText(rule: string, value: string): string {
  switch (rule) {
    case 'total-above':
      return 'the total is above the limit'
    case 'tag':
      return `it is tagged “${value}”`
    case 'payment-method':
      return `it is paid by ${value}`
    case 'country':
      return `it goes to ${value}`
    default:
      return 'the channel flags it as risky'
  }
}

/** The same for a row of the queue: as few words as it takes. */
export function whyHeldShort(reasons: HoldReason[]): string {
  const [first] = reasons
  if (!first) return 'Held'
  const more = reasons.length > 1 ? ` · ${count(reasons.length - 1, 'more reason')}` : ''
  return shortText(first) + more
}

function shortText(reason: HoldReason): string {
  const n = reason.lines.length
  const total = Number(reason.facts['linesTotal'] ?? n)
  switch (reason.code) {
    case 'no-single-store':
      return `No store has all ${count(total, 'line')}`
    case 'short-everywhere':
      return `${n} of ${count(total, 'line')} short everywhere`
    case 'too-many-parts':
      return `Needs ${String(reason.facts['parts'])} sales`
    case 'line-not-found':
      return `${n} of ${count(total, 'line')} not in Lightspeed`
    case 'line-ambiguous':
      return `${count(n, 'line')} ambiguous`
    case 'no-eligible-store':
      return 'No store may take it'
    case 'review-rule':
      return 'Review rule'
    case 'paused':
      return 'Channel paused'
    case 'stock-unknown':
      return 'Stock unknown'
    case 'changed-upstream':
      return 'Edited in the shop'
    case 'money-mismatch':
      return 'Amounts do not add up'
    case 'line-kept-whole':
      return `${count(n, 'line')} cannot stay whole`
    case 'part-too-small':
      return 'Part too small'
    case 'fractional-quantity':
      return 'Fractional quantity'
    case 'several-addresses':
      return 'Several addresses'
    case 'currency':
      return 'Other currency'
    case 'short-at-push':
      return 'Ran short before the sale'
    case 'push-refused':
      return 'Refused by Lightspeed'
    case 'sale-found':
      return 'A sale was found in Lightspeed'
    case 'sale-undone':
      return 'Sale refunded or voided'
  }
}

export function distanceText(metres: number): string {
  return metres < 10_000 ? `${(metres / 1000).toFixed(1)} km` : `${Math.round(metres / 1000)} km`
}

type Names = Record<string, string>

/** "Push to Portland: all 4 lines, 12 km" · "2 sales: Bend (3 lines) + Salem (1)". */
export function suggestionTitle(
  suggestion: Suggestion,
  names: Names,
  linesTotal: number,
  verdicts: StoreVerdict[],
): string {
  const [only] = suggestion.parts
  if (!only) return 'Nothing can be pushed'
  const nameOf = (storeId: string) => names[storeId] ?? 'a store'
  if (suggestion.parts.length > 1)
    return `${suggestion.parts.length} sales: ${sharesText(suggestion.parts, nameOf)}`
  const short = only.allocations.reduce((sum, allocation) => sum + allocation.unitsShort, 0)
  const store = nameOf(only.storeId)
  if (short > 0) return `Push to ${store} although ${count(short, 'unit')} ${isAre(short)} short`
  const metres = verdicts.find((verdict) => verdict.storeId === only.storeId)?.distanceMetres ?? null
  const covered = only.allocations.length
  const what =
    covered === linesTotal ? `all ${count(covered, 'line')}` : `${covered} of ${count(linesTotal, 'line')}`
  return `Push to ${store}: ${what}${metres === null ? '' : `, ${distanceText(metres)}`}`
}

/** Stores named in a title; the others are counted. */
export const NAMED_STORES = 3

/** "Bend (3 lines) + Salem (1)"; in units where a line is divided, since its store has no line to itself. */
function sharesText(parts: PlannedPart[], nameOf: (storeId: string) => string): string {
  const placed = parts.flatMap((part) => part.allocations.map((allocation) => allocation.lineId))
  const divided = new Set(placed).size < placed.length
  const size = ({ allocations }: PlannedPart) =>
    divided ? allocations.reduce((sum, { quantity }) => sum + quantity, 0) : allocations.length
  const named = parts.slice(0, parts.length > NAMED_STORES + 1 ? NAMED_STORES : parts.length)
  const texts = named.map((part, index) => {
    const n = size(part)
    return `${nameOf(part.storeId)} (${index === 0 ? count(n, divided ? 'unit' : 'line') : n})`
  })
  const others = parts.length - named.length
  return [...texts, ...(others > 0 ? [`${others} more`] : [])].join(' + ')
}

export function suggestionBecause(suggestion: Suggestion): string {
  const left = suggestion.leftOver.reduce((sum, line) => sum + line.quantity, 0)
  const rest = left > 0 ? ` ${count(left, 'unit')} ${isAre(left)} left in the queue.` : ''
  const parts = suggestion.parts.length
  const what = left > 0 ? 'what there is' : 'it'
  // A search that ran out of work may still have met its own bound; then nothing is left to doubt.
  if (parts > 1 && suggestion.proof && suggestion.proof.stores < parts)
    return `${parts} stores can fill ${what}; at least ${suggestion.proof.stores} ${isAre(suggestion.proof.stores)} needed.${rest}`
  if (parts > 1) return `No fewer than ${parts} stores can fill ${what}.${rest}`
  return suggestion.parts.some((part) => part.oversold)
    ? `It covers most of the order; what it lacks is oversold there until stock arrives.${rest}`
    : `It has everything that can be sold of this order.${rest}`
}

export function excludedSentence(because: NonNullable<StoreVerdict['excludedBecause']>): string {
  switch (because) {
    case 'not-allowed':
      return 'this channel does not use it.'
    case 'switched-off':
      return 'it is switched off for routing.'
    case 'archived':
      return 'it is archived in Lightspeed.'
    case 'no-register':
      return 'it has no register in Lightspeed.'
    case 'register-archived':
      return 'its register is archived.'
    case 'register-closed':
      return 'its register is closed, and the policy waits until it opens.'
  }
}

/** Why one store won, lost, or was left out. */
export function verdictSentence(verdict: StoreVerdict, linesTotal: number): string {
  if (verdict.excludedBecause) return `Left out: ${excludedSentence(verdict.excludedBecause)}`
  const covers = `covers ${verdict.linesCovered} of ${linesTotal}`
  switch (verdict.decidedBy) {
    case 'chosen':
      return `Chosen: ${covers}.`
    case 'does-not-cover':
      return `Does not cover the order: ${covers}.`
    case 'named-by-policy':
      return 'The policy names another store.'
    case 'lines-covered':
      return `Another covers more lines: this one ${covers}.`
    case 'units-covered':
      return `Another covers more units: this one ${verdict.unitsCovered}.`
    case 'most-stock':
      return `Another has more stock of these items: this one ${verdict.stockOfItems}.`
    case 'distance':
      return 'Another is nearer.'
    case 'priority':
      return 'Another has the better priority.'
    case 'store-id':
      return 'Equal in everything; the smaller store id decides.'
    case 'not-needed':
      return `Not needed: ${covers}.`
    case 'not-eligible':
      return 'Left out.'
  }
}

/** Where the distances of a decision come from, or that there are none and what decides instead. */
export function distanceSentence(
  placedBy: 'coordinates' | 'postal-code' | null,
  distanceKnown: boolean,
): string {
  if (placedBy === null)
    return 'No distance is known, as the order has neither coordinates nor a postal code that can be placed: among equals priority decides.'
  if (!distanceKnown)
    return 'No distance is known, as no store has coordinates or a postal code that can be placed: among equals priority decides.'
  return placedBy === 'coordinates'
    ? 'Distances go by the coordinates that came with the order.'
    : 'Distances go by the postal code of the order’s address.'
}
