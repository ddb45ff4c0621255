import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fillItem } from './split-item'
import { planSplit, type SplitAnswer, type SplitOptions, type SplitRequest } from './splitting'

const divide: SplitOptions = { allowDivide: true }

/** "A1 B2" → what a store has. */
const stockOf = (stores: Record<string, string>): SplitRequest['stock'] =>
  Object.entries(stores).flatMap(([store, has]) =>
    has.split(' ').map((text) => ({ store, item: text.slice(0, 1), available: Number(text.slice(1)) })),
  )
const order = (wanted: string, stores: Record<string, string>): SplitRequest => ({
  lines: wanted.split(' ').map((text, index) => ({
    id: `l${index}`,
    item: text.slice(0, 1),
    quantity: Number(text.slice(1)),
  })),
  stores: Object.keys(stores).map((id, index) => ({ id, cost: index })),
  stock: stockOf(stores),
})
const plan = (request: SplitRequest, options = divide): SplitAnswer => {
  const result = planSplit(request, options)
  if (!result.ok) throw new Error(result.refusal.kind)
  return result.answer
}
const used = (answer: SplitAnswer) => [...new Set(answer.allocations.map((a) => a.storeId))].toSorted()

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
          { id: 'S1', cost: 0 },
          { id: 'S1', cost: 1 },
        ],
      },
      'duplicate-id',
    ],
    [order('A0', { S1: 'A1' }), 'bad-quantity'],
    [{ ...order('A1', { S1: 'A1' }), lines: [{ id: 'l', item: 'A', quantity: 1.5 }] }, 'bad-quantity'],
    [{ ...order('A1', { S1: 'A1' }), stores: [{ id: 'S1', cost: -1 }] }, 'bad-cost'],
  ])('refuses bad input %#', (request, kind) => {
    expect(planSplit(request, divide)).toMatchObject({ ok: false, refusal: { kind } })
  })
})

const instances = fc
  .record({
    lines: fc.array(
      fc.record({ item: fc.constantFrom('A', 'B', 'C'), quantity: fc.integer({ min: 1, max: 4 }) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    stores: fc.array(
      fc.record({
        cost: fc.integer({ min: 0, max: 3 }),
        has: fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 3, maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    allowDivide: fc.boolean(),
  })
  .map(({ lines, stores, allowDivide }) => ({
    allowDivide,
    request: {
      lines: lines.map((line, index) => ({ id: `l${index}`, ...line })),
      stores: stores.map(({ cost }, index) => ({ id: `s${index}`, cost })),
      stock: stores.flatMap(({ has }, index) =>
        has.map((available, item) => ({ store: `s${index}`, item: 'ABC'[item] ?? '', available })),
      ),
    } satisfies SplitRequest,
  }))

/** Every way to hand out units, line by line: slow, and written from the objective alone. */
function bruteForce(request: SplitRequest, allowDivide: boolean): string {
  let best: { rank: number[]; ids: string } | null = null
  const left = new Map(request.stock.map((row) => [`${row.store}${row.item}`, Math.max(0, row.available)]))
  const taken: number[][] = request.lines.map(() => [])
  const judge = () => {
    const stores = request.stores.filter((_, s) => taken.some((row) => (row[s] ?? 0) > 0))
    const items = [...new Set(request.lines.map((line) => line.item))]
    const depth = stores.reduce(
      (sum, store) =>
        sum +
        items.reduce((total, item) => {
          const wanted = request.lines.filter((l) => l.item === item).reduce((n, l) => n + l.quantity, 0)
          const has = request.stock.find((row) => row.store === store.id && row.item === item)?.available ?? 0
          return total + Math.min(10, Math.max(0, Math.max(0, has) - wanted))
        }, 0),
      0,
    )
    const rank = [
      taken.flat().reduce((sum, n) => sum + n, 0),
      -stores.length,
      -taken.filter((row) => row.filter((n) => n > 0).length > 1).length,
      -stores.reduce((sum, store) => sum + store.cost, 0),
      depth,
    ]
    const ids = stores
      .map((store) => store.id)
      .toSorted()
      .join('\n')
    const current = best
    const first = current ? rank.findIndex((n, i) => n !== current.rank[i]) : 0
    if (!current || (first >= 0 ? (rank[first] ?? 0) > (current.rank[first] ?? 0) : ids < current.ids))
      best = { rank, ids }
  }
  const walk = (line: number, store: number, open: number) => {
    const wanted = request.lines[line]
    if (!wanted) return judge()
    const row = taken[line] ?? []
    if (store === request.stores.length) {
      const whole = row.filter((n) => n > 0).length <= 1 && (open === 0 || open === wanted.quantity)
      if (allowDivide || whole) walk(line + 1, 0, request.lines[line + 1]?.quantity ?? 0)
      return
    }
    const key = `s${store}${wanted.item}`
    const have = left.get(key) ?? 0
    for (let n = 0; n <= Math.min(open, have); n += 1) {
      row[store] = n
      left.set(key, have - n)
      walk(line, store + 1, open - n)
    }
    left.set(key, have)
    row[store] = 0
  }
  walk(0, 0, request.lines[0]?.quantity ?? 0)
  return JSON.stringify(best)
}

describe('planSplit, properties', () => {
  test('agrees with brute force on the whole objective', () => {
    fc.assert(
      fc.property(instances, ({ request, allowDivide }) => {
        fc.pre(request.lines.length * request.stores.length <= 12)
        const answer = plan(request, { allowDivide })
        const { fulfilled, stores, divided, cost, depth } = answer.objective
        expect(
          JSON.stringify({
            rank: [fulfilled, -stores, -divided, -cost, depth].map((n) => n + 0),
            ids: used(answer).join('\n'),
          }),
        ).toBe(JSON.stringify(JSON.parse(bruteForce(request, allowDivide))).replaceAll('-0', '0'))
      }),
      { numRuns: 1500, seed: 20261124 },
    )
  })

  test('never more than a store has, and everything adds up', () => {
    fc.assert(
      fc.property(instances, ({ request, allowDivide }) => {
        const answer = plan(request, { allowDivide })
        for (const row of request.stock) {
          const lines = request.lines.filter((line) => line.item === row.item).map((line) => line.id)
          const taken = answer.allocations.filter((a) => a.storeId === row.store && lines.includes(a.lineId))
          expect(taken.reduce((sum, a) => sum + a.quantity, 0)).toBeLessThanOrEqual(
            Math.max(0, row.available),
          )
        }
        for (const line of request.lines) {
          const of = (rows: { lineId: string; quantity: number }[]) =>
            rows.filter((row) => row.lineId === line.id).reduce((sum, row) => sum + row.quantity, 0)
          expect(of(answer.allocations) + of(answer.leftOver)).toBe(line.quantity)
        }
      }),
      { seed: 7 },
    )
  })

  test('the order of stores, lines and stock rows changes nothing', () => {
    fc.assert(
      fc.property(instances, ({ request, allowDivide }) => {
        const turned = {
          lines: request.lines.toReversed(),
          stores: request.stores.toReversed(),
          stock: request.stock.toReversed(),
        }
        const key = (answer: SplitAnswer) => ({
          ...answer,
          allocations: answer.allocations.map((a) => JSON.stringify(a)).toSorted(),
          leftOver: answer.leftOver.map((l) => JSON.stringify(l)).toSorted(),
        })
        expect(key(plan(turned, { allowDivide }))).toEqual(key(plan(request, { allowDivide })))
      }),
      { seed: 8 },
    )
  })

  test('one more unit anywhere never fulfils less', () => {
    fc.assert(
      fc.property(instances, fc.nat(), ({ request, allowDivide }, pick) => {
        const richer = {
          ...request,
          stock: request.stock.map((row, index) =>
            index === pick % request.stock.length ? { ...row, available: row.available + 1 } : row,
          ),
        }
        expect(plan(richer, { allowDivide }).objective.fulfilled).toBeGreaterThanOrEqual(
          plan(request, { allowDivide }).objective.fulfilled,
        )
      }),
      { seed: 9 },
    )
  })
})

test('lines of one item share the pool', () => {
  const lines = [
    { line: 0, quantity: 2, keepWhole: false },
    { line: 1, quantity: 2, keepWhole: false },
  ]
  expect(fillItem(lines, [2, 2])).toMatchObject({ units: 4, divided: 0 })
  expect(fillItem(lines, [3, 1])).toMatchObject({ units: 4, divided: 1 })
})
