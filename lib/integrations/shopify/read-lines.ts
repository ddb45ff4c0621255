import type { ReadAmount } from '../reading/amounts'
import type { ChannelLine } from '../channel-order'
import { addRates } from '../reading/rates'
import type { ShopifyLine, ShopifyOrder } from './shapes'

type TaxLines = ShopifyLine['tax_lines']

export const taxOf = (lines: TaxLines, amount: ReadAmount) =>
  lines.reduce((sum, line) => sum + amount(line.price, 'tax'), 0)

export const rateOf = (lines: TaxLines) => addRates(lines.map((line) => String(line.rate ?? '0')))

export const discountOf = (allocations: { amount: string }[], amount: ReadAmount) =>
  allocations.reduce((sum, row) => sum + amount(row.amount, 'discount'), 0)

/** A tip may be listed among the goods; it is a charge of the order. */
export const isTip = (line: ShopifyLine) =>
  line.tip_payment_gateway !== null && line.tip_payment_gateway !== undefined

/** One line as it stands now: what was removed or refunded is gone from its units, discount and tax. */
export function toLine(line: ShopifyLine, order: ShopifyOrder, amount: ReadAmount): ChannelLine {
  const toShip = unitsToShip(line, order)
  return {
    externalId: line.id,
    sku: line.sku.trim(),
    title: line.name || [line.title, line.variant_title].filter(Boolean).join(' - ') || 'Unnamed line',
    toShip,
    unitPriceMinor: amount(line.price, 'price'),
    ...standing(line, order, toShip, amount),
    taxRate: rateOf(line.tax_lines),
    needsShipping: (line.requires_shipping ?? true) && !(line.gift_card ?? false),
  }
}

/**
 * Units still to ship: `fulfillable_quantity`. Where a payload has none, the quantity less what successful fulfilments
 * hold; a failed or cancelled one shipped nothing.
 */
function unitsToShip(line: ShopifyLine, order: ShopifyOrder): number {
  if (line.fulfillable_quantity !== null && line.fulfillable_quantity !== undefined)
    return Math.min(line.quantity, Math.max(0, line.fulfillable_quantity))
  const shipped = order.fulfillments
    .filter((fulfillment) => fulfillment.status === 'success')
    .flatMap((fulfillment) => fulfillment.line_items)
    .filter((row) => row.id === line.id)
    .reduce((sum, row) => sum + row.quantity, 0)
  return Math.max(0, Math.min(line.quantity, line.current_quantity ?? line.quantity) - shipped)
}

/**
 * Units, discount and tax of a line as it stands now. Shopify leaves `quantity`, discounts and taxes of a line as they
 * were placed when units are removed or refunded, while `current_total_price` falls: left alone, an edited order would
 * never add up. Exact where the refund rows say what the units cost, else in proportion.
 */
function standing(
  line: ShopifyLine,
  order: ShopifyOrder,
  toShip: number,
  amount: ReadAmount,
): Pick<ChannelLine, 'quantity' | 'discountMinor' | 'taxMinor'> {
  // Allocations hold line and order discounts alike; total_discount alone misses the order's.
  const discountMinor =
    line.discount_allocations.length > 0
      ? discountOf(line.discount_allocations, amount)
      : amount(line.total_discount ?? '0', 'discount')
  const taxMinor = taxOf(line.tax_lines, amount)
  const placed = { quantity: line.quantity, discountMinor, taxMinor }
  // Old versions know only the total as placed, so the lines stay as placed too.
  if (order.current_total_price === null || order.current_total_price === undefined) return placed
  const back = takenBack(line, order, amount)
  const quantity = Math.max(0, toShip, line.current_quantity ?? line.quantity - back.quantity)
  if (quantity >= line.quantity) return placed
  if (quantity === 0) return { quantity, discountMinor: 0, taxMinor: 0 }
  const price = amount(line.price, 'price')
  const netMinor = Math.round(price * line.quantity) - discountMinor
  const exact = back.quantity === line.quantity - quantity
  const left = (whole: number, gone: number | null) =>
    exact && gone !== null ? whole - gone : Math.round((whole * quantity) / line.quantity)
  return {
    quantity,
    discountMinor: Math.round(price * quantity) - left(netMinor, back.netMinor),
    taxMinor: left(taxMinor, back.taxMinor),
  }
}

/** Units of a line in all refunds (an order edit writes one too), and their amounts; null where a row has none. */
function takenBack(line: ShopifyLine, order: ShopifyOrder, amount: ReadAmount) {
  const rows = order.refunds
    .flatMap((refund) => refund.refund_line_items)
    .filter((row) => row.line_item_id === line.id)
  const total = (texts: (string | null | undefined)[]) =>
    texts.reduce<number | null>(
      (sum, text) =>
        sum === null || text === null || text === undefined ? null : sum + amount(text, 'refund'),
      0,
    )
  return {
    quantity: rows.reduce((sum, row) => sum + row.quantity, 0),
    netMinor: total(rows.map((row) => row.subtotal_set?.shop_money.amount ?? row.subtotal)),
    taxMinor: total(rows.map((row) => row.total_tax_set?.shop_money.amount ?? row.total_tax)),
  }
}
