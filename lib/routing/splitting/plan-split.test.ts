import { describe, expect, test } from 'vitest'
import { divide, order, plan, used } from './example-split'
import { fillItem } from './fill-item'
import { planSplit } from './plan-split'

describe('planSplit, worked cases', () => {
  test.each([
    ['one store has everything', 'A1 B1', { S1: 'B1', S2: 'A1 B1' }, ['S2']],
    ['a walk by priority would use three', 'A1 B1 C1', { S1: 'B1', S2: 'B1 C1', S3: 'A1' }, ['S2', 'S3']],
    [
      'largest cover first would use three',
      'A1 B1 C1 D1',
      { S1: 'A1 D1', S2: 'A1 B1', S3: 'C1 D1' },
      ['S2', 'S3'],
    ],
    ['a quantity nobody has alone is divided', 'A5', { S1: 'A3', S2: 'A1', S3: 'A2' }, ['S1', 'S3']],
    ['among equals the cheaper one', 'A1', { S1: 'A1', S2: 'A9' }, ['S1']],
  ])('%s', (_, wanted, stores, expected) => {
    const answer = plan(order(wanted, stores))
    expect(used(answer)).toEqual(expected)
    expect(answer.proof).toEqual({ optimal: true, stores: expected.length })
  })

  test('a line is kept together where that costs no store', () => {
    const answer = plan(order('A2 B1', { S1: 'A1 B1', S2: 'A2', S3: 'A1' }))
    expect(answer.objective).toMatchObject({ stores: 2, divided: 0 })
  })

  test('what no store has is left over, with its reason', () => {
    expect(plan(order('A2 B1', { S1: 'A1', S2: 'B1' })).leftOver).toEqual([
      { lineId: 'l0', quantity: 1, reason: 'no-stock-anywhere' },
    ])
  })

  test('kept whole, a line no store holds is left over whole', () => {
    expect(plan(order('A3 B1', { S1: 'A2', S2: 'A1 B1' }), { allowDivide: false }).leftOver).toEqual([
      { lineId: 'l0', quantity: 3, reason: 'no-store-holds-the-whole-line' },
    ])
  })

  test('a limit of stores leaves over what would need one more', () => {
    const answer = plan(order('A1 B1 C1', { S1: 'A1', S2: 'B1', S3: 'C1' }), {
      allowDivide: true,
      maxStores: 2,
    })
    expect(answer.objective).toMatchObject({ fulfilled: 2, stores: 2 })
    expect(answer.leftOver).toEqual([{ lineId: 'l2', quantity: 1, reason: 'too-many-parts' }])
  })

  test('out of work it says so, with a bound that is true', () => {
    const stores = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`S${i}`, `${'ABCDEF'[i % 6]}1`]))
    const answer = plan(order('A1 B1 C1 D1 E1 F1', stores), { allowDivide: true, maxWork: 5 })
    expect(answer.proof.optimal).toBe(false)
    expect(answer.proof.stores).toBeLessThanOrEqual(6)
    expect(answer.objective.fulfilled).toBe(6)
  })

  test.each([
    [
      {
        ...order('A1', { S1: 'A1' }),
        stores: [
          { id: 'S1', cost: 0, stock: {} },
          { id: 'S1', cost: 1, stock: {} },
        ],
      },
      'duplicate-store',
    ],
    [order('A0', { S1: 'A1' }), 'bad-quantity'],
    [{ ...order('A1', { S1: 'A1' }), lines: [{ id: 'l', item: 'A', quantity: 1.5 }] }, 'bad-quantity'],
    [{ ...order('A1', { S1: 'A1' }), stores: [{ id: 'S1', cost: -1, stock: {} }] }, 'bad-cost'],
  ])('refuses bad input %#', (request, kind) => {
    expect(planSplit(request, divide)).toMatchObject({ ok: false, refusal: { kind } })
  })
})

describe('planSplit, past its work', () => {
  test('stores the hasty plan turns out not to need are given back', () => {
    const hasty = plan(order('A1 B1 C1 D1', { S1: 'A1 D1', S2: 'A1 B1', S3: 'C1 D1' }), {
      allowDivide: true,
      maxWork: 0,
    })
    expect(used(hasty)).toEqual(['S2', 'S3'])
    // No store has everything, which is known before any search.
    expect(hasty.proof).toEqual({ optimal: false, stores: 2 })
  })

  test('where the hasty plan takes three and two are enough, the bound is two', () => {
    const baits = { P: 'C1', Q: 'F1', Z: 'A1 B1 D1 E1', X: 'A1 B1 C1', Y: 'D1 E1 F1' }
    const hasty = plan(order('A1 B1 C1 D1 E1 F1', baits), { allowDivide: true, maxWork: 0 })
    expect(hasty.objective.stores).toBe(3)
    expect(hasty.proof).toEqual({ optimal: false, stores: 2 })
  })

  test('many equal stores for one item on several lines are one choice, not thousands', () => {
    const stores = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`S${i}`, `A${i % 2}`]))
    const answer = plan(order('A3 A3 A3 A3', stores), { allowDivide: true, maxWork: 20_000 })
    expect(answer.proof).toEqual({ optimal: true, stores: 12 })
    expect(answer.objective).toMatchObject({ fulfilled: 12, stores: 12 })
  })
})

test('lines of one item share the pool', () => {
  const lines = [
    { line: 0, quantity: 2, keepWhole: false },
    { line: 1, quantity: 2, keepWhole: false },
  ]
  expect(fillItem(lines, [2, 2], { left: 100 })).toMatchObject({ units: 4, divided: 0 })
  expect(fillItem(lines, [3, 1], { left: 100 })).toMatchObject({ units: 4, divided: 1 })
})
