import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exampleWorld } from '../example-world'
import { cents, decimal, text } from './decimal'
import type { SaleLine } from './rows'
import { State } from './state'
import { totalsOf } from './totals'

const state = new State()
state.apply({ kind: 'world', world: exampleWorld(), at: '2026-11-24T12:00:00+00:00' })
for (const [taxCategoryID, tax1Rate, tax2Rate] of [
  ['47', '0.47', '0'],
  ['21', '0.21', '0'],
  ['bc', '0.05', '0.07'],
] as const)
  state.apply({ kind: 'tax-category', taxCategory: { taxCategoryID, tax1Name: 'T', tax1Rate, tax2Rate } })
state.apply({
  kind: 'tax-category',
  taxCategory: { taxCategoryID: 'in', tax1Name: 'VAT', tax1Rate: '0.21', isTaxInclusive: true },
})
state.apply({
  kind: 'tax-category',
  taxCategory: {
    taxCategoryID: 'class',
    tax1Name: 'VAT',
    tax1Rate: '0.21',
    classes: [{ taxClassID: '2', tax1Rate: '0.06', tax2Rate: '0' }],
  },
})

const line = (unitQuantity: string, unitPrice: string, more: Partial<SaleLine> = {}): SaleLine => ({
  saleLineID: '1',
  itemID: '1',
  unitQuantity,
  unitPrice,
  discountAmount: '0',
  discountPercent: '0',
  tax: true,
  taxClassID: '1',
  note: '',
  noteIsPublic: false,
  parentSaleLineID: '0',
  employeeID: '0',
  createTime: '',
  ...more,
})

const totals = (taxCategoryID: string, lines: SaleLine[]) => {
  const {
    subtotal,
    discount,
    tax1,
    tax2,
    total,
    taxable,
    nonTaxable,
    lines: sums,
  } = totalsOf(state, {
    taxCategoryID,
    lines,
    payments: [],
  })
  return {
    subtotal: text(subtotal),
    discount: text(discount),
    tax1: text(tax1),
    tax2: text(tax2),
    total: text(total),
    taxable: text(taxable),
    nonTaxable: text(nonTaxable),
    lineTax: sums.map((sum) => text(sum.tax1)),
  }
}

test.each([
  ['0.705', '0.71'],
  ['0.315', '0.32'],
  ['0.704999', '0.7'],
  ['-0.705', '-0.71'],
  ['1.005', '1.01'],
])('%s is rounded to %s', (from, to) => {
  expect(text(cents(decimal(from)))).toBe(to)
})

test('tax of 0.705 over the sale makes 0.71', () => {
  expect(totals('47', [line('1', '1.5')])).toMatchObject({ lineTax: ['0.705'], tax1: '0.71', total: '2.21' })
})

test('the recorded sale: one taxed line of 2.46 at 9 %, four untaxed', () => {
  const untaxed = { tax: false }
  const penny = line('1', '0.01', untaxed)
  expect(
    totals('1', [line('2', '1.23'), line('2', '1.23', untaxed), penny, penny, penny, penny]),
  ).toMatchObject({
    subtotal: '4.96',
    taxable: '2.46',
    nonTaxable: '2.5',
    tax1: '0.22',
    total: '5.18',
    lineTax: ['0.2214', '0', '0', '0', '0', '0'],
  })
})

test('the recorded line of 90090 units', () => {
  expect(totals('1', [line('90090', '7')])).toMatchObject({ tax1: '56756.7', total: '687386.7' })
})

test('two taxes are rounded one by one, and the second is not charged on the first', () => {
  // 2 × 8.37: 0.837 and 1.1718; together 2.0088 would round to 2.01, one by one they make 0.84 + 1.17.
  expect(totals('bc', [line('2', '8.37')])).toMatchObject({ tax1: '0.84', tax2: '1.17', total: '18.75' })
})

test('lines are not rounded before they are added', () => {
  // Three times 0.084 is 0.252; rounded line by line it would be 0.24.
  expect(
    totals(
      '21',
      Array.from({ length: 3 }, () => line('1', '0.4')),
    ),
  ).toMatchObject({ tax1: '0.25' })
})

test('a percentage off is rounded to cents, an amount is taken as it is', () => {
  expect(totals('0', [line('1', '24.99', { discountPercent: '0.4' })])).toMatchObject({ discount: '10' })
  expect(totals('0', [line('1', '69.9', { discountPercent: '0.05' })])).toMatchObject({ discount: '3.5' })
  expect(totals('1', [line('2', '10', { discountAmount: '5' })])).toMatchObject({
    tax1: '1.35',
    total: '16.35',
  })
})

test('category 0 taxes nothing, a tax class has its own rate, a negative line takes tax back', () => {
  expect(totals('0', [line('1', '10')])).toMatchObject({ tax1: '0', total: '10', nonTaxable: '10' })
  expect(totals('class', [line('1', '10', { taxClassID: '2' })])).toMatchObject({ tax1: '0.6' })
  expect(totals('1', [line('1', '10'), line('1', '-2')])).toMatchObject({ tax1: '0.72', total: '8.72' })
})

test('assumed: tax inside the price is taken out of it, or the flag is ignored', () => {
  expect(totals('in', [line('1', '121')])).toMatchObject({ tax1: '21', total: '121' })
  state.apply({ kind: 'settings', settings: { taxInclusive: 'ignored' } })
  expect(totals('in', [line('1', '121')])).toMatchObject({ tax1: '25.41', total: '146.41' })
  state.apply({ kind: 'settings', settings: { taxInclusive: 'inside' } })
})

test('any sale: total in cents is what whole-number arithmetic says', () => {
  const lines = fc.array(
    fc.record({
      quantity: fc.integer({ min: -9, max: 99 }),
      minor: fc.integer({ min: -5000, max: 99_999 }),
      tax: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(lines, fc.integer({ min: 0, max: 300_000 }), (rows, rate) => {
      state.apply({
        kind: 'tax-category',
        taxCategory: { taxCategoryID: 'any', tax1Name: 'T', tax1Rate: `0.${String(rate).padStart(6, '0')}` },
      })
      const total = rows.reduce((sum, row) => sum + row.quantity * row.minor, 0)
      const taxed = BigInt(rows.reduce((sum, row) => sum + (row.tax ? row.quantity * row.minor : 0), 0))
      const exact = taxed * BigInt(rate)
      const size = exact < 0n ? -exact : exact
      const tax = Number((size + 500_000n) / 1_000_000n) * (exact < 0n ? -1 : 1)
      const made = totals(
        'any',
        rows.map((row) => line(String(row.quantity), text(decimal(row.minor) / 100n), { tax: row.tax })),
      )
      expect(made.total).toBe(text(decimal(total + tax) / 100n))
    }),
  )
})
