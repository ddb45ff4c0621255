import type { z } from 'zod'
import { amountsIn, Unreadable } from '../reading/amounts'
import type { ChannelOrder, Reading } from '../channel-order'
import { placeOf } from '../reading/coordinates'
import { decodeJson } from '../reading/lossless-json'
import { signedJsonOrder } from './shapes'

type Data = z.output<typeof signedJsonOrder>['data']

/** One signed document as an order, or what is wrong with it in words its sender can use. */
export function readSignedJson(rawBody: Uint8Array): Reading {
  const body = decodeJson(rawBody)
  if (!body.ok) return { kind: 'unreadable', because: body.because }
  const parsed = signedJsonOrder.safeParse(body.value)
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    return { kind: 'unreadable', because: issues.join('; ') }
  }
  const { data, type, timestamp } = parsed.data
  const cancelledAt = type === 'order.cancelled' ? (data.cancelled_at ?? timestamp) : data.cancelled_at
  try {
    return { kind: 'order', order: toOrder(data, cancelledAt) }
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'unreadable', because: error.message }
    throw error
  }
}

function toOrder(data: Data, cancelledAt: string | null): ChannelOrder {
  const currency = data.currency.toUpperCase()
  const amount = amountsIn(currency)
  const utc = (text: string) => new Date(text).toISOString()
  return {
    externalId: data.id,
    number: data.number,
    url: data.url,
    placedAt: utc(data.placed_at),
    updatedAt: utc(data.updated_at),
    test: data.test,
    source: 'online',
    payment: data.payment,
    cancelledAt: cancelledAt === null ? null : utc(cancelledAt),
    currency,
    pricesIncludeTax: data.prices_include_tax,
    lines: data.lines.map((line) => ({
      externalId: line.id,
      sku: line.sku.trim(),
      title: line.title,
      quantity: line.quantity,
      toShip: line.to_ship ?? line.quantity,
      unitPriceMinor: amount(line.unit_price, 'unit price'),
      discountMinor: amount(line.discount, 'discount'),
      taxMinor: amount(line.tax, 'tax'),
      taxRate: line.tax_rate,
      needsShipping: line.needs_shipping,
    })),
    charges: data.charges.map((charge) => ({
      kind: charge.kind,
      title: charge.title,
      netMinor: amount(charge.net, 'charge'),
      taxMinor: amount(charge.tax, 'tax'),
      taxRate: charge.tax_rate,
    })),
    totalMinor: amount(data.total, 'total'),
    customer: data.customer,
    shipTo: addressOf(data.ship_to),
    shipToCount: data.ship_to ? 1 : 0,
    tags: data.tags,
    note: data.note,
    risky: data.risky,
  }
}

function addressOf(shipTo: Data['ship_to']): ChannelOrder['shipTo'] {
  if (!shipTo) return null
  const { postal_code: postalCode, latitude, longitude, ...rest } = shipTo
  return { ...rest, postalCode, country: rest.country.toUpperCase(), ...placeOf(latitude, longitude) }
}
