import type { z } from 'zod'
import { parseMinor } from '@/lib/money'
import type { ChannelOrder, Reading } from '../channel-order'
import { parseLossless } from '../lossless-json'
import { signedJsonOrder } from './shapes'

type Data = z.output<typeof signedJsonOrder>['data']

/** One signed document as an order, or what is wrong with it in words its sender can use. */
export function readSignedJson(rawBody: Uint8Array): Reading {
  let body: unknown
  try {
    body = parseLossless(new TextDecoder('utf-8', { fatal: true }).decode(rawBody))
  } catch (error) {
    return {
      kind: 'unreadable',
      because: `The body is no JSON: ${error instanceof Error ? error.message : ''}`,
    }
  }
  const parsed = signedJsonOrder.safeParse(body)
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    return { kind: 'unreadable', because: issues.join('; ') }
  }
  const { data, type, timestamp } = parsed.data
  const wrong = wrongAmount(data)
  if (wrong) return { kind: 'unreadable', because: wrong }
  return {
    kind: 'order',
    order: toOrder(data, type === 'order.cancelled' ? (data.cancelled_at ?? timestamp) : data.cancelled_at),
  }
}

/** An amount with more decimals than its currency has. */
function wrongAmount(data: Data): string | null {
  const amounts = [
    data.total,
    ...data.lines.flatMap((line) => [line.unit_price, line.discount, line.tax]),
    ...data.charges.flatMap((charge) => [charge.net, charge.tax]),
  ]
  const wrong = amounts.find((amount) => parseMinor(amount, data.currency) === null)
  return wrong === undefined ? null : `“${wrong}” has more decimals than ${data.currency} has.`
}

function toOrder(data: Data, cancelledAt: string | null): ChannelOrder {
  const minor = (text: string) => parseMinor(text, data.currency) ?? 0
  const utc = (text: string) => new Date(text).toISOString()
  const { ship_to: shipTo } = data
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
    currency: data.currency.toUpperCase(),
    pricesIncludeTax: data.prices_include_tax,
    lines: data.lines.map((line) => ({
      externalId: line.id,
      sku: line.sku.trim(),
      title: line.title,
      quantity: line.quantity,
      toShip: line.to_ship ?? line.quantity,
      unitPriceMinor: minor(line.unit_price),
      discountMinor: minor(line.discount),
      taxMinor: minor(line.tax),
      taxRate: line.tax_rate,
      needsShipping: line.needs_shipping,
    })),
    charges: data.charges.map((charge) => ({
      kind: charge.kind,
      title: charge.title,
      netMinor: minor(charge.net),
      taxMinor: minor(charge.tax),
      taxRate: charge.tax_rate,
    })),
    totalMinor: minor(data.total),
    customer: data.customer,
    shipTo: shipTo && { ...shipTo, postalCode: shipTo.postal_code },
    shipToCount: shipTo ? 1 : 0,
    tags: data.tags,
    note: data.note,
    risky: data.risky,
  }
}
