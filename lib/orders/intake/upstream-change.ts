import { isDeepStrictEqual } from 'node:util'
import type { ChannelOrder, PaymentStatus } from '@/lib/integrations/channel-order'

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

/** How far a payment has gone; what is refunded or voided does not become paid again. */
const PAYMENT_RANK: Record<PaymentStatus, number> = {
  unknown: 0,
  pending: 0,
  authorized: 1,
  'partly-paid': 1,
  paid: 2,
  'partly-refunded': 3,
  refunded: 4,
  voided: 4,
}

/** Cancelled over not; then the payment that went further; then, between two refunded ones, more refunded over less. */
function isLessFinal(next: ChannelOrder, known: ChannelOrder): boolean {
  const [nextCancelled, knownCancelled] = [next.cancelledAt !== null, known.cancelledAt !== null]
  if (nextCancelled !== knownCancelled) return knownCancelled
  const rank = PAYMENT_RANK[next.payment.status] - PAYMENT_RANK[known.payment.status]
  if (rank !== 0) return rank < 0
  return PAYMENT_RANK[known.payment.status] >= 3 && next.totalMinor > known.totalMinor
}

export type UpstreamChange = 'stale' | 'same' | 'cancelled' | 'edited' | 'details'

/**
 * What a newer snapshot means against the known one. `stale`: older than what we know. `same`: nothing that
 * matters differs (our own tag coming back, a note). `details`: shipped or paid further, nothing bought differs.
 * On equal stamps the more final snapshot wins, because the channel's deliveries of one second come in any order.
 */
export function compareSnapshots(known: ChannelOrder, next: ChannelOrder): UpstreamChange {
  if (next.updatedAt < known.updatedAt) return 'stale'
  if (next.updatedAt === known.updatedAt && isLessFinal(next, known)) return 'stale'
  if (next.cancelledAt !== null && known.cancelledAt === null) return 'cancelled'
  // Compared by value: the database gives a snapshot back with its keys in another order.
  if (!isDeepStrictEqual(ordered(known), ordered(next))) return 'edited'
  return isDeepStrictEqual(routable(known), routable(next)) ? 'same' : 'details'
}
