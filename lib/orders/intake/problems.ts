import type { ChannelOrder } from '@/lib/integrations/channel-order'
import { sumsOf } from '@/lib/integrations/order-sums'
import { formatMoney } from '@/lib/money'
import type { HoldReason } from '@/lib/routing/types'
import { linesToShip, type OrderLine } from '../lines'

/** What an item look-up said about one line. */
export type LineMatch =
  { kind: 'one'; itemId: string; countsStock: boolean } | { kind: 'none' } | { kind: 'ambiguous' }

/** What is wrong with the order itself, whatever the stock is. Each of these holds it under every policy. */
export function findProblems(
  order: ChannelOrder,
  matches: Map<string, { kind: 'one' | 'none' | 'ambiguous' }>,
  accountCurrency: string,
): HoldReason[] {
  const lines = linesToShip(order)
  const about = (code: HoldReason['code'], concerned: OrderLine[]): HoldReason[] =>
    concerned.length === 0
      ? []
      : [
          {
            code,
            lines: concerned.map(({ id, sku, title }) => ({ lineId: id, sku, title, unitsShort: 0 })),
            facts: { linesTotal: lines.length },
          },
        ]
  const sums = sumsOf(order)
  const money = (minor: number) => formatMoney({ minor, currency: order.currency })
  return [
    ...about(
      'line-not-found',
      lines.filter((line) => matches.get(line.id)?.kind === 'none'),
    ),
    ...about(
      'line-ambiguous',
      lines.filter((line) => matches.get(line.id)?.kind === 'ambiguous'),
    ),
    ...about(
      'fractional-quantity',
      lines.filter((line) => !Number.isInteger(line.toShip) || !Number.isInteger(line.quantity)),
    ),
    ...(sums.agrees
      ? []
      : [
          {
            code: 'money-mismatch' as const,
            lines: [],
            facts: { wanted: money(sums.statedMinor), reached: money(sums.wantedMinor) },
          },
        ]),
    ...(order.shipToCount > 1
      ? [{ code: 'several-addresses' as const, lines: [], facts: { addresses: order.shipToCount } }]
      : []),
    ...(order.currency === accountCurrency
      ? []
      : [
          {
            code: 'currency' as const,
            lines: [],
            facts: { order: order.currency, account: accountCurrency },
          },
        ]),
  ]
}

/** What becomes of an order before any routing: routed, waiting for payment, ended, or not ours to route. */
export function admission(
  order: ChannelOrder,
  settings: { routeAuthorized: boolean },
):
  | { kind: 'route' }
  | { kind: 'wait'; because: string }
  | { kind: 'cancelled' }
  | { kind: 'not-routed'; because: string } {
  if (order.test) return { kind: 'not-routed', because: 'It is a test order of the channel.' }
  if (order.cancelledAt !== null) return { kind: 'cancelled' }
  if (order.source === 'till') return { kind: 'not-routed', because: 'It was sold at a till.' }
  if (linesToShip(order).length === 0) return { kind: 'not-routed', because: 'It has nothing left to ship.' }
  switch (order.payment.status) {
    case 'voided':
    case 'refunded':
      return { kind: 'not-routed', because: `Its payment is ${order.payment.status}.` }
    case 'pending':
    case 'partly-paid':
      return { kind: 'wait', because: 'It is not paid yet.' }
    case 'authorized':
      return settings.routeAuthorized
        ? { kind: 'route' }
        : { kind: 'wait', because: 'Its payment is authorized, not captured.' }
    case 'paid':
    case 'partly-refunded':
    case 'unknown':
      return { kind: 'route' }
  }
}
