import { describe, expect, test } from 'vitest'
import { BEST, HOLD, request, SPLIT } from '../example-request'
import { outcomeWords, policySentence, policyWarnings } from './explain-policy'
import type { Outcome } from '../preview-policy'
import type { Policy, PolicyBody, RoutingStore } from '../types'

const words = {
  storeName: (id: string) => id.toUpperCase(),
  money: (minor: number) => `$${(minor / 100).toFixed(2)}`,
}
const body = (policy: Policy, change: Partial<PolicyBody> = {}): PolicyBody => ({
  ...request(policy, 'A1', {}).policy,
  ...change,
})
const said = (policy: Policy, change: Partial<PolicyBody> = {}) => policySentence(body(policy, change), words)

describe('the sentence of a policy', () => {
  test('says where an order goes under each of the four', () => {
    expect(said({ kind: 'single-store', storeId: 'bend' })).toBe(
      'Every order goes whole to BEND, even if it is short there.',
    )
    expect(said(BEST)).toMatch(/covers most of it, even if something is short there\.$/)
    expect(said(HOLD)).toMatch(/if none does, it is held and mailed to the web manager\.$/)
    expect(said(SPLIT)).toBe(
      'An order goes to one store if one covers it whole, else it is split over the fewest stores that do. What cannot be filled like that is held whole.',
    )
  })

  test('tells the limits of a split', () => {
    expect(
      said({
        ...SPLIT,
        maxParts: 3,
        keepLinesWhole: true,
        smallestPartMinor: 2000,
        whenUncovered: 'push-covered',
      }),
    ).toBe(
      'An order goes to one store if one covers it whole, else it is split over the fewest stores that do, at most 3, without dividing a line. If it cannot be filled like that, what is covered is pushed and the rest is held. It is also held if one part would be worth less than $20.00.',
    )
  })

  test('names the stores in their order, and counts them when they are many', () => {
    expect(said(BEST, { allowedStores: ['b', 'a'] })).toContain('in this order: B, then A.')
    expect(said(BEST, { allowedStores: ['b'] })).toContain('Only B takes part.')
    expect(said(BEST, { allowedStores: [...'abcdefgh'] })).toContain('then E, then 3 more.')
    expect(said({ kind: 'single-store', storeId: 'a' }, { allowedStores: ['a', 'b'] })).not.toContain('Only')
  })

  test('tells review rules, promises, closed registers and a pause', () => {
    expect(
      said(HOLD, {
        paused: true,
        promiseToHeldOrders: true,
        closedRegister: 'wait',
        reviewRules: [
          { kind: 'total-above', minor: 50_000 },
          { kind: 'tag', value: 'vip' },
          { kind: 'payment-method', value: 'gift_card' },
          { kind: 'country', value: 'CA' },
          { kind: 'risk' },
        ],
      }),
    ).toMatch(
      /^Paused: every order is held\. As soon as the pause ends: An order .* Held for a look first, whatever the stock: orders above \$500\.00, tagged “vip”, paid by gift_card, to CA or flagged as risky\. Units that older .* A store takes no order while its register is closed\.$/,
    )
    expect(said(HOLD, { closedRegister: 'open' })).toMatch(/A closed register is opened for the sale\.$/)
  })
})

describe('warnings', () => {
  const store = (id: string, change: Partial<RoutingStore> = {}): RoutingStore => ({
    id,
    name: id.toUpperCase(),
    priority: 0,
    safetyStock: 0,
    enabled: true,
    archived: false,
    register: 'open',
    location: null,
    ...change,
  })
  const single: Policy = { kind: 'single-store', storeId: 'a' }

  test.each([
    [{ archived: true }, 'it is archived in Lightspeed.'],
    [{ register: 'missing' as const }, 'it has no register in Lightspeed.'],
    [{ register: 'archived' as const }, 'its register is archived.'],
    [{ enabled: false }, 'it is switched off for routing.'],
  ])('a single store that is %j says so', (change, because) => {
    expect(policyWarnings(body(single), [store('a', change), store('b')])).toEqual([
      `A cannot take an order: ${because} Every order would be held.`,
    ])
  })

  test('a single store the channel does not use says so; a sound one says nothing', () => {
    expect(policyWarnings(body(single, { allowedStores: ['b'] }), [store('a'), store('b')])).toHaveLength(1)
    expect(policyWarnings(body(single), [store('a')])).toEqual([])
  })

  test('any policy of which no store can take an order says so', () => {
    const stores = [store('a', { archived: true }), store('b')]
    expect(policyWarnings(body(HOLD), stores)).toEqual([])
    expect(policyWarnings(body(HOLD, { allowedStores: ['a'] }), stores)).toHaveLength(1)
  })
})

test('an outcome in few words', () => {
  const outcome = (change: Partial<Outcome>): Outcome => ({
    kind: 'pushed',
    storeIds: ['a'],
    unitsOversold: 0,
    unitsLeftOver: 0,
    holdCodes: [],
    ...change,
  })
  const of = (change: Partial<Outcome>) => outcomeWords(outcome(change), words.storeName)
  expect(of({})).toBe('Pushed to A')
  expect(of({ unitsOversold: 1 })).toBe('Pushed to A, 1 unit short')
  expect(of({ kind: 'split', storeIds: ['a', 'b'], unitsLeftOver: 2 })).toBe(
    'Split: A + B, 2 units held back',
  )
  expect(of({ kind: 'held', storeIds: [], holdCodes: ['no-single-store', 'paused'] })).toBe(
    'Held: no store has all of it, paused',
  )
})
