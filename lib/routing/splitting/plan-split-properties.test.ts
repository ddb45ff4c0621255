import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plan, used } from './example-split'
import type { SplitAnswer } from './plan-split'
import type { SplitOptions, SplitRequest } from './split-request'

const instances = fc
  .record({
    lines: fc.array(
      fc.record({
        item: fc.constantFrom('A', 'B', 'C'),
        quantity: fc.integer({ min: 1, max: 4 }),
        keepWhole: fc.boolean(),
      }),
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
    maxStores: fc.constantFrom(null, null, 1, 2, 3),
  })
  .map(({ lines, stores, ...options }) => ({
    options,
    request: {
      lines: lines.map((line, index) => ({ id: `l${index}`, ...line })),
      stores: stores.map(({ cost, has }, index) => ({
        id: `s${index}`,
        cost,
        stock: Object.fromEntries(has.map((available, item) => ['ABC'[item] ?? '', available])),
      })),
    } satisfies SplitRequest,
  }))

const stockRows = ({ stores }: SplitRequest) =>
  stores.flatMap(({ id, stock }) =>
    Object.entries(stock).map(([item, available]) => ({ store: id, item, available })),
  )

/** Every way to hand out units, line by line: slow, and written from the objective alone. */
function bruteForce(request: SplitRequest, { allowDivide, maxStores }: SplitOptions): string {
  let best: { rank: number[]; ids: string } | null = null
  const left = new Map(
    stockRows(request).map((row) => [`${row.store}${row.item}`, Math.max(0, row.available)]),
  )
  const taken: number[][] = request.lines.map(() => [])
  const judge = () => {
    const stores = request.stores.filter((_, s) => taken.some((row) => (row[s] ?? 0) > 0))
    if (stores.length > (maxStores ?? stores.length)) return
    const items = [...new Set(request.lines.map((line) => line.item))]
    const depth = stores.reduce(
      (sum, store) =>
        sum +
        items.reduce((total, item) => {
          const wanted = request.lines.filter((l) => l.item === item).reduce((n, l) => n + l.quantity, 0)
          const has = store.stock[item] ?? 0
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
      if ((allowDivide && !wanted.keepWhole) || whole)
        walk(line + 1, 0, request.lines[line + 1]?.quantity ?? 0)
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
      fc.property(instances, ({ request, options }) => {
        fc.pre(request.lines.length * request.stores.length <= 12)
        const answer = plan(request, options)
        const { fulfilled, stores, divided, cost, depth } = answer.objective
        expect(
          JSON.stringify({
            rank: [fulfilled, -stores, -divided, -cost, depth].map((n) => n + 0),
            ids: used(answer).join('\n'),
          }),
        ).toBe(JSON.stringify(JSON.parse(bruteForce(request, options))).replaceAll('-0', '0'))
      }),
      { numRuns: 3000, seed: 20261124 },
    )
  })

  test('never more than a store has, and everything adds up', () => {
    fc.assert(
      fc.property(instances, ({ request, options }) => {
        const answer = plan(request, options)
        for (const row of stockRows(request)) {
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
      fc.property(instances, ({ request, options }) => {
        const turned = {
          lines: request.lines.toReversed(),
          stores: request.stores.toReversed(),
        }
        const key = (answer: SplitAnswer) => ({
          ...answer,
          allocations: answer.allocations.map((a) => JSON.stringify(a)).toSorted(),
          leftOver: answer.leftOver.map((l) => JSON.stringify(l)).toSorted(),
        })
        expect(key(plan(turned, options))).toEqual(key(plan(request, options)))
      }),
      { seed: 8 },
    )
  })

  test('one more unit anywhere never makes the plan worse, on any level', () => {
    const levels = ({ objective: { fulfilled, stores, divided, cost, depth } }: SplitAnswer) => [
      fulfilled,
      -stores,
      -divided,
      -cost,
      depth,
    ]
    fc.assert(
      fc.property(instances, fc.nat(), fc.constantFrom('A', 'B', 'C'), ({ request, options }, pick, item) => {
        const richer = {
          ...request,
          stores: request.stores.map((store, index) =>
            index === pick % request.stores.length
              ? { ...store, stock: { ...store.stock, [item]: Math.max(0, store.stock[item] ?? 0) + 1 } }
              : store,
          ),
        }
        const [before, after] = [levels(plan(request, options)), levels(plan(richer, options))]
        const first = before.findIndex((level, index) => level !== after[index])
        expect(first === -1 ? 0 : (after[first] ?? 0) - (before[first] ?? 0)).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 1000, seed: 9 },
    )
  })

  test('a single store that covers everything is always the plan, the cheapest of them', () => {
    fc.assert(
      fc.property(instances, ({ request, options }) => {
        const covering = request.stores.filter((store) =>
          request.lines.every(
            ({ item }) =>
              (store.stock[item] ?? 0) >=
              request.lines.reduce((sum, line) => sum + (line.item === item ? line.quantity : 0), 0),
          ),
        )
        fc.pre(covering.length > 0)
        const answer = plan(request, options)
        expect(answer.objective).toMatchObject({
          stores: 1,
          divided: 0,
          cost: Math.min(...covering.map((store) => store.cost)),
        })
        expect(answer.leftOver).toEqual([])
      }),
      { seed: 11 },
    )
  })

  test('whatever the limit, the plan is legal, the bound true, and optimal is never claimed falsely', () => {
    fc.assert(
      fc.property(instances, fc.integer({ min: 0, max: 60 }), ({ request, options }, maxWork) => {
        const whole = plan(request, options)
        const hasty = plan(request, { ...options, maxWork })
        if (hasty.proof.optimal) expect(hasty).toEqual(whole)
        expect(hasty.objective.fulfilled).toBeLessThanOrEqual(whole.objective.fulfilled)
        expect(used(hasty)).toHaveLength(hasty.objective.stores)
        expect(hasty.allocations.reduce((sum, a) => sum + a.quantity, 0)).toBe(hasty.objective.fulfilled)
        const fewest = [0, 1, 2, 3, 4, 5].find(
          (maxStores) =>
            plan(request, { ...options, maxStores }).objective.fulfilled >= hasty.objective.fulfilled,
        )
        expect(hasty.proof.stores).toBeLessThanOrEqual(fewest ?? 0)
      }),
      { numRuns: 600, seed: 10 },
    )
  })
})
