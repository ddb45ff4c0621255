import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChannelCharge, ChannelLine, ChannelOrder } from '@/lib/integrations/channel-order'
import { sumsOf } from '@/lib/integrations/order-sums'
import { unitsToPlace } from '../lines'
import { shareMoney } from './part-money'

const line = (change: Partial<ChannelLine> = {}): ChannelLine => ({
  externalId: 'a',
  sku: 'MUG',
  title: 'Mug',
  quantity: 4,
  toShip: 4,
  unitPriceMinor: 1000,
  discountMinor: 0,
  taxMinor: 330,
  taxRate: '0.0825',
  needsShipping: true,
  ...change,
})
const charge = (kind: ChannelCharge['kind'], netMinor: number): ChannelCharge => ({
  kind,
  title: kind,
  netMinor,
  taxMinor: 0,
  taxRate: '0',
})
const order = (lines: ChannelLine[], change: Partial<ChannelOrder> = {}): ChannelOrder => {
  const made: ChannelOrder = {
    externalId: '1',
    number: '#1',
    url: null,
    placedAt: '2026-11-24T12:00:00.000Z',
    updatedAt: '2026-11-24T12:00:00.000Z',
    test: false,
    source: 'online',
    payment: { status: 'paid', method: '' },
    cancelledAt: null,
    currency: 'USD',
    pricesIncludeTax: false,
    lines,
    charges: [charge('shipping', 1000)],
    totalMinor: 0,
    customer: { name: '', email: '', phone: '' },
    shipTo: null,
    shipToCount: 0,
    tags: [],
    note: '',
    risky: false,
    ...change,
  }
  return { ...made, totalMinor: sumsOf(made).wantedMinor }
}
/** A part that was sold: what it got when it was planned. */
const sold = (of: ChannelOrder, units: { lineId: string; quantity: number; unitsElsewhere?: number }[]) => {
  const [money] = shareMoney(of, [], [units]).parts
  if (!money) throw new Error('a part has money')
  return { lines: units, money }
}

describe('a sold part that its store has shipped meanwhile', () => {
  const before = order([line()])
  const first = sold(before, [{ lineId: 'a', quantity: 2, unitsElsewhere: 0 }])
  const after = order([line({ toShip: 2 })])

  test('is not taken off twice: the other units are still to be placed', () => {
    expect(unitsToPlace(after, first.lines)).toEqual(new Map([['a', 2]]))
  })

  test('leaves its other units all of the money that is left', () => {
    const { parts, leftOver } = shareMoney(after, [first], [[{ lineId: 'a', quantity: 2 }]])
    expect(parts[0]?.lines).toMatchObject([{ quantity: 2, netMinor: 2000, taxMinor: 165 }])
    expect((parts[0]?.totalMinor ?? 0) + first.money.totalMinor).toBe(before.totalMinor)
    expect(leftOver.totalMinor).toBe(0)
  })

  test('units that somebody else had shipped before are never placed again', () => {
    const partly = order([line({ toShip: 3 })])
    const part = sold(partly, [{ lineId: 'a', quantity: 2, unitsElsewhere: 1 }])
    expect(unitsToPlace(partly, part.lines)).toEqual(new Map([['a', 1]]))
    expect(unitsToPlace(order([line({ toShip: 1 })]), part.lines)).toEqual(new Map([['a', 1]]))
    expect(unitsToPlace(order([line({ toShip: 0 })]), part.lines)).toEqual(new Map([['a', 0]]))
  })
})

describe('an order that was edited after a part of it was sold', () => {
  const lines = [line(), line({ externalId: 'b', quantity: 1, toShip: 1, taxMinor: 83 })]
  const before = order(lines, { charges: [charge('shipping', 1000), charge('tip', 500)] })
  const first = sold(before, [{ lineId: 'a', quantity: 4, unitsElsewhere: 0 }])

  test('money taken back for sold units is never a debt of the next part', () => {
    const refunded = order([line({ quantity: 3, toShip: 3, taxMinor: 248 }), ...lines.slice(1)], {
      charges: before.charges,
    })
    const [second] = shareMoney(refunded, [first], [[{ lineId: 'b', quantity: 1 }]]).parts
    expect(second?.lines).toEqual([
      { lineId: 'b', quantity: 1, netMinor: 1000, taxMinor: 83, taxRate: '0.0825' },
    ])
  })

  test('a charge keeps to itself when another one before it is gone', () => {
    const cheaper = order(lines, { charges: [charge('tip', 500)] })
    const [second] = shareMoney(cheaper, [first], [[{ lineId: 'b', quantity: 1 }]]).parts
    expect(second?.charges).toMatchObject([{ kind: 'tip', netMinor: 100 }])
  })
})

test('whatever is shipped, sold, split and left over, every minor unit of the order is somewhere once', () => {
  const arbitrary = fc.array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 6 }),
      shipped: fc.integer({ min: 0, max: 6 }),
      price: fc.nat(9_999),
      discount: fc.nat(500),
      tax: fc.nat(900),
      split: fc.array(fc.nat(6), { minLength: 3, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  const amounts = fc.record({ shipping: fc.nat(3_000), tip: fc.nat(500), includeTax: fc.boolean() })
  fc.assert(
    fc.property(arbitrary, amounts, fc.constantFrom('USD', 'JPY', 'KWD'), (rows, extra, currency) => {
      const whole = order(
        rows.map((row, index) =>
          line({
            externalId: String(index),
            quantity: row.quantity,
            toShip: Math.max(0, row.quantity - row.shipped),
            unitPriceMinor: row.price,
            discountMinor: Math.min(row.discount, row.price),
            taxMinor: row.tax,
          }),
        ),
        {
          currency,
          pricesIncludeTax: extra.includeTax,
          charges: [charge('shipping', extra.shipping), charge('tip', extra.tip)],
        },
      )
      const left = unitsToPlace(whole, [])
      const take = (index: number) =>
        rows.flatMap((row, at) => {
          const free = left.get(String(at)) ?? 0
          const quantity = Math.min(free, row.split[index] ?? 0)
          left.set(String(at), free - quantity)
          const unitsElsewhere = Math.min(row.quantity, row.shipped)
          return quantity > 0 ? [{ lineId: String(at), quantity, unitsElsewhere }] : []
        })
      const [one, two, three] = [take(0), take(1), take(2)]
      const [a, b] = shareMoney(whole, [], [one, two]).parts
      if (!a || !b) throw new Error('two parts have money')
      const rest = shareMoney(
        whole,
        [
          { lines: one, money: a },
          { lines: two, money: b },
        ],
        [three],
      )
      const shipped = shareMoney(whole, [], [one, two]).alreadyShipped.totalMinor
      const parts = [a, b, ...rest.parts, rest.leftOver, rest.alreadyShipped]
      expect(parts.reduce((sum, part) => sum + part.totalMinor, 0)).toBe(whole.totalMinor)
      for (const part of parts)
        expect(
          [...part.lines, ...part.charges].reduce((sum, row) => sum + row.netMinor + row.taxMinor, 0),
        ).toBe(part.totalMinor)
      // Nobody paid a share for units that were shipped elsewhere before.
      if (rows.every((row) => row.shipped === 0)) expect(shipped).toBe(0)
    }),
  )
})
