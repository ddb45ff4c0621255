import { cents, decimal, taxInside, times } from './decimal'
import type { Sale, SaleLine } from './rows'
import type { State } from './state'

export interface LineTotals {
  subtotal: bigint
  discount: bigint
  /** Unrounded, as Lightspeed shows it. */
  tax1: bigint
  tax2: bigint
  total: bigint
}

export interface Totals {
  subtotal: bigint
  discount: bigint
  taxable: bigint
  nonTaxable: bigint
  tax1: bigint
  tax2: bigint
  total: bigint
  payments: bigint
  balance: bigint
  lines: LineTotals[]
}

type Priced = Pick<SaleLine, 'unitQuantity' | 'unitPrice' | 'discountAmount' | 'discountPercent'>

/** Rates of a category for one tax class; category "0" is no tax at all. */
export function ratesOf(state: State, taxCategoryID: string, taxClassID: string) {
  const category = state.taxCategories.get(taxCategoryID)
  const { tax1Rate, tax2Rate } = category?.classes?.find((one) => one.taxClassID === taxClassID) ?? {
    tax1Rate: category?.tax1Rate,
    tax2Rate: category?.tax2Rate,
  }
  return { tax1: decimal(tax1Rate), tax2: decimal(tax2Rate) }
}

/** Quantity by price, and what is taken off it; a percentage is rounded to cents (24.99 × 0.4 → 10, recorded). */
function amountOf(line: Priced): { subtotal: bigint; discount: bigint } {
  const subtotal = times(decimal(line.unitQuantity), decimal(line.unitPrice))
  const amount = decimal(line.discountAmount)
  const discount = amount === 0n ? cents(times(subtotal, decimal(line.discountPercent))) : amount
  return { subtotal, discount }
}

/** True where the prices of this tax category include the tax. */
export const isInclusive = (state: State, taxCategoryID: string): boolean =>
  state.settings.taxInclusive === 'inside' && state.taxCategories.get(taxCategoryID)?.isTaxInclusive === true

/**
 * Lightspeed's rule, recorded on 119 sales: a line's tax stays unrounded, each tax is rounded half up over the
 * whole sale, and the total is subtotal minus discounts plus both. Tax inside the price is *assumed*.
 */
export function totalsOf(state: State, sale: Pick<Sale, 'lines' | 'payments' | 'taxCategoryID'>): Totals {
  const inclusive = isInclusive(state, sale.taxCategoryID)
  const sum = { subtotal: 0n, discount: 0n, taxable: 0n, tax1: 0n, tax2: 0n }
  const lines = sale.lines.map((line): LineTotals => {
    const rates = ratesOf(state, sale.taxCategoryID, line.taxClassID)
    const { subtotal, discount } = amountOf(line)
    const base = subtotal - discount
    const taxed = line.tax && sale.taxCategoryID !== '0'
    const taxBy = (rate: bigint) =>
      !taxed ? 0n : inclusive ? taxInside(base, rate, rates.tax1 + rates.tax2) : times(base, rate)
    const [tax1, tax2] = [taxBy(rates.tax1), taxBy(rates.tax2)]
    sum.subtotal += subtotal
    sum.discount += discount
    sum.taxable += taxed ? base : 0n
    sum.tax1 += tax1
    sum.tax2 += tax2
    return { subtotal, discount, tax1, tax2, total: inclusive ? base : base + tax1 + tax2 }
  })
  const [tax1, tax2] = [cents(sum.tax1), cents(sum.tax2)]
  const net = sum.subtotal - sum.discount
  const total = inclusive ? net : net + tax1 + tax2
  const payments = sale.payments.reduce((paid, payment) => paid + decimal(payment.amount), 0n)
  return {
    subtotal: sum.subtotal,
    discount: sum.discount,
    taxable: sum.taxable,
    nonTaxable: net - sum.taxable,
    tax1,
    tax2,
    total,
    payments,
    balance: total - payments,
    lines,
  }
}
