import { describe, expect, test } from 'vitest'
import { BEST, HOLD, request, SPLIT } from './example-request'
import { decide } from './policies'
import type { Decision, DecisionRequest, HoldReason } from './types'

const stores = (decision: Decision) =>
  decision.outcome === 'push'
    ? decision.parts.map((part) => part.storeId)
    : decision.holdReasons.map((r) => r.code)

const at = (latitude: number) => ({ location: { latitude, longitude: 0 } })

/** Beyond the worked cases: where rules meet. */
describe('decide', () => {
  test.each<[string, DecisionRequest, string[]]>([
    [
      'single store: switched off is held',
      request(
        { kind: 'single-store', storeId: 's2' },
        'A1',
        { s1: 'A9', s2: 'A9' },
        { stores: { s2: { enabled: false } } },
      ),
      ['no-eligible-store'],
    ],
    [
      'archived, closed and not allowed stores are left out',
      request(
        { ...SPLIT },
        'A1',
        { s1: 'A1', s2: 'A1', s3: 'A1', s4: 'A1' },
        { stores: { s1: { archived: true }, s2: { register: 'missing' }, s3: { register: 'archived' } } },
      ),
      ['s4'],
    ],
    [
      'split: a store of unknown place comes after the near one',
      request(
        SPLIT,
        'A1 B1',
        { s1: 'A1', s2: 'B1', s3: 'B1' },
        {
          stores: { s1: at(1), s2: { priority: 9 }, s3: { ...at(1), priority: 99 } },
          order: { shipTo: { latitude: 0, longitude: 0 } },
        },
      ),
      ['s1', 's3'],
    ],
    [
      'split: without distances the better priorities, below zero too',
      request(
        SPLIT,
        'A1 B1',
        { s1: 'A1', s2: 'B1', s3: 'B1' },
        { stores: { s2: { priority: -1 }, s3: { priority: -2 } } },
      ),
      ['s1', 's3'],
    ],
    [
      'split: a broken limit and units that exist nowhere are both said',
      request({ ...SPLIT, maxParts: 1 }, 'A3 B1', { s1: 'A1', s2: 'B1' }),
      ['too-many-parts', 'short-everywhere'],
    ],
  ])('%s', (_, input, expected) => {
    expect(stores(decide(input))).toEqual(expected)
  })

  test('the integration’s own rank beats the stores’ priority, and leaves others out', () => {
    const input = request(BEST, 'A1', { s1: 'A2', s2: 'A2', s3: 'A9' })
    input.policy.allowedStores = ['s2', 's1']
    expect(stores(decide(input))).toEqual(['s2'])
  })

  test('a closed register waits only where the policy says so', () => {
    const input = request(HOLD, 'A1', { s1: 'A1' }, { stores: { s1: { register: 'closed' } } })
    expect(stores(decide(input))).toEqual(['s1'])
    input.policy.closedRegister = 'wait'
    expect(stores(decide(input))).toEqual(['no-eligible-store'])
  })

  test('promised units are somebody else’s', () => {
    const input = request(HOLD, 'A1', { s1: 'A1' })
    input.stock = input.stock.map((row) => ({ ...row, promised: 1 }))
    expect(stores(decide(input))).toEqual(['short-everywhere', 'no-single-store'])
  })

  test.each([
    [{ kind: 'total-above', minor: 4999 }, true],
    [{ kind: 'total-above', minor: 5000 }, false],
    [{ kind: 'tag', value: 'vip' }, false],
    [{ kind: 'country', value: 'US' }, true],
    [{ kind: 'payment-method', value: 'card' }, true],
    [{ kind: 'risk' }, false],
  ] as const)('review rule %j holds: %s', (rule, holds) => {
    const input = request(BEST, 'A1', { s1: 'A1' })
    input.policy.reviewRules = [rule]
    expect(decide(input).outcome).toBe(holds ? 'hold' : 'push')
  })

  test('a problem of the order holds it under every policy, and what can be done is still offered', () => {
    const problem: HoldReason = { code: 'money-mismatch', lines: [], facts: { wanted: '$2', reached: '$1' } }
    const decision = decide(request(BEST, 'A1', { s1: 'A1' }, { order: { problems: [problem] } }))
    expect(decision).toMatchObject({
      outcome: 'hold',
      holdReasons: [problem],
      suggestions: [{ kind: 'whole' }],
    })
  })

  test('an oversold push says which transfer puts it right, fewest senders first', () => {
    const decision = decide(request(BEST, 'A3 B1', { s1: 'A1 B1', s2: 'A1', s3: 'A2' }))
    expect(decision).toMatchObject({
      outcome: 'push',
      parts: [{ storeId: 's1', oversold: true }],
      transfers: [{ fromStoreId: 's3', toStoreId: 's1', quantity: 2 }],
    })
  })

  test('the fewest senders, where the largest gift first would ask one more', () => {
    const decision = decide(
      request(BEST, 'A1 B1 C1 D1 E1 F1 Z1 Y1 X1 W1', {
        s0: 'Z1 Y1 X1 W1',
        s1: 'A1 B1 C1',
        s2: 'D1 E1 F1',
        s3: 'A1 B1 D1 E1',
      }),
    )
    const senders = decision.outcome === 'push' ? decision.transfers.map((t) => t.fromStoreId) : []
    expect([...new Set(senders)]).toEqual(['s1', 's2'])
  })

  test('a store that is switched off or archived sends nothing; one not used by the channel may', () => {
    const input = request(
      BEST,
      'A2',
      { s1: 'A1', s2: 'A1', s3: 'A1', s4: 'A1' },
      { stores: { s2: { enabled: false }, s3: { archived: true } } },
    )
    input.policy.allowedStores = ['s1']
    expect(decide(input)).toMatchObject({ transfers: [{ fromStoreId: 's4', quantity: 1 }] })
  })

  test('every store’s verdict names the rule it lost by', () => {
    const { explanation } = decide(request(BEST, 'A1 B1', { s1: 'A1', s2: 'A1 B1', s3: 'A1 B9' }))
    expect(explanation.stores.map((verdict) => verdict.decidedBy)).toEqual([
      'lines-covered',
      'most-stock',
      'chosen',
    ])
  })
})
