import type { PartMoney } from '../money-shares'
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

/**
 * The money of a part as its sale came to. Shares are rounded over all parts of a plan together, and that plan is lost,
 * so each amount may be a cent off: what is left of that goes to the largest. Null: it is more than rounding.
 */
export function roundedTo(money: PartMoney, totalMinor: number): PartMoney | null {
  const off = totalMinor - money.totalMinor
  if (off === 0) return money
  const shares = [...money.lines, ...money.charges]
  const amounts = shares.reduce((n, share) => n + (share.netMinor ? 1 : 0) + (share.taxMinor ? 1 : 0), 0)
  const [largest] = shares.toSorted((a, b) => Math.abs(b.netMinor) - Math.abs(a.netMinor))
  if (!largest || Math.abs(off) > amounts) return null
  const moved = <T extends { netMinor: number }>(share: T): T =>
    Object.is(share, largest) ? { ...share, netMinor: share.netMinor + off } : share
  return { ...money, lines: money.lines.map(moved), charges: money.charges.map(moved), totalMinor }
}
