import { parseMinor } from '@/lib/money'
import type {
  Address,
  ChannelCharge,
  ChannelLine,
  ChannelOrder,
  PaymentStatus,
  Reading,
} from '../channel-order'
import { addRates } from '../rates'
import { parseLossless } from '../lossless-json'
import { shopifyOrder, type ShopifyLine, type ShopifyOrder } from './shapes'

const ORDER_TOPICS = ['create', 'updated', 'cancelled', 'paid', 'fulfilled', 'partially_fulfilled'].map(
  (event) => `orders/${event}`,
)

const STATUSES: Record<string, PaymentStatus> = {
  pending: 'pending',
  authorized: 'authorized',
  partially_paid: 'partly-paid',
  paid: 'paid',
  partially_refunded: 'partly-refunded',
  refunded: 'refunded',
  voided: 'voided',
}

/** An amount the order carries cannot be read; the delivery is kept and shown. */
class Unreadable extends Error {
  override name = 'Unreadable'
}

/** One delivery of Shopify as an order, or why it is none. `shopDomain` makes the link to Shopify's admin. */
export function readShopify(topic: string, rawBody: Uint8Array, shopDomain: string | null): Reading {
  if (!ORDER_TOPICS.includes(topic))
    return {
      kind: 'ignored',
      because: `The topic ${topic} says nothing that orders/updated does not say too.`,
    }
  let body: unknown
  try {
    body = parseLossless(new TextDecoder('utf-8', { fatal: true }).decode(rawBody))
  } catch (error) {
    return {
      kind: 'unreadable',
      because: `The body is no JSON: ${error instanceof Error ? error.message : ''}`,
    }
  }
  const parsed = shopifyOrder.safeParse(body)
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
  const minor = (text: string, what: string) => {
    const value = parseMinor(text, order.currency)
    if (value === null) throw new Unreadable(`The ${what} “${text}” is no amount in ${order.currency}.`)
    return value
  }
  const instant = (text: string, what: string) => {
    const ms = Date.parse(text)
    if (Number.isNaN(ms)) throw new Unreadable(`The ${what} “${text}” is no instant.`)
    return new Date(ms).toISOString()
  }
  const tip = minor(order.total_tip_received ?? '0', 'tip')
  const pricesIncludeTax = order.taxes_included ?? false
  return {
    externalId: order.id,
    number: order.name || `#${order.order_number ?? order.id}`,
    url: shopDomain ? `https://${shopDomain}/admin/orders/${order.id}` : null,
    placedAt: instant(order.processed_at ?? order.created_at, 'time of the order'),
    updatedAt: instant(order.updated_at ?? order.created_at, 'time of the update'),
    test: order.test ?? false,
    source: order.source_name === 'pos' ? 'till' : 'online',
    payment: {
      status: STATUSES[order.financial_status] ?? 'unknown',
      method: order.payment_gateway_names[0] ?? order.gateway,
    },
    cancelledAt: order.cancelled_at ? instant(order.cancelled_at, 'time of the cancellation') : null,
    currency: order.currency.toUpperCase(),
    pricesIncludeTax,
    lines: order.line_items.map((line) => toLine(line, order, minor)),
    charges: [
      ...order.shipping_lines
        .filter((line) => !(line.is_removed ?? false))
        .map((line) => shippingCharge(line, pricesIncludeTax, minor)),
      ...(tip === 0
        ? []
        : [{ kind: 'tip' as const, title: 'Tip', netMinor: tip, taxMinor: 0, taxRate: '0' }]),
    ],
    totalMinor: minor(order.current_total_price ?? order.total_price, 'total'),
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

type Minor = (text: string, what: string) => number
const total = (rows: { amount: string }[], minor: Minor) =>
  rows.reduce((sum, row) => sum + minor(row.amount, 'discount'), 0)

function toLine(line: ShopifyLine, order: ShopifyOrder, minor: Minor): ChannelLine {
  // Discount allocations hold line and order discounts alike; total_discount alone misses the order's.
  const discountMinor =
    line.discount_allocations.length > 0
      ? total(line.discount_allocations, minor)
      : minor(line.total_discount ?? '0', 'discount')
  return {
    externalId: line.id,
    sku: line.sku.trim(),
    title: line.name || [line.title, line.variant_title].filter(Boolean).join(' - ') || 'Unnamed line',
    quantity: line.quantity,
    toShip: toShip(line, order),
    unitPriceMinor: minor(line.price, 'price'),
    discountMinor,
    taxMinor: line.tax_lines.reduce((sum, tax) => sum + minor(tax.price, 'tax'), 0),
    taxRate: addRates(line.tax_lines.map((tax) => String(tax.rate ?? '0'))),
    needsShipping: (line.requires_shipping ?? true) && !(line.gift_card ?? false),
  }
}

/**
 * Units still to ship: `fulfillable_quantity`. Where a payload has none, the quantity less what successful fulfilments
 * hold; a failed or cancelled one shipped nothing.
 */
function toShip(line: ShopifyLine, order: ShopifyOrder): number {
  if (line.fulfillable_quantity !== null && line.fulfillable_quantity !== undefined)
    return Math.max(0, line.fulfillable_quantity)
  const shipped = order.fulfillments
    .filter((fulfillment) => fulfillment.status === 'success')
    .flatMap((fulfillment) => fulfillment.line_items)
    .filter((row) => row.id === line.id)
    .reduce((sum, row) => sum + row.quantity, 0)
  return Math.max(0, (line.current_quantity ?? line.quantity) - shipped)
}

function shippingCharge(
  line: ShopifyOrder['shipping_lines'][number],
  pricesIncludeTax: boolean,
  minor: Minor,
): ChannelCharge {
  const gross =
    line.discount_allocations.length > 0
      ? minor(line.price, 'shipping') - total(line.discount_allocations, minor)
      : minor(line.discounted_price ?? line.price, 'shipping')
  const taxMinor = line.tax_lines.reduce((sum, tax) => sum + minor(tax.price, 'tax'), 0)
  return {
    kind: 'shipping',
    title: line.title || 'Shipping',
    netMinor: pricesIncludeTax ? gross - taxMinor : gross,
    taxMinor,
    taxRate: addRates(line.tax_lines.map((tax) => String(tax.rate ?? '0'))),
  }
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
  const { latitude, longitude } = address
  // 0,0 lies in the sea: some apps write it for "unknown".
  const known =
    latitude !== null &&
    longitude !== null &&
    Number.isFinite(latitude) &&
    Number.isFinite(longitude) &&
    (latitude !== 0 || longitude !== 0)
  return {
    name: address.name || [address.first_name, address.last_name].filter(Boolean).join(' '),
    company: address.company,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    region: address.province_code || address.province,
    postalCode: address.zip,
    country: address.country_code,
    phone: address.phone,
    latitude: known ? latitude : null,
    longitude: known ? longitude : null,
  }
}
