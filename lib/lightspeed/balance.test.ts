import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balanceSale, type BalanceInput } from './balance'
import { predictTotals } from './totals'
import type { PosTaxCategory } from './types'

const category = (id: string, tax1Rate: string, tax2Rate = '0'): PosTaxCategory => ({
  id,
  name: tax1Rate,
  tax1Rate,
  tax2Rate,
  taxInclusive: false,
})
const line = (netMinor: number, taxMinor: number, quantity = 1, taxRate = '0.0825') => ({
  itemId: '7',
  title: 'Mug',
  quantity,
  netMinor,
  taxMinor,
  taxRate,
})
const input = (change: Partial<BalanceInput>): BalanceInput => ({
  lines: [],
  charges: [],
  totalMinor: 0,
  taxCategories: [category('1', '0.0825'), category('2', '0.1035')],
  roundingPerLineMinor: 1,
  ...change,
})

describe('predictTotals, worked numbers', () => {
  test.each([
    [[{ quantity: 2, unitPriceMinor: 123, taxed: true }], '0.09', 22],
    [[{ quantity: 1, unitPriceMinor: 705, taxed: true }], '0.1', 71],
    [[{ quantity: 1, unitPriceMinor: 315, taxed: true }], '0.1', 32],
    [[{ quantity: 1, unitPriceMinor: -705, taxed: true }], '0.1', -71],
    [[{ quantity: 1, unitPriceMinor: 705, taxed: false }], '0.1', 0],
  ])('%j at %s pays %i', (lines, rate, tax) => {
    expect(predictTotals(lines, { tax1Rate: rate, tax2Rate: '0' }).tax1Minor).toBe(tax)
  })

  test('two taxes are rounded one by one', () => {
    const lines = [{ quantity: 1, unitPriceMinor: 105, taxed: true }]
    expect(predictTotals(lines, { tax1Rate: '0.05', tax2Rate: '0.05' })).toMatchObject({
      tax1Minor: 5,
      tax2Minor: 5,
      totalMinor: 115,
    })
  })
})

describe('balanceSale', () => {
  test('the order’s own rate, where its prediction matches', () => {
    const result = balanceSale(input({ lines: [line(1000, 83)], totalMinor: 1083 }))
    expect(result).toMatchObject({ ok: true, value: { taxCategoryId: '1', roundingMinor: 0 } })
  })

  test('tax rounded line by line in the shop: a visible rounding line makes up the cent', () => {
    const lines = [line(105, 9), line(105, 9), line(105, 9)]
    const result = balanceSale(input({ lines, totalMinor: 342 }))
    expect(result).toMatchObject({ ok: true, value: { roundingMinor: 1 } })
    if (result.ok)
      expect(result.value.lines.at(-1)).toMatchObject({ note: 'Rounding', taxed: false, unitPriceMinor: 1 })
  })

  test('a value that does not divide becomes two lines a cent apart', () => {
    const result = balanceSale(input({ lines: [line(2899, 239, 3)], totalMinor: 3138 }))
    if (!result.ok) throw new Error('expected a balance')
    expect(result.value.lines.map(({ quantity, unitPriceMinor }) => [quantity, unitPriceMinor])).toEqual([
      [2, 966],
      [1, 967],
    ])
  })

  test('no tax: category 0, every line untaxed', () => {
    const result = balanceSale(input({ lines: [line(1000, 0, 1, '0')], totalMinor: 1000 }))
    expect(result).toMatchObject({ ok: true, value: { taxCategoryId: '0' } })
  })

  test('further off than the limit: both sums, nothing sent', () => {
    expect(balanceSale(input({ lines: [line(1000, 83)], totalMinor: 1090 }))).toEqual({
      ok: false,
      refusal: { kind: 'money-mismatch', wantedMinor: 1090, reachedMinor: 1083 },
    })
  })

  test('a category far from the order’s rate is never taken because its sum happens to fit', () => {
    const result = balanceSale(
      input({ lines: [line(10, 1, 1, '0.0825')], totalMinor: 11, taxCategories: [category('9', '0.1')] }),
    )
    expect(result.ok).toBe(false)
  })

  test('whatever it returns, Lightspeed’s rule makes exactly the total of it', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(20_000)), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(rows, fc.nat(2000), fc.integer({ min: -8, max: 8 }), (pairs, shipping, off) => {
        const lines = pairs.map(([quantity, net]) => line(net, Math.round(net * 0.0825), quantity))
        const charges = [
          {
            title: 'Post',
            netMinor: shipping,
            taxMinor: Math.round(shipping * 0.0825),
            taxRate: '0.0825',
            itemId: null,
          },
        ]
        const sum = [...lines, ...charges].reduce((total, row) => total + row.netMinor + row.taxMinor, 0)
        const result = balanceSale(input({ lines, charges, totalMinor: sum + off }))
        if (!result.ok) return
        const used = result.value.taxCategoryId === '0' ? category('0', '0') : category('1', '0.0825')
        expect(predictTotals(result.value.lines, used).totalMinor).toBe(sum + off)
        const sold = result.value.lines
          .filter((one) => one.itemId === '7')
          .reduce((n, one) => n + one.quantity, 0)
        expect(sold).toBe(pairs.reduce((n, [quantity]) => n + quantity, 0))
      }),
    )
  })
})
