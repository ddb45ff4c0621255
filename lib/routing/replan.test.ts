import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BEST, HOLD, request, SPLIT } from './example-request'
import { replan, type HeldOrder } from './replan'
import type { DecisionRequest } from './types'

const held = (id: string, receivedAtMs: number, asked: DecisionRequest): HeldOrder => ({
  id,
  receivedAtMs,
  request: asked,
})
const pushed = (orders: HeldOrder[], first: Parameters<typeof replan>[1] = 'oldest-first') =>
  replan(orders, first).flatMap(({ id, decision }) => (decision.outcome === 'push' ? [id] : []))

const stock = { s1: 'A3', s2: 'A2' }

describe('replan', () => {
  test('two orders never count on the same unit: the older has it', () => {
    const last = { s1: 'A1' }
    expect(
      pushed([held('new', 2, request(HOLD, 'A1', last)), held('old', 1, request(HOLD, 'A1', last))]),
    ).toEqual(['old'])
  })

  test('what the first takes from one store sends the second to another', () => {
    const [one, two] = replan(
      [held('a', 1, request(HOLD, 'A2', stock)), held('b', 2, request(HOLD, 'A2', stock))],
      'oldest-first',
    )
    expect(one?.decision).toMatchObject({ outcome: 'push', parts: [{ storeId: 's1' }] })
    expect(two?.decision).toMatchObject({ outcome: 'push', parts: [{ storeId: 's2' }] })
    expect(two?.request.stock).toContainEqual({ storeId: 's1', itemId: 'A', sellable: 3, promised: 2 })
    expect(two?.request.heldBefore).toEqual([{ orderId: 'a', storeId: 's1', itemId: 'A', units: 2 }])
    expect(one?.request.heldBefore).toBeUndefined()
  })

  test('an order that is oversold claims only what there is, two lines of one item together', () => {
    const [, after] = replan(
      [held('a', 1, request(BEST, 'A2 A2', stock)), held('b', 2, request(BEST, 'A1', stock))],
      'oldest-first',
    )
    expect(after?.request.heldBefore).toEqual([{ orderId: 'a', storeId: 's1', itemId: 'A', units: 3 }])
  })

  test('an order that cannot be filled keeps nothing from those after it, unless its policy says so', () => {
    const big = request(HOLD, 'A9', stock)
    const small = request(HOLD, 'A3', stock)
    expect(pushed([held('big', 1, big), held('small', 2, small)])).toEqual(['small'])
    const promising = { ...big, policy: { ...big.policy, promiseToHeldOrders: true } }
    expect(pushed([held('big', 1, promising), held('small', 2, small)])).toEqual([])
  })

  test('the most valuable first', () => {
    const last = { s1: 'A1' }
    const order = (totalMinor: number) => {
      const asked = request(HOLD, 'A1', last)
      return { ...asked, order: { ...asked.order, totalMinor } }
    }
    expect(pushed([held('old', 1, order(100)), held('dear', 2, order(900))], 'most-valuable-first')).toEqual([
      'dear',
    ])
  })

  test('most orders cleared: small ones first, where that clears more', () => {
    const all = { s1: 'A2' }
    const orders = [
      held('big', 1, request(HOLD, 'A2', all)),
      held('x', 2, request(HOLD, 'A1', all)),
      held('y', 3, request(HOLD, 'A1', all)),
    ]
    expect(pushed(orders, 'most-orders-cleared')).toEqual(['x', 'y'])
    expect(pushed(orders)).toEqual(['big'])
  })

  test('whatever is held: no unit is counted on twice, and the order of the input changes nothing', () => {
    const orders = fc.array(
      fc.record({
        a: fc.integer({ min: 0, max: 3 }),
        b: fc.integer({ min: 1, max: 3 }),
        at: fc.integer({ min: 0, max: 5 }),
        split: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    )
    const has = fc.record({ s1: fc.integer({ min: 0, max: 4 }), s2: fc.integer({ min: 0, max: 4 }) })
    const rule = fc.constantFrom(
      'oldest-first' as const,
      'most-valuable-first' as const,
      'most-orders-cleared' as const,
    )
    fc.assert(
      fc.property(orders, has, rule, (drawn, units, first) => {
        const shelves = { s1: `A${units.s1} B${units.s2}`, s2: `A${units.s2} B${units.s1}` }
        const all = drawn.map(({ a, b, at, split }, index) =>
          held(`o${index}`, at, request(split ? SPLIT : HOLD, `${a > 0 ? `A${a} ` : ''}B${b}`, shelves)),
        )
        const plans = replan(all, first)
        expect(replan(all.toReversed(), first)).toEqual(plans)
        for (const row of all[0]?.request.stock ?? []) {
          const taken = plans.flatMap(({ decision, request: asked }) =>
            decision.outcome === 'push'
              ? decision.parts
                  .filter((part) => part.storeId === row.storeId)
                  .flatMap((part) => part.allocations)
                  .filter(
                    ({ lineId }) => asked.lines.find((line) => line.id === lineId)?.itemId === row.itemId,
                  )
              : [],
          )
          expect(taken.reduce((sum, one) => sum + one.quantity, 0)).toBeLessThanOrEqual(row.sellable)
        }
      }),
      { seed: 20261125, numRuns: 400 },
    )
  })
})
