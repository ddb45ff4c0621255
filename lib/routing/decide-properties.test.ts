import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BEST, HOLD, request, SPLIT } from './example-request'
import { decide } from './policies'
import type { Decision, DecisionRequest, PlannedPart, Policy } from './types'

const policies: Policy[] = [
  BEST,
  HOLD,
  SPLIT,
  { ...SPLIT, whenUncovered: 'push-covered' },
  { ...SPLIT, whenUncovered: 'push-covered', maxParts: 2, keepLinesWhole: true },
  { kind: 'single-store', storeId: 's0' },
]

/** Up to four lines of three items over up to five stores, some far, some near, some of unknown place. */
const requests = fc
  .record({
    policy: fc.constantFrom(...policies),
    lines: fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C', 'x', '-'), fc.integer({ min: 1, max: 4 })), {
      minLength: 1,
      maxLength: 4,
    }),
    stores: fc.array(
      fc.record({
        has: fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)),
        safetyStock: fc.nat(1),
        priority: fc.nat(2),
        north: fc.constantFrom(null, 1, 2),
        enabled: fc.boolean(),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ policy, lines, stores }) => {
    const has = stores.map(({ has: [a, b, c] }, i) => [`s${i}`, `A${a} B${b} C${c}`] as const)
    const change = stores.map(({ safetyStock, priority, enabled, north }, i) => {
      const location = north === null ? null : { latitude: north, longitude: 0 }
      return [`s${i}`, { safetyStock, priority, enabled, location }] as const
    })
    const wanted = lines.map(([item, n]) => `${item}${n}`).join(' ')
    return request(policy, wanted, Object.fromEntries(has), {
      stores: Object.fromEntries(change),
      order: { shipTo: { latitude: 0, longitude: 0 } },
    })
  })

const unitsOf = (parts: PlannedPart[], lineId: string) =>
  parts
    .flatMap((part) => part.allocations)
    .filter((allocation) => allocation.lineId === lineId)
    .reduce((sum, allocation) => sum + allocation.quantity, 0)

/** Everything a decision proposes: what it pushes, or all it suggests. */
const plansOf = (decision: Decision) => (decision.outcome === 'push' ? [decision] : decision.suggestions)

const has = (input: DecisionRequest, storeId: string, itemId: string | null) => {
  const row = input.stock.find((each) => each.storeId === storeId && each.itemId === itemId)
  const store = input.stores.find((each) => each.id === storeId)
  return Math.max(0, (row?.sellable ?? 0) - (row?.promised ?? 0) - (store?.safetyStock ?? 0))
}

describe('decide, properties', () => {
  test('units placed and left over are the units wanted', () => {
    fc.assert(
      fc.property(requests, (input) => {
        for (const { parts, leftOver } of plansOf(decide(input)))
          for (const line of input.lines) {
            const left = leftOver.find((each) => each.lineId === line.id)?.quantity ?? 0
            expect(unitsOf(parts, line.id) + left).toBe(line.quantity)
          }
      }),
      { numRuns: 400, seed: 21 },
    )
  })

  test('a part that is not oversold never takes more than its store has', () => {
    fc.assert(
      fc.property(requests, (input) => {
        for (const part of plansOf(decide(input)).flatMap((plan) => plan.parts)) {
          expect(part.oversold).toBe(part.allocations.some((each) => each.unitsShort > 0))
          for (const item of ['A', 'B', 'C']) {
            const lines = input.lines.filter((line) => line.itemId === item && line.stock === 'stock')
            const covered = part.allocations
              .filter((each) => lines.some((line) => line.id === each.lineId))
              .reduce((sum, each) => sum + each.quantity - each.unitsShort, 0)
            expect(covered).toBeLessThanOrEqual(has(input, part.storeId, item))
          }
        }
      }),
      { numRuns: 400, seed: 22 },
    )
  })

  test('where a store covers everything, hold-if-short and split send all of it to one', () => {
    fc.assert(
      fc.property(requests, fc.constantFrom(HOLD, SPLIT), (input, policy) => {
        const decision = decide({ ...input, policy: { ...input.policy, policy } })
        const covering = decision.explanation.stores.filter(
          (verdict) => verdict.eligible && verdict.linesCovered === input.lines.length,
        )
        fc.pre(covering.length > 0)
        expect(decision).toMatchObject({ outcome: 'push', parts: [{ oversold: false }], leftOver: [] })
        const [part] = decision.outcome === 'push' ? decision.parts : []
        expect(covering.map((verdict) => verdict.storeId)).toContain(part?.storeId)
      }),
      { numRuns: 400, seed: 23 },
    )
  })

  test('the order of stores and stock rows changes nothing but the order of the verdicts', () => {
    const key = (decision: Decision) => ({
      ...decision,
      explanation: {
        ...decision.explanation,
        stores: decision.explanation.stores.toSorted((a, b) => (a.storeId < b.storeId ? -1 : 1)),
      },
    })
    fc.assert(
      fc.property(requests, (input) => {
        const turned = { ...input, stores: input.stores.toReversed(), stock: input.stock.toReversed() }
        expect(key(decide(turned))).toEqual(key(decide(input)))
      }),
      { numRuns: 300, seed: 24 },
    )
  })

  test('one more unit anywhere never leaves more behind', () => {
    const left = (decision: Decision) => decision.leftOver.reduce((sum, each) => sum + each.quantity, 0)
    const policy: Policy = { ...SPLIT, whenUncovered: 'push-covered' }
    fc.assert(
      fc.property(requests, fc.nat(), (some, pick) => {
        const input = { ...some, policy: { ...some.policy, policy } }
        const stock = input.stock.map((row, i) =>
          i === pick % input.stock.length ? { ...row, sellable: row.sellable + 1 } : row,
        )
        const [poorer, richer] = [decide(input), decide({ ...input, stock })]
        fc.pre(poorer.outcome === richer.outcome)
        expect(left(richer)).toBeLessThanOrEqual(left(poorer))
      }),
      { numRuns: 300, seed: 25 },
    )
  })

  test('a transfer moves only what its sender has, and never more than is short', () => {
    fc.assert(
      fc.property(requests, (input) => {
        for (const { parts, transfers } of plansOf(decide(input))) {
          const short = parts
            .flatMap((part) => part.allocations)
            .reduce((sum, each) => sum + each.unitsShort, 0)
          expect(transfers.reduce((sum, each) => sum + each.quantity, 0)).toBeLessThanOrEqual(short)
          for (const { fromStoreId, itemId } of transfers) {
            const sent = transfers.filter(
              (each) => each.fromStoreId === fromStoreId && each.itemId === itemId,
            )
            expect(sent.reduce((sum, each) => sum + each.quantity, 0)).toBeLessThanOrEqual(
              has(input, fromStoreId, itemId),
            )
          }
        }
      }),
      { numRuns: 300, seed: 26 },
    )
  })
})
