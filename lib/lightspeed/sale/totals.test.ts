import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { predictTotals, type PricedLine, type TaxRule } from './totals'

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

  test('lines of a tax class pay its rates, all others the category’s', () => {
    const rule = {
      tax1Rate: '0.2',
      tax2Rate: '0',
      classes: [{ taxClassId: '7', tax1Rate: '0.05', tax2Rate: '0' }],
    }
    const line = { quantity: 1, unitPriceMinor: 1000, taxed: true }
    const lines = [line, { ...line, taxClassId: '7' }, { ...line, taxClassId: '0' }]
    expect(predictTotals(lines, rule).tax1Minor).toBe(200 + 50 + 200)
  })

  test('a category whose prices include the tax adds nothing to them (assumed)', () => {
    const rule = { tax1Rate: '0.2', tax2Rate: '0', taxInclusive: true }
    const lines = [{ quantity: 1, unitPriceMinor: 1200, taxed: true }]
    expect(predictTotals(lines, rule)).toEqual({
      subtotalMinor: 1200,
      tax1Minor: 200,
      tax2Minor: 0,
      totalMinor: 1200,
    })
  })
})

/** The rule of Lightspeed in another way: fractions of ten thousandths, half up away from zero. */
function byTheRule(lines: PricedLine[], tax: TaxRule): number {
  const tenThousandths = (rate: string) => BigInt(Math.round(Number(rate) * 10_000))
  const halfUp = (n: bigint) => {
    const size = ((n < 0n ? -n : n) * 2n + 10_000n) / 20_000n
    return Number(n < 0n ? -size : size)
  }
  const taxOf = (name: 'tax1Rate' | 'tax2Rate') =>
    halfUp(
      lines
        .filter((line) => line.taxed)
        .reduce((sum, line) => {
          const rates = tax.classes?.find((one) => one.taxClassId === line.taxClassId) ?? tax
          return sum + BigInt(line.unitPriceMinor) * BigInt(line.quantity) * tenThousandths(rates[name])
        }, 0n),
    )
  return (
    lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0) +
    taxOf('tax1Rate') +
    taxOf('tax2Rate')
  )
}

test('any lines at any rates of two taxes, classes among them, come to what the rule says', () => {
  const rate = fc.integer({ min: 0, max: 3000 }).map((n) => (n / 10_000).toFixed(4))
  const rates = fc.record({ tax1Rate: rate, tax2Rate: rate })
  const line = fc.record({
    quantity: fc.integer({ min: -3, max: 12 }),
    unitPriceMinor: fc.integer({ min: -5_000, max: 300_000 }),
    taxed: fc.boolean(),
    taxClassId: fc.constantFrom('0', '1', '2'),
  })
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      rates,
      fc.array(rates, { maxLength: 2 }),
      (lines, own, classes) => {
        const rule = { ...own, classes: classes.map((one, i) => ({ ...one, taxClassId: String(i + 1) })) }
        expect(predictTotals(lines, rule).totalMinor).toBe(byTheRule(lines, rule))
      },
    ),
    { numRuns: 2_000 },
  )
})
