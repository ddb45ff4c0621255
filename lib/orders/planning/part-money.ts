import type { ChannelOrder } from '@/lib/integrations/channel-order'
import { shareOrder } from '@/lib/routing/apportion'
import { present } from '@/lib/result'
import { linesOf, netOf, unitsElsewhere, type PlacedUnits } from '../lines'
import type { PartMoney } from '../money-shares'

interface Frozen {
  lines: PlacedUnits[]
  money: PartMoney
}

/**
 * The exact money of each new part. What frozen parts already carry is taken off the order first, and the rest is
 * shared over the new parts, what was shipped elsewhere, and what is left over: everything sums to the order.
 */
export function shareMoney(
  order: ChannelOrder,
  frozen: Frozen[],
  fresh: { lineId: string; quantity: number }[][],
): { parts: PartMoney[]; leftOver: PartMoney; alreadyShipped: PartMoney } {
  const recipients = recipientsOf(order, frozen, fresh)
  const shares = shareOrder({
    lines: restOfLines(order, frozen),
    charges: restOfCharges(order, frozen),
    recipients,
  })
  const of = (key: string): PartMoney => ({
    currency: order.currency,
    ...present(shares[key], `share of ${key}`),
  })
  return {
    parts: fresh.map((_, index) => of(`part-${index}`)),
    leftOver: of('left-over'),
    alreadyShipped: of('already-shipped'),
  }
}

/** Who gets how many units of each line that frozen parts do not hold. */
function recipientsOf(
  order: ChannelOrder,
  frozen: Frozen[],
  fresh: { lineId: string; quantity: number }[][],
): { key: string; units: Record<string, number> }[] {
  const placed = frozen.flatMap((part) => part.lines)
  const own = linesOf(order).map((line) => {
    const parts = fresh.map((part) => sum(quantities(part, line.id)))
    const shipped = whole(unitsElsewhere(line, placed))
    const left = whole(line.quantity - shipped - sum(quantities(placed, line.id)) - sum(parts))
    // A line of which no unit is left may still have money, where sold units were taken back: no part owes that.
    const nobody = shipped + left + sum(parts) === 0
    return { lineId: line.id, parts, shipped: nobody ? 1 : shipped, left }
  })
  const units = (of: (line: (typeof own)[number]) => number) =>
    Object.fromEntries(own.map((line) => [line.lineId, of(line)]))
  return [
    ...fresh.map((_, index) => ({ key: `part-${index}`, units: units((line) => line.parts[index] ?? 0) })),
    { key: 'already-shipped', units: units((line) => line.shipped) },
    { key: 'left-over', units: units((line) => line.left) },
  ]
}

/** The lines less what frozen parts carry of them. */
function restOfLines(order: ChannelOrder, frozen: Frozen[]) {
  const placed = frozen.flatMap((part) => part.lines)
  return linesOf(order).map((line) => {
    const taken = frozen.flatMap((part) => part.money.lines.filter((share) => share.lineId === line.id))
    return {
      lineId: line.id,
      units: Math.round(line.quantity) - sum(quantities(placed, line.id)),
      netMinor: netOf(line, order.pricesIncludeTax) - sum(taken.map((share) => share.netMinor)),
      taxMinor: line.taxMinor - sum(taken.map((share) => share.taxMinor)),
      taxRate: line.taxRate,
    }
  })
}

/** The charges less what frozen parts carry of them; a charge is known by its kind, title and place among its like. */
function restOfCharges(order: ChannelOrder, frozen: Frozen[]) {
  return order.charges.map((charge, index) => {
    const like = (other: { kind: string; title: string }) =>
      other.kind === charge.kind && other.title === charge.title
    const place = order.charges.slice(0, index).filter(like).length
    const taken = frozen.flatMap((part) => part.money.charges.filter(like)[place] ?? [])
    return {
      ...charge,
      netMinor: charge.netMinor - sum(taken.map((share) => share.netMinor)),
      taxMinor: charge.taxMinor - sum(taken.map((share) => share.taxMinor)),
    }
  })
}

const whole = (units: number) => Math.max(0, Math.round(units))
const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0)
const quantities = (lines: { lineId: string; quantity: number }[], lineId: string) =>
  lines.filter((line) => line.lineId === lineId).map((line) => line.quantity)
