import type { ChannelOrder } from './channel-order'

/** What the parts of an order come to, beside what the channel says it costs. Minor units. */
export function sumsOf(order: ChannelOrder): { statedMinor: number; wantedMinor: number; agrees: boolean } {
  const goods = order.lines.reduce(
    (sum, line) =>
      sum +
      Math.round(line.unitPriceMinor * line.quantity) -
      line.discountMinor +
      (order.pricesIncludeTax ? 0 : line.taxMinor),
    0,
  )
  // Charges are always kept without their tax, whatever the shop's prices include.
  const charges = order.charges.reduce((sum, charge) => sum + charge.netMinor + charge.taxMinor, 0)
  const wantedMinor = goods + charges
  return { statedMinor: order.totalMinor, wantedMinor, agrees: wantedMinor === order.totalMinor }
}
