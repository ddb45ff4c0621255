import { cents, decimal, ONE, times } from './decimal'
import type { Sale } from './state'
import type { World } from './world-shape'

export interface Totals {
  subtotal: bigint
  taxable: bigint
  tax1: bigint
  tax2: bigint
  total: bigint
  payments: bigint
  balance: bigint
  /** Unrounded tax of each line, as Lightspeed shows it. */
  lineTax: { tax1: bigint; tax2: bigint }[]
}

/** Rates of a category; "0" is no tax at all. */
export function ratesOf(world: World, taxCategoryID: string): { tax1: bigint; tax2: bigint } {
  const category = world.taxCategories.find((candidate) => candidate.taxCategoryID === taxCategoryID)
  return { tax1: decimal(category?.tax1Rate), tax2: decimal(category?.tax2Rate) }
}

/**
 * Lightspeed's rule, recorded on 119 sales: a line's tax stays unrounded, each tax is rounded half up over the
 * whole sale, and the total is subtotal plus both.
 */
export function totalsOf(world: World, sale: Pick<Sale, 'lines' | 'payments' | 'taxCategoryID'>): Totals {
  const rates = ratesOf(world, sale.taxCategoryID)
  let subtotal = 0n
  let taxable = 0n
  const lineTax = sale.lines.map((line) => {
    const amount = times(decimal(line.unitPrice), BigInt(line.unitQuantity) * ONE)
    subtotal += amount
    if (!line.tax) return { tax1: 0n, tax2: 0n }
    taxable += amount
    return { tax1: times(amount, rates.tax1), tax2: times(amount, rates.tax2) }
  })
  const tax1 = cents(lineTax.reduce((sum, tax) => sum + tax.tax1, 0n))
  const tax2 = cents(lineTax.reduce((sum, tax) => sum + tax.tax2, 0n))
  const total = subtotal + tax1 + tax2
  const payments = sale.payments.reduce((sum, payment) => sum + decimal(payment.amount), 0n)
  return { subtotal, taxable, tax1, tax2, total, payments, balance: total - payments, lineTax }
}
