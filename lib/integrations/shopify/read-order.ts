import { amountsIn, quoted, Unreadable } from '../reading/amounts'
import type { Address, ChannelOrder, PaymentStatus, Reading } from '../channel-order'
import { placeOf } from '../reading/coordinates'
import { decodeJson } from '../reading/lossless-json'
import { chargesOf } from './read-charges'
import { isTip, toLine } from './read-lines'
import { shopifyOrder, type ShopifyOrder } from './shapes'

const ORDER_TOPICS = ['create', 'updated', 'cancelled', 'paid', 'fulfilled', 'partially_fulfilled'].map(
  (event) => `orders/${event}`,
)

/** Why a topic is passed over. Each of these is followed by an orders/updated with the whole order. */
const PASSED_OVER: Record<string, string> = {
  'orders/edited': 'orders/edited only says which lines changed; orders/updated brings the order itself.',
  'refunds/create': 'refunds/create is no order; orders/updated brings the order with the refund in it.',
}

/** Requests of the law about a person's data: nobody may overlook one, so they are shown instead of ignored. */
const PRIVACY_TOPICS = ['customers/data_request', 'customers/redact', 'shop/redact']

const STATUSES = new Map<string, PaymentStatus>([
  ['pending', 'pending'],
  // The authorization ran out before anything was captured: as good as not paid.
  ['expired', 'pending'],
  ['authorized', 'authorized'],
  ['partially_paid', 'partly-paid'],
  ['paid', 'paid'],
  ['partially_refunded', 'partly-refunded'],
  ['refunded', 'refunded'],
  ['voided', 'voided'],
])

/** One delivery of Shopify as an order, or why it is none. `shopDomain` makes the link to Shopify's admin. */
export function readShopify(topic: string, rawBody: Uint8Array, shopDomain: string | null): Reading {
  if (PRIVACY_TOPICS.includes(topic))
    return {
      kind: 'unreadable',
      because: `${topic} is a request about personal data. A person has to see to it.`,
    }
  if (!ORDER_TOPICS.includes(topic))
    return {
      kind: 'ignored',
      because: PASSED_OVER[topic] ?? `Orders are not read from the topic ${quoted(topic)}.`,
    }
  const body = decodeJson(rawBody)
  if (!body.ok) return { kind: 'unreadable', because: body.because }
  const parsed = shopifyOrder.safeParse(body.value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return {
      kind: 'unreadable',
      because: `Not an order as Shopify documents it: ${issue?.path.join('.')}: ${issue?.message}`,
    }
  }
  try {
    return { kind: 'order', order: toOrder(parsed.data, shopDomain) }
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'unreadable', because: error.message }
    throw error
  }
}

function toOrder(order: ShopifyOrder, shopDomain: string | null): ChannelOrder {
  const currency = order.currency.toUpperCase()
  const amount = amountsIn(currency)
  return {
    externalId: order.id,
    number: order.name || `#${order.order_number ?? order.id}`,
    url: shopDomain ? `https://${shopDomain}/admin/orders/${order.id}` : null,
    placedAt: instant(order.processed_at ?? order.created_at, 'time of the order'),
    updatedAt: instant(order.updated_at ?? order.created_at, 'time of the update'),
    test: order.test ?? false,
    source: order.source_name === 'pos' ? 'till' : 'online',
    payment: {
      status: STATUSES.get(order.financial_status) ?? 'unknown',
      method: order.payment_gateway_names[0] ?? order.gateway,
    },
    cancelledAt: order.cancelled_at ? instant(order.cancelled_at, 'time of the cancellation') : null,
    currency,
    pricesIncludeTax: order.taxes_included ?? false,
    lines: order.line_items.filter((line) => !isTip(line)).map((line) => toLine(line, order, amount)),
    charges: chargesOf(order, amount),
    totalMinor: amount(order.current_total_price ?? order.total_price, 'total'),
    customer: customerOf(order),
    shipTo: order.shipping_address ? toAddress(order.shipping_address) : null,
    shipToCount: order.shipping_address ? 1 : 0,
    // One text, separated by commas.
    tags: order.tags
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    note: order.note,
    risky: false,
  }
}

function instant(text: string, what: string): string {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new Unreadable(`The ${what} ${quoted(text)} is no instant.`)
  return new Date(ms).toISOString()
}

function customerOf(order: ShopifyOrder): ChannelOrder['customer'] {
  const { customer, shipping_address: shipTo, billing_address: billTo } = order
  const name = (person: { first_name: string; last_name: string } | null | undefined) =>
    person ? [person.first_name, person.last_name].filter(Boolean).join(' ') : ''
  return {
    name: name(customer) || shipTo?.name || billTo?.name || name(shipTo),
    email: order.email || customer?.email || '',
    phone: order.phone || shipTo?.phone || customer?.phone || '',
  }
}

function toAddress(address: NonNullable<ShopifyOrder['shipping_address']>): Address {
  return {
    name: address.name || [address.first_name, address.last_name].filter(Boolean).join(' '),
    company: address.company,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    region: address.province_code || address.province,
    postalCode: address.zip,
    country: address.country_code.toUpperCase(),
    phone: address.phone,
    ...placeOf(address.latitude, address.longitude),
  }
}
