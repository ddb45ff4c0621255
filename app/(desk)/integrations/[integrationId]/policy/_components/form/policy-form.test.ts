import { describe, expect, test } from 'vitest'
import { policyBodyShape } from '@/lib/integrations/policy/body-shape'
import type { PolicyBody } from '@/lib/routing/types'
import { formOf, readForm, samePolicy } from './policy-form'
import { moved, placeAt } from './reorder'

const stores = [
  '6f3c1a52-6a0e-4b7e-9d4b-0d8f5c1f1a11',
  '6f3c1a52-6a0e-4b7e-9d4b-0d8f5c1f1a12',
  '6f3c1a52-6a0e-4b7e-9d4b-0d8f5c1f1a13',
]
const [first = '', second = '', third = ''] = stores
const SPLIT: PolicyBody = {
  policy: {
    kind: 'split',
    maxParts: 3,
    keepLinesWhole: true,
    smallestPartMinor: 2050,
    whenUncovered: 'push-covered',
  },
  allowedStores: [third, first],
  reviewRules: [{ kind: 'total-above', minor: 50_000 }, { kind: 'country', value: 'CA' }, { kind: 'risk' }],
  paused: true,
  promiseToHeldOrders: true,
  closedRegister: 'wait',
  pushReady: true,
}
const HOLD: PolicyBody = { ...SPLIT, policy: { kind: 'hold-if-short' }, allowedStores: null, reviewRules: [] }

describe('a policy in the form', () => {
  test.each([
    ['split with everything', SPLIT],
    ['hold if short', HOLD],
    ['single store', { ...HOLD, policy: { kind: 'single-store' as const, storeId: second } }],
  ])('%s comes out as it went in, and the border takes it', (_, body) => {
    for (const currency of ['USD', 'JPY', 'KWD']) {
      const read = readForm(formOf(body, stores, currency), currency)
      expect(read).toEqual({ body, problems: {} })
      expect(policyBodyShape.safeParse(read.body).success).toBe(true)
    }
  })

  test('stores that take part come first, in their order; the others wait switched off', () => {
    expect(formOf(SPLIT, stores, 'USD').stores).toEqual([
      { id: third, on: true },
      { id: first, on: true },
      { id: second, on: false },
    ])
  })

  test('another kind and back forgets nothing', () => {
    const form = { ...formOf(SPLIT, stores, 'USD'), kind: 'best-store' as const }
    expect(readForm(form, 'USD').body.policy).toEqual({ kind: 'best-store' })
    expect(readForm({ ...form, kind: 'split' }, 'USD').body).toEqual(SPLIT)
  })

  test('what is wrong is told field by field, and the sentence can still be made', () => {
    const { body, problems } = readForm(
      {
        ...formOf(SPLIT, stores, 'USD'),
        maxParts: '1.5',
        smallestPart: 'ten',
        stores: [{ id: first, on: false }],
        rules: [
          { key: 7, kind: 'country', text: 'Canada' },
          { key: 8, kind: 'tag', text: ' ' },
          { key: 9, kind: 'total-above', text: '-1' },
        ],
      },
      'USD',
    )
    expect(Object.keys(problems).toSorted()).toEqual([
      'maxParts',
      'rule-7',
      'rule-8',
      'rule-9',
      'smallestPart',
      'stores',
    ])
    expect(body.policy).toMatchObject({ maxParts: null, smallestPartMinor: null })
    expect(readForm({ ...formOf(HOLD, stores, 'USD'), kind: 'single-store' }, 'USD').problems).toEqual({
      storeId: 'Choose the store.',
    })
  })

  test('is compared by what it does, not by the order of its settings', () => {
    const { closedRegister, ...rest } = HOLD
    expect(samePolicy(HOLD, { closedRegister, ...rest }, 'USD')).toBe(true)
    expect(samePolicy(HOLD, { ...HOLD, paused: false }, 'USD')).toBe(false)
  })
})

describe('order by hand', () => {
  test('an entry moves, and stops at the ends', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
    expect(moved(['a', 'b', 'c'], 2, -5)).toEqual(['c', 'a', 'b'])
    expect(moved(['a', 'b', 'c'], 1, 9)).toEqual(['a', 'c', 'b'])
    expect(moved(['a'], 3, 0)).toEqual(['a'])
  })

  test('a pointer means the place after all other rows whose middle it has passed', () => {
    const others = [0, 40, 80].map((top) => ({ top, height: 40 }))
    expect([-10, 30, 70, 200].map((y) => placeAt(y, others))).toEqual([0, 1, 2, 3])
    expect(placeAt(5, [])).toBe(0)
  })
})
