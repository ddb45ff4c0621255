import type { ChannelOrder } from '@/lib/integrations/channel-order'
import { shareOrder } from '@/lib/routing/apportion'
import { present } from '@/lib/result'
import { linesOf, netOf } from './lines'
import type { PartMoney } from './money-shares'

interface Frozen {
  lines: { lineId: string; quantity: number }[]
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
): { parts: PartMoney[]; leftOver: PartMoney } {
  const lines = linesOf(order)
  const inFrozen = (lineId: string) => sum(frozen.flatMap((part) => quantities(part.lines, lineId)))
  const rest = lines.map((line) => {
    const taken = frozen.flatMap((part) => part.money.lines.filter((share) => share.lineId === line.id))
    return {
      lineId: line.id,
      units: Math.round(line.quantity) - inFrozen(line.id),
      netMinor: netOf(line, order.pricesIncludeTax) - sum(taken.map((share) => share.netMinor)),
      taxMinor: line.taxMinor - sum(taken.map((share) => share.taxMinor)),
      taxRate: line.taxRate,
    }
  })
  const charges = order.charges.map((charge, index) => {
    const taken = frozen.flatMap((part) => part.money.charges[index] ?? [])
    return {
      ...charge,
      netMinor: charge.netMinor - sum(taken.map((share) => share.netMinor)),
      taxMinor: charge.taxMinor - sum(taken.map((share) => share.taxMinor)),
    }
  })
  const freshUnits = (lineId: string) => sum(fresh.flatMap((part) => quantities(part, lineId)))
  const units = (of: (line: (typeof lines)[number]) => number) =>
    Object.fromEntries(lines.map((line) => [line.id, Math.max(0, Math.round(of(line)))]))
  const shares = shareOrder({
    lines: rest,
    charges,
    recipients: [
      ...fresh.map((part, index) => ({
        key: `part-${index}`,
        units: units((line) => sum(quantities(part, line.id))),
      })),
      { key: 'already-shipped', units: units((line) => line.quantity - line.toShip) },
      { key: 'left-over', units: units((line) => line.toShip - inFrozen(line.id) - freshUnits(line.id)) },
    ],
  })
  const of = (key: string): PartMoney => ({
    currency: order.currency,
    ...present(shares[key], `share of ${key}`),
  })
  return { parts: fresh.map((_, index) => of(`part-${index}`)), leftOver: of('left-over') }
}

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0)
const quantities = (lines: { lineId: string; quantity: number }[], lineId: string) =>
  lines.filter((line) => line.lineId === lineId).map((line) => line.quantity)
