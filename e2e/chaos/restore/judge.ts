import type { OrderScreen } from '../../../lib/orders/screens/screen-types'

/** A sale as the simulator's own ledger has it. */
interface LedgerSale {
  saleID: string
  completed: boolean
  archived: boolean
  voided: boolean
  lines: { sku: string; quantity: number }[]
}

export interface Verdict {
  lost: boolean
  doubled: boolean
  /** Nobody is told, and nothing goes on. */
  limbo: boolean
  attention: boolean
  /** What is wrong, in words; empty when nothing is. */
  because: string[]
}

/** One order, of one unit of each item, by what Lightspeed's own ledger holds and what a manager's page shows. */
export function judge(
  number: string,
  skus: string[],
  sales: LedgerSale[],
  page: OrderScreen | null,
): Verdict {
  const sold = sales.filter((sale) => sale.completed && !sale.voided).flatMap((sale) => sale.lines)
  const units = (sku: string) =>
    sold.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0)
  const told = (page?.attention ?? null) !== null
  const said = [...new Set([...skus, ...sold.map((line) => line.sku)])].filter((sku) => sku !== '')
  const missing = skus.filter((sku) => units(sku) < 1)
  const doubled = said.filter((sku) => units(sku) > (skus.includes(sku) ? 1 : 0))
  const limbo = page?.state !== 'pushed' && !told
  return {
    lost: missing.length > 0 && !told,
    doubled: doubled.length > 0,
    limbo,
    attention: told,
    because: [
      ...(missing.length > 0 ? [`${number}: ${missing.join(', ')} not sold`] : []),
      ...(doubled.length > 0 ? [`${number}: ${doubled.join(', ')} sold twice`] : []),
      ...(limbo ? [`${number}: left ${page?.state ?? 'without a page'}`] : []),
      ...(told ? [`${number}: in attention, ${page?.attention ?? ''}`] : []),
    ],
  }
}
