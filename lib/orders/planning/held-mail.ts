import type { Merchant } from '@/lib/access/merchants'
import type { HeldMessage } from '@/lib/email/messages'
import { formatMoney } from '@/lib/money'
import { holdSentence } from '@/lib/routing/explaining/explain'
import type { Decision, DecisionRequest } from '@/lib/routing/types'
import { gridOf } from '../screens/order/screen-grid'
import { cardsOf, suggestionsOf } from '../screens/order/screen-suggestions'
import type { OrderRow } from './write-plan'

/** More columns than a phone shows; the desk has them all. */
const STORES_IN_MAIL = 6

/** The mail about a held order, as data: why, which lines are short, who has what, one link. */
export function heldMessage(input: {
  row: OrderRow
  integrationName: string
  merchant: Merchant
  request: DecisionRequest
  decision: Decision
  orderUrl: string
}): HeldMessage {
  const { row, merchant, request, decision } = input
  const lines = request.lines.map((line) => ({ ...line, toPlace: line.quantity }))
  const grid = gridOf(request, lines)
  // The stores the suggestion names come first: a reader wants to see what it goes by.
  const [best] = suggestionsOf(decision)
  const named = new Set(best?.parts.map((part) => part.storeId))
  const eligible = grid.stores.filter((store) => store.eligible)
  const shown = [
    ...eligible.filter((store) => named.has(store.id)),
    ...eligible.filter((store) => !named.has(store.id)),
  ].slice(0, Math.max(STORES_IN_MAIL, named.size))
  const everywhere = row.holdReasons.find((reason) => reason.code === 'short-everywhere')?.lines ?? []
  const local = (iso: string) =>
    new Intl.DateTimeFormat('en-US', {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: merchant.timeZone,
    }).format(new Date(iso))
  const { customer, shipTo } = row.snapshot
  return {
    kind: 'order-held',
    merchantName: merchant.name,
    orderNumber: row.number,
    channelName: input.integrationName,
    customer: [customer.name || customer.email || 'No name', shipTo?.city].filter(Boolean).join(', '),
    total: formatMoney({ minor: row.totalMinor, currency: row.currency }),
    placedAt: local(row.snapshot.placedAt),
    reasons: row.holdReasons.map(holdSentence),
    lines: lines.map((line) => ({
      sku: line.sku,
      title: line.title,
      quantity: line.quantity,
      unitsShort: everywhere.find((short) => short.lineId === line.id)?.unitsShort ?? 0,
    })),
    stores: shown.map((store) => ({
      name: store.name,
      covers: `${store.linesCovered} of ${lines.length}`,
      available: store.cells.map((cell) => cell.available),
    })),
    suggestion: cardsOf(request, decision)[0]?.title ?? null,
    partlyPushed: row.state === 'partly-pushed',
    stockReadAt: local(request.stockReadAt),
    orderUrl: input.orderUrl,
  }
}
