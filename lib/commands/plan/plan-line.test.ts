import { describe, expect, test } from 'vitest'
import { planLine } from './plan-line'

const answer = (request: unknown): Record<string, unknown> => {
  const { ms: _took, ...rest } = JSON.parse(planLine(JSON.stringify(request))) as Record<string, unknown>
  return rest
}
const store = (id: string, cost: number, stock: Record<string, unknown>, more = {}) => ({
  id,
  cost,
  stock,
  ...more,
})

describe('planLine', () => {
  test('answers the documented example to the letter', () => {
    expect(
      answer({
        id: 'a',
        lines: [{ item: 'i0', quantity: 3 }],
        stores: [{ id: 's1', cost: 6, stock: { i0: 2 }, excluded: false }],
        allowDivide: true,
      }),
    ).toEqual({
      id: 'a',
      assignments: [{ line: 0, store: 's1', quantity: 2 }],
      leftOver: [{ line: 0, quantity: 1, reason: 'no-stock-anywhere' }],
      objective: { fulfilled: 2, stores: 1, divided: 0, cost: 6 },
      proof: { optimal: true, stores: 1 },
    })
  })

  test('lines are known by their place, also beyond the tenth', () => {
    const lines = Array.from({ length: 12 }, (_, index) => ({ item: `i${index}`, quantity: 1 }))
    const stock = Object.fromEntries(lines.map(({ item }) => [item, 1]))
    const { assignments } = answer({ id: 1, lines, stores: [store('s', 0, stock)] })
    expect(assignments).toEqual(lines.map((_, line) => ({ line, store: 's', quantity: 1 })))
  })

  test('limits, whole lines, excluded stores and negative stock', () => {
    const lines = [
      { item: 'a', quantity: 2, keepWhole: true },
      { item: 'b', quantity: 1 },
    ]
    const stores = [
      store('s1', 1, { a: 1, b: -4 }),
      store('s2', 2, { a: 1 }),
      store('s3', 3, { a: 2 }, { excluded: true }),
      store('s4', 4, { b: 1 }),
    ]
    expect(answer({ id: 'x', lines, stores })).toMatchObject({
      assignments: [{ line: 1, store: 's4', quantity: 1 }],
      leftOver: [{ line: 0, quantity: 2, reason: 'no-store-holds-the-whole-line' }],
    })
    expect(answer({ id: 'x', lines: lines.slice(1), stores, maxStores: 0 })).toMatchObject({
      objective: { fulfilled: 0, stores: 0, divided: 0, cost: 0 },
      leftOver: [{ line: 0, quantity: 1, reason: 'too-many-parts' }],
    })
  })

  test('items may have any name', () => {
    const lines = ['constructor', '__proto__', 'toString'].map((item) => ({ item, quantity: 1 }))
    const text = `{"id":"p","lines":${JSON.stringify(lines)},"stores":[{"id":"s","cost":0,"stock":{"__proto__":1}}]}`
    expect(JSON.parse(planLine(text))).toMatchObject({ objective: { fulfilled: 1 } })
  })

  test.each<[string, unknown, RegExp]>([
    ['null', null, /a JSON object/],
    ['a list', [], /a JSON object/],
    ['no id', { lines: [], stores: [] }, /id must be/],
    ['no lines', { id: 'x', stores: [] }, /lines must be a list/],
    ['no stores', { id: 'x', lines: [] }, /stores must be a list/],
    ['a fraction', { id: 'x', lines: [{ item: 'a', quantity: 1.5 }], stores: [] }, /lines\[0\]\.quantity/],
    ['nothing wanted', { id: 'x', lines: [{ item: 'a', quantity: 0 }], stores: [] }, /lines\[0\]\.quantity/],
    [
      'text for a number',
      { id: 'x', lines: [{ item: 'a', quantity: '1' }], stores: [] },
      /lines\[0\]\.quantity/,
    ],
    ['a store without stock', { id: 'x', lines: [], stores: [{ id: 's', cost: 1 }] }, /stores\[0\]\.stock/],
    ['a negative cost', { id: 'x', lines: [], stores: [store('s', -1, {})] }, /cost of store “s”/],
    ['one id twice', { id: 'x', lines: [], stores: [store('s', 1, {}), store('s', 2, {})] }, /Two stores/],
    [
      'half a unit',
      { id: 'x', lines: [{ item: 'a', quantity: 1 }], stores: [store('s', 1, { a: 0.5 })] },
      /stock of “a” in store “s”/,
    ],
    [
      'stock as text',
      { id: 'x', lines: [{ item: 'a', quantity: 1 }], stores: [store('s', 1, { a: '2' })] },
      /stock of “a” in store “s”/,
    ],
    ['a limit below zero', { id: 'x', lines: [], stores: [], maxStores: -1 }, /maxStores/],
    [
      'costs beyond exact sums',
      { id: 'x', lines: [{ item: 'a', quantity: 1 }], stores: [store('s', 9e15, { a: 1 })] },
      /too large/,
    ],
  ])('%s is an error of its own line', (_, request, error) => {
    const { error: said, id } = answer(request)
    expect(said).toMatch(error)
    expect(id).toBe((request as { id?: string } | null)?.id ?? null)
  })

  test('text that is no JSON is an error without an id', () => {
    expect(JSON.parse(planLine('{"id":"cut'))).toMatchObject({
      id: null,
      error: expect.stringMatching(/no JSON/),
    })
  })
})
