import type { ChannelOrder } from '@/lib/integrations/channel-order'
import { formatMoney } from '@/lib/money'
import { linesOf, netOf } from '../../lines'
import type { PartMoney } from '../../money-shares'

interface MoneyRow {
  label: string
  amount: string
  strong: boolean
}

/** Goods, charges, tax and total of a whole order. */
export function moneyOfOrder(order: ChannelOrder): MoneyRow[] {
  const lines = linesOf(order)
  const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0)
  return rows(
    order.currency,
    sum(lines.map((line) => netOf(line, order.pricesIncludeTax))),
    order.charges,
    sum([...lines.map((line) => line.taxMinor), ...order.charges.map((charge) => charge.taxMinor)]),
    order.totalMinor,
  )
}

/** The same for one part, as its sale says it: what Lightspeed's own rounding lacks is a line of its own there. */
export function moneyOfPart(money: PartMoney): MoneyRow[] {
  const rounding = money.roundingMinor ?? 0
  const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0)
  return rows(
    money.currency,
    sum(money.lines.map((line) => line.netMinor)),
    money.charges,
    sum([...money.lines, ...money.charges].map((row) => row.taxMinor)) - rounding,
    money.totalMinor,
    rounding,
  )
}

function rows(
  currency: string,
  goods: number,
  charges: { title: string; netMinor: number }[],
  tax: number,
  total: number,
  rounding = 0,
): MoneyRow[] {
  const text = (minor: number) => formatMoney({ minor, currency })
  return [
    { label: 'Goods after discounts', amount: text(goods), strong: false },
    ...charges.map((charge) => ({ label: charge.title, amount: text(charge.netMinor), strong: false })),
    { label: 'Tax', amount: text(tax), strong: false },
    ...(rounding === 0
      ? []
      : [{ label: 'Rounding line in Lightspeed', amount: text(rounding), strong: false }]),
    { label: 'Total', amount: text(total), strong: true },
  ]
}
