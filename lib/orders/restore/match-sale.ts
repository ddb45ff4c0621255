import type { PartLine } from '../tables'
import type { SaleInFeed } from '../verify/compare-sales'

/** A line of the order as far as it is still to be placed. */
export interface OpenLine {
  lineId: string
  itemId: string
  /** Lightspeed's item in the account of the sale; "0": none, it is sold as a misc line. */
  externalItemId: string
  sku: string
  title: string
  quantity: number
}

/**
 * The units of an order that a sale holds, line by line. Null: it holds more of an item than is still to be placed, or
 * nothing of the order at all. Lines of the sale that are no item of the order are its shipping, fees and rounding.
 */
export function matchSale(lines: OpenLine[], sale: Pick<SaleInFeed, 'lines'>): PartLine[] | null {
  const left = new Map(lines.map((line) => [line.lineId, line.quantity]))
  const held = new Map<string, number>()
  for (const { itemId, quantity } of sale.lines) {
    const own = lines.filter((line) => line.externalItemId === itemId && itemId !== '0')
    let units = own.length === 0 ? 0 : quantity
    for (const { lineId } of own) {
      const taken = Math.min(units, left.get(lineId) ?? 0)
      left.set(lineId, (left.get(lineId) ?? 0) - taken)
      held.set(lineId, (held.get(lineId) ?? 0) + taken)
      units -= taken
    }
    if (units !== 0) return null
  }
  const found = lines.flatMap(({ quantity: _all, ...line }) => {
    const quantity = held.get(line.lineId) ?? 0
    return quantity > 0 ? [{ ...line, quantity, unitsShort: 0 }] : []
  })
  return found.length > 0 ? found : null
}

/** What has no item of its own (a service, a gift card) travels with the goods: these lines as a sale would hold them. */
export const withoutItem = (lines: OpenLine[]): PartLine[] =>
  lines.flatMap((line) => (line.externalItemId === '0' ? [{ ...line, unitsShort: 0 }] : []))
