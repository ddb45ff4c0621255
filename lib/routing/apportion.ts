/**
 * Shares whole minor units so that every sum comes out to the unit: largest remainder, ties to the earlier share.
 * Works for negative amounts too. Weights of zero everywhere give all to the first.
 */
export function apportion(amountMinor: number, weights: number[]): number[] {
  if (weights.length === 0) return []
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total <= 0) return weights.map((_, index) => (index === 0 ? amountMinor : 0))
  const sign = amountMinor < 0 ? -1 : 1
  const size = BigInt(Math.abs(amountMinor))
  const whole = BigInt(total)
  const shares = weights.map((weight, index) => {
    const exact = size * BigInt(weight)
    return { index, floor: Number(exact / whole), remainder: exact % whole }
  })
  const missing = Math.abs(amountMinor) - shares.reduce((sum, share) => sum + share.floor, 0)
  const luckiest = shares
    .toSorted((a, b) =>
      a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
    )
    .slice(0, missing)
    .map((share) => share.index)
  return shares.map((share) => {
    const units = share.floor + (luckiest.includes(share.index) ? 1 : 0)
    return units === 0 ? 0 : sign * units
  })
}

interface ShareLine {
  lineId: string
  /** Units of the line over all recipients together. */
  units: number
  netMinor: number
  taxMinor: number
  taxRate: string
}

interface ShareCharge {
  kind: 'shipping' | 'fee' | 'tip'
  title: string
  netMinor: number
  taxMinor: number
  taxRate: string
}

export interface Share {
  lines: { lineId: string; quantity: number; netMinor: number; taxMinor: number; taxRate: string }[]
  /** Every charge of the order in its own order, zero shares too, so that shares can be compared one by one. */
  charges: ShareCharge[]
  totalMinor: number
}

/**
 * Shares an order's money over its recipients (parts, already shipped, left over): lines by units, charges by goods
 * value, each to the minor unit. The shares sum to the order exactly; one recipient of everything gets the order's
 * own figures.
 */
export function shareOrder(order: {
  lines: ShareLine[]
  charges: ShareCharge[]
  recipients: { key: string; units: Record<string, number> }[]
}): Record<string, Share> {
  const { lines, charges, recipients } = order
  const shared = lines.map((line) => {
    const weights = recipients.map((recipient) => recipient.units[line.lineId] ?? 0)
    return {
      line,
      weights,
      net: apportion(line.netMinor, weights),
      tax: apportion(line.taxMinor, weights),
    }
  })
  const goods = recipients.map((_, index) =>
    shared.reduce((sum, { net }) => sum + Math.max(0, net[index] ?? 0), 0),
  )
  const units = recipients.map((_, index) =>
    shared.reduce((sum, { weights }) => sum + (weights[index] ?? 0), 0),
  )
  // An order of free goods is shared by units: there is no value to go by.
  const byValue = goods.some((value) => value > 0) ? goods : units
  const chargeShares = charges.map((charge) => ({
    charge,
    net: apportion(charge.netMinor, byValue),
    tax: apportion(charge.taxMinor, byValue),
  }))
  return Object.fromEntries(
    recipients.map(({ key }, index) => {
      const ownLines = shared.flatMap(({ line, weights, net, tax }) => {
        const quantity = weights[index] ?? 0
        const [netMinor, taxMinor] = [net[index] ?? 0, tax[index] ?? 0]
        if (quantity === 0 && netMinor === 0 && taxMinor === 0) return []
        return [{ lineId: line.lineId, quantity, netMinor, taxMinor, taxRate: line.taxRate }]
      })
      const ownCharges = chargeShares.map(({ charge, net, tax }) => ({
        ...charge,
        netMinor: net[index] ?? 0,
        taxMinor: tax[index] ?? 0,
      }))
      const totalMinor = [...ownLines, ...ownCharges].reduce(
        (sum, row) => sum + row.netMinor + row.taxMinor,
        0,
      )
      return [key, { lines: ownLines, charges: ownCharges, totalMinor }]
    }),
  )
}
