import { excludedBecause } from '../weighing/eligibility'
import { excludedSentence } from './explain'
import type { Outcome } from '../preview-policy'
import type { ReplanOrder } from '../replan'
import type { HoldCode, Policy, PolicyBody, ReviewRule, RoutingStore } from '../types'

/** Every sentence about policies and what they would do, for the editor, the list and the confirm alike. */

export interface PolicyWords {
  storeName(storeId: string): string
  /** An amount of the account's currency for people: 2000 → "$20.00". */
  money(minor: number): string
}

/** More stores than this are counted instead of named. */
const NAMED_STORES = 5

/** What happens to an order under this policy, whole: where it goes, its limits, what is held first, pause. */
export function policySentence(body: PolicyBody, words: PolicyWords): string {
  const rules = [
    whereSentence(body.policy, words),
    storesSentence(body, words),
    reviewSentence(body.reviewRules, words),
    body.promiseToHeldOrders ? 'Units that older held orders wait for are not given away.' : '',
    body.pushReady ? 'A held order is pushed by itself as soon as there is stock for it.' : '',
    body.closedRegister === 'open' ? 'A closed register is opened for the sale.' : '',
    body.closedRegister === 'wait' ? 'A store takes no order while its register is closed.' : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
  return body.paused ? `Paused: every order is held. As soon as the pause ends: ${rules}` : rules
}

function whereSentence(policy: Policy, words: PolicyWords): string {
  switch (policy.kind) {
    case 'single-store':
      return `Every order goes whole to ${words.storeName(policy.storeId)}, even if it is short there.`
    case 'best-store':
      return 'Every order goes whole to the store that covers most of it, even if something is short there.'
    case 'hold-if-short':
      return 'An order goes to the store with the most stock among those that cover it whole; if none does, it is held and mailed to the web manager.'
    case 'split':
      return splitSentence(policy, words)
  }
}

function splitSentence(policy: Extract<Policy, { kind: 'split' }>, words: PolicyWords): string {
  const most = policy.maxParts === null ? '' : `, at most ${policy.maxParts}`
  const whole = policy.keepLinesWhole ? ', without dividing a line' : ''
  const uncovered =
    policy.whenUncovered === 'hold'
      ? 'What cannot be filled like that is held whole.'
      : 'If it cannot be filled like that, what is covered is pushed and the rest is held.'
  const small =
    policy.smallestPartMinor === null
      ? ''
      : ` It is also held if one part would be worth less than ${words.money(policy.smallestPartMinor)}.`
  return `An order goes to one store if one covers it whole, else it is split over the fewest stores that do${most}${whole}. ${uncovered}${small}`
}

function storesSentence({ policy, allowedStores }: PolicyBody, words: PolicyWords): string {
  if (allowedStores === null || policy.kind === 'single-store') return ''
  const names = allowedStores.slice(0, NAMED_STORES).map((id) => words.storeName(id))
  const more = allowedStores.length - names.length
  const all = more > 0 ? [...names, `${more} more`] : names
  return all.length === 1
    ? `Only ${all.join('')} takes part.`
    : `Only these stores take part, and where all else is equal they come in this order: ${all.join(', then ')}.`
}

function reviewSentence(rules: ReviewRule[], words: PolicyWords): string {
  if (rules.length === 0) return ''
  return `Held for a look first, whatever the stock: orders ${orList(rules.map((rule) => ruleWords(rule, words)))}.`
}

function ruleWords(rule: ReviewRule, words: PolicyWords): string {
  switch (rule.kind) {
    case 'total-above':
      return `above ${words.money(rule.minor)}`
    case 'tag':
      return `tagged “${rule.value}”`
    case 'payment-method':
      return `paid by ${rule.value}`
    case 'country':
      return `to ${rule.value}`
    case 'risk':
      return 'flagged as risky'
  }
}

const orList = (words: string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`

/** What keeps a policy from doing what it says, with the stores as they are now; empty when nothing does. */
export function policyWarnings(body: PolicyBody, stores: readonly RoutingStore[]): string[] {
  const { policy } = body
  if (policy.kind === 'single-store') {
    const named = stores.find((store) => store.id === policy.storeId)
    const because = named ? excludedBecause(named, body) : null
    return named && because
      ? [`${named.name} cannot take an order: ${excludedSentence(because)} Every order would be held.`]
      : []
  }
  return stores.some((store) => excludedBecause(store, body) === null)
    ? []
    : ['None of these stores can take an order now, so every order would be held.']
}

/** Why an order is held, in a few words: for lists and choices. */
export const HELD_BECAUSE: Record<HoldCode, string> = {
  'no-single-store': 'no store has all of it',
  'short-everywhere': 'short everywhere',
  'too-many-parts': 'needs too many sales',
  'line-not-found': 'a line is not in Lightspeed',
  'line-ambiguous': 'a line is ambiguous',
  'no-eligible-store': 'no store may take it',
  'review-rule': 'a review rule',
  paused: 'paused',
  'stock-unknown': 'stock unknown',
  'changed-upstream': 'edited in the shop',
  'money-mismatch': 'amounts do not add up',
  'line-kept-whole': 'a line cannot stay whole',
  'part-too-small': 'a part is too small',
  'fractional-quantity': 'a fractional quantity',
  'several-addresses': 'several addresses',
  currency: 'another currency',
  'short-at-push': 'ran short before the sale',
  'sale-undone': 'its sale was refunded or voided in Lightspeed',
  'push-refused': 'refused by Lightspeed',
  'sale-found': 'a sale was found in Lightspeed',
}

/** Which held order comes first where several want the same units, best known first. */
export const REPLAN_ORDERS: Record<ReplanOrder, { title: string; text: string }> = {
  'oldest-first': {
    title: 'Oldest first',
    text: 'Whoever has waited longest gets the units.',
  },
  'most-valuable-first': {
    title: 'Most valuable first',
    text: 'The order with the highest total gets them. Of two alike, the older one.',
  },
  'most-orders-cleared': {
    title: 'Most orders cleared',
    text: 'Orders of few units come first if more orders can be filled that way. Else the oldest first.',
  },
}

/** One outcome in few words: "Held: no store has all of it" · "Pushed to Bend, 1 unit short" · "Split: Bend + Salem". */
export function outcomeWords(outcome: Outcome, storeName: (storeId: string) => string): string {
  if (outcome.kind === 'held')
    return `Held: ${[...new Set(outcome.holdCodes)].map((code) => HELD_BECAUSE[code]).join(', ')}`
  const units = (n: number) => `${n} ${n === 1 ? 'unit' : 'units'}`
  const stores = outcome.storeIds.map(storeName).join(' + ')
  return [
    outcome.kind === 'split' ? `Split: ${stores}` : `Pushed to ${stores}`,
    ...(outcome.unitsOversold > 0 ? [`${units(outcome.unitsOversold)} short`] : []),
    ...(outcome.unitsLeftOver > 0 ? [`${units(outcome.unitsLeftOver)} held back`] : []),
  ].join(', ')
}
