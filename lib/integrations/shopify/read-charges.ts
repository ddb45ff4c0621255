import type { ReadAmount } from '../reading/amounts'
import type { ChannelCharge } from '../channel-order'
import { discountOf, isTip, rateOf, taxOf } from './read-lines'
import type { ShopifyOrder } from './shapes'

/** Shipping, tip, duties and additional fees of an order, each without its tax; those of nothing are left out. */
export function chargesOf(order: ShopifyOrder, amount: ReadAmount): ChannelCharge[] {
  const shipping = order.shipping_lines
    .filter((line) => !(line.is_removed ?? false))
    .map((line) => shippingCharge(line, order.taxes_included ?? false, amount))
  const dutyTaxes = order.line_items.flatMap((line) => line.duties.flatMap((duty) => duty.tax_lines))
  const duties = order.current_total_duties_set ?? order.original_total_duties_set
  const fees = order.current_total_additional_fees_set ?? order.original_total_additional_fees_set
  return [
    ...shipping,
    ...untaxed('tip', 'Tip', tipOf(order, amount)),
    ...(duties
      ? [
          {
            kind: 'fee' as const,
            title: 'Duties',
            netMinor: amount(duties.shop_money.amount, 'duties'),
            taxMinor: taxOf(dutyTaxes, amount),
            // Every line may have its own rate; the highest common sum would be wrong for all of them.
            taxRate: rateOf(dutyTaxes.slice(0, 1)),
          },
        ].filter((charge) => charge.netMinor !== 0)
      : []),
    ...untaxed('fee', 'Additional fees', fees ? amount(fees.shop_money.amount, 'fees') : 0),
  ]
}

function untaxed(kind: ChannelCharge['kind'], title: string, netMinor: number): ChannelCharge[] {
  return netMinor === 0 ? [] : [{ kind, title, netMinor, taxMinor: 0, taxRate: '0' }]
}

/** `total_tip_received`; only where it says nothing do the lines that are tips. Never both. */
function tipOf(order: ShopifyOrder, amount: ReadAmount): number {
  const received = amount(order.total_tip_received ?? '0', 'tip')
  return received !== 0
    ? received
    : order.line_items
        .filter(isTip)
        .reduce((sum, line) => sum + Math.round(amount(line.price, 'tip') * line.quantity), 0)
}

function shippingCharge(
  line: ShopifyOrder['shipping_lines'][number],
  pricesIncludeTax: boolean,
  amount: ReadAmount,
): ChannelCharge {
  const gross =
    line.discount_allocations.length > 0
      ? amount(line.price, 'shipping') - discountOf(line.discount_allocations, amount)
      : amount(line.discounted_price ?? line.price, 'shipping')
  const taxMinor = taxOf(line.tax_lines, amount)
  return {
    kind: 'shipping',
    title: line.title || 'Shipping',
    netMinor: pricesIncludeTax ? gross - taxMinor : gross,
    taxMinor,
    taxRate: rateOf(line.tax_lines),
  }
}
