import { decimalText } from '@/lib/money'
import { apportion } from '@/lib/routing/apportion'
import type { SignedJsonOrder } from '@/lib/integrations/signed-json/shapes'
import type { TestCustomer } from './customers'
import type { PickedLine } from './pick-lines'

/** 8.25 % as a fraction, and as the whole number it is over 10,000. */
const TAX = { text: '0.0825', numerator: 825, denominator: 10_000 }
const DISCOUNT_PERCENT = 10
/** Does not divide by three: a split over three stores has to share the last cent. */
const SHIPPING_MINOR = 1000
const CURRENCY = 'USD'

export interface TestOrder {
  id: string
  number: string
  placedAt: Date
  updatedAt: Date
  lines: PickedLine[]
  customer: TestCustomer
}

interface PricedLine extends PickedLine {
  discountMinor: number
  taxMinor: number
}

/** Tax as shops round it: half up, line by line. */
const taxOf = (minor: number) =>
  Math.floor((minor * TAX.numerator * 2 + TAX.denominator) / (2 * TAX.denominator))

function price(lines: PickedLine[]) {
  const goods = lines.map((line) => line.priceMinor * line.quantity)
  const subtotal = goods.reduce((sum, value) => sum + value, 0)
  const discount = Math.floor((subtotal * DISCOUNT_PERCENT) / 100)
  const discounts = apportion(discount, goods)
  const priced: PricedLine[] = lines.map((line, index) => ({
    ...line,
    discountMinor: discounts[index] ?? 0,
    taxMinor: taxOf((goods[index] ?? 0) - (discounts[index] ?? 0)),
  }))
  const shippingTax = taxOf(SHIPPING_MINOR)
  const tax = priced.reduce((sum, line) => sum + line.taxMinor, shippingTax)
  return { priced, subtotal, discount, shippingTax, tax, total: subtotal - discount + SHIPPING_MINOR + tax }
}

const money = (minor: number) => decimalText(minor, CURRENCY)

/** An order as Shopify sends it: 8.25 % tax, ten percent off, shipping. Its sums are true. */
export function shopifyBody(order: TestOrder): string {
  const { priced, subtotal, discount, shippingTax, tax, total } = price(order.lines)
  const { customer } = order
  const taxLine = (minor: number) => [{ price: money(minor), rate: Number(TAX.text), title: 'Sales tax' }]
  const address = {
    first_name: customer.firstName,
    last_name: customer.lastName,
    name: `${customer.firstName} ${customer.lastName}`,
    company: null,
    address1: customer.address1,
    address2: '',
    city: customer.city,
    province: customer.region,
    province_code: customer.region,
    zip: customer.postalCode,
    country: 'United States',
    country_code: 'US',
    phone: customer.phone,
    latitude: customer.latitude,
    longitude: customer.longitude,
  }
  return JSON.stringify({
    id: order.id,
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    name: order.number,
    created_at: order.placedAt.toISOString(),
    processed_at: order.placedAt.toISOString(),
    updated_at: order.updatedAt.toISOString(),
    cancelled_at: null,
    test: false,
    confirmed: true,
    source_name: 'web',
    currency: CURRENCY,
    taxes_included: false,
    financial_status: 'paid',
    fulfillment_status: null,
    payment_gateway_names: ['shopify_payments'],
    subtotal_price: money(subtotal - discount),
    total_discounts: money(discount),
    total_tax: money(tax),
    total_price: money(total),
    current_total_price: money(total),
    total_tip_received: '0.00',
    discount_codes: [{ code: 'TENOFF', amount: money(discount), type: 'percentage' }],
    tags: '',
    note: null,
    email: customer.email,
    phone: null,
    customer: {
      first_name: customer.firstName,
      last_name: customer.lastName,
      email: customer.email,
      phone: customer.phone,
    },
    shipping_address: address,
    billing_address: address,
    line_items: priced.map((line, index) => ({
      id: `${order.id}${String(index + 1).padStart(2, '0')}`,
      sku: line.sku,
      title: line.title,
      name: line.title,
      variant_title: null,
      quantity: line.quantity,
      fulfillable_quantity: line.quantity,
      fulfillment_status: null,
      price: money(line.priceMinor),
      total_discount: '0.00',
      discount_allocations: [{ amount: money(line.discountMinor), discount_application_index: 0 }],
      tax_lines: taxLine(line.taxMinor),
      requires_shipping: true,
      gift_card: false,
    })),
    shipping_lines: [
      {
        title: 'Standard shipping',
        code: 'STANDARD',
        price: money(SHIPPING_MINOR),
        discounted_price: money(SHIPPING_MINOR),
        discount_allocations: [],
        tax_lines: taxLine(shippingTax),
      },
    ],
    fulfillments: [],
  })
}

/** The same order as a signed JSON document. */
export function signedJsonBody(order: TestOrder): string {
  const { priced, shippingTax, total } = price(order.lines)
  const { customer } = order
  const document: SignedJsonOrder = {
    type: 'order.created',
    timestamp: order.updatedAt.toISOString(),
    data: {
      id: order.id,
      number: order.number,
      placed_at: order.placedAt.toISOString(),
      updated_at: order.updatedAt.toISOString(),
      currency: CURRENCY,
      payment: { status: 'paid', method: 'invoice' },
      customer: {
        name: `${customer.firstName} ${customer.lastName}`,
        email: customer.email,
        phone: customer.phone,
      },
      ship_to: {
        name: `${customer.firstName} ${customer.lastName}`,
        address1: customer.address1,
        city: customer.city,
        region: customer.region,
        postal_code: customer.postalCode,
        country: 'US',
        phone: customer.phone,
        latitude: customer.latitude,
        longitude: customer.longitude,
      },
      lines: priced.map((line, index) => ({
        id: String(index + 1),
        sku: line.sku,
        title: line.title,
        quantity: line.quantity,
        unit_price: money(line.priceMinor),
        discount: money(line.discountMinor),
        tax: money(line.taxMinor),
        tax_rate: TAX.text,
      })),
      charges: [
        {
          kind: 'shipping',
          title: 'Standard shipping',
          net: money(SHIPPING_MINOR),
          tax: money(shippingTax),
          tax_rate: TAX.text,
        },
      ],
      total: money(total),
    },
  }
  return JSON.stringify(document)
}
