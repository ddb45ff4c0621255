import { isDeepStrictEqual } from 'node:util'
import type { ChannelOrder } from '@/lib/integrations/channel-order'

/** What the customer bought and where it goes: a change of this after a completed sale needs a person. */
function ordered(order: ChannelOrder) {
  return {
    lines: order.lines.map((line) => [
      line.externalId,
      line.sku,
      line.quantity,
      line.unitPriceMinor,
      line.discountMinor,
      line.taxMinor,
    ]),
    charges: order.charges,
    totalMinor: order.totalMinor,
    currency: order.currency,
    shipTo: order.shipTo,
  }
}

/** On top of that, what decides whether and how an order is routed. */
function routable(order: ChannelOrder) {
  return {
    ...ordered(order),
    toShip: order.lines.map((line) => [line.toShip, line.needsShipping]),
    payment: order.payment.status,
    cancelled: order.cancelledAt !== null,
    test: order.test,
    shipToCount: order.shipToCount,
  }
}

export type UpstreamChange = 'stale' | 'same' | 'cancelled' | 'edited' | 'details'

/**
 * What a newer snapshot means against the known one. `stale`: older than what we know. `same`: nothing that
 * matters differs (our own tag coming back, a note). `details`: shipped or paid further, nothing bought differs.
 * On equal stamps the more final snapshot wins: a cancelled one over one that is not.
 */
export function compareSnapshots(known: ChannelOrder, next: ChannelOrder): UpstreamChange {
  if (next.updatedAt < known.updatedAt) return 'stale'
  if (next.updatedAt === known.updatedAt && known.cancelledAt !== null && next.cancelledAt === null)
    return 'stale'
  if (next.cancelledAt !== null && known.cancelledAt === null) return 'cancelled'
  // Compared by value: the database gives a snapshot back with its keys in another order.
  if (!isDeepStrictEqual(ordered(known), ordered(next))) return 'edited'
  return isDeepStrictEqual(routable(known), routable(next)) ? 'same' : 'details'
}
