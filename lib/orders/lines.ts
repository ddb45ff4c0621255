import type { ChannelLine, ChannelOrder } from '@/lib/integrations/channel-order'

export interface OrderLine extends ChannelLine {
  /** Ours: the channel's line id, made unique where damaged data repeats one. */
  id: string
}

/** The order's lines with ids that stay the same over edits of other lines. */
export function linesOf(order: Pick<ChannelOrder, 'lines'>): OrderLine[] {
  const seen = new Map<string, number>()
  return order.lines.map((line) => {
    const times = (seen.get(line.externalId) ?? 0) + 1
    seen.set(line.externalId, times)
    return { ...line, id: times === 1 ? line.externalId : `${line.externalId}~${times}` }
  })
}

/** Lines a store has to hand over: still to ship, and shippable at all. */
export function linesToShip(order: Pick<ChannelOrder, 'lines'>): OrderLine[] {
  return linesOf(order).filter((line) => line.toShip > 0 && line.needsShipping)
}

/**
 * Units of each line still to be placed: to ship, less what is in `placed` parts. Lines that need no shipping
 * travel with the goods, so they are placed too, but never alone.
 */
export function unitsToPlace(
  order: Pick<ChannelOrder, 'lines'>,
  placed: { lineId: string; quantity: number }[],
): Map<string, number> {
  const left = new Map(linesOf(order).map((line) => [line.id, line.toShip]))
  for (const { lineId, quantity } of placed) left.set(lineId, Math.max(0, (left.get(lineId) ?? 0) - quantity))
  return left
}

/** Goods value of a whole line after its discounts, without tax. */
export function netOf(line: ChannelLine, pricesIncludeTax: boolean): number {
  const gross = Math.round(line.unitPriceMinor * line.quantity) - line.discountMinor
  return pricesIncludeTax ? gross - line.taxMinor : gross
}
