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

/** Units of a line in a part that was or will be sent. */
export interface PlacedUnits {
  lineId: string
  quantity: number
  /** Units of the whole line that others had shipped when the part was planned. */
  unitsElsewhere?: number
}

/**
 * Units of a line that were shipped, but not from one of our parts. The channel says only how many are shipped: what
 * others had shipped before our first part stays theirs, later shipments are our parts' own until those are used up.
 * Without this a part's units would be taken off twice, once as placed and again as shipped, and the rest be lost.
 */
export function unitsElsewhere(line: OrderLine, placed: PlacedUnits[]): number {
  const own = placed.filter((part) => part.lineId === line.id)
  const units = own.reduce((sum, part) => sum + part.quantity, 0)
  const before = Math.max(0, ...own.map((part) => part.unitsElsewhere ?? 0))
  return Math.max(before, line.quantity - line.toShip - units)
}

/**
 * Units of each line still to be placed: neither in `placed` parts nor shipped elsewhere. Lines that need no shipping
 * travel with the goods, so they are placed too, but never alone.
 */
export function unitsToPlace(order: Pick<ChannelOrder, 'lines'>, placed: PlacedUnits[]): Map<string, number> {
  return new Map(
    linesOf(order).map((line) => {
      const inParts = placed
        .filter((part) => part.lineId === line.id)
        .reduce((sum, part) => sum + part.quantity, 0)
      const left = line.quantity - unitsElsewhere(line, placed) - inParts
      return [line.id, Math.max(0, Math.min(line.toShip, left))]
    }),
  )
}

/** Goods value of a whole line after its discounts, without tax. */
export function netOf(line: ChannelLine, pricesIncludeTax: boolean): number {
  const gross = Math.round(line.unitPriceMinor * line.quantity) - line.discountMinor
  return pricesIncludeTax ? gross - line.taxMinor : gross
}
