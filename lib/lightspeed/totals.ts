/** Rates as whole numbers over this: enough for "0.0911433" and some more. */
const RATE_DIGITS = 10
const RATE_ONE = 10n ** BigInt(RATE_DIGITS)

/** "0.0825" as a whole number over 10^10. */
export function rateUnits(rate: string): bigint {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(rate.trim() || '0')
  if (!match) throw new Error(`no decimal rate: ${rate}`)
  return BigInt((match[1] || '0') + (match[2] ?? '').slice(0, RATE_DIGITS).padEnd(RATE_DIGITS, '0'))
}

export interface PredictedTotals {
  subtotalMinor: number
  tax1Minor: number
  tax2Minor: number
  totalMinor: number
}

/**
 * The total Lightspeed will make of these lines: a line's tax stays unrounded, each of the two taxes is rounded half
 * up over the whole sale (recorded on 119 sales). Below zero it is rounded away from zero, which is assumed.
 */
export function predictTotals(
  lines: { quantity: number; unitPriceMinor: number; taxed: boolean }[],
  tax: { tax1Rate: string; tax2Rate: string },
): PredictedTotals {
  const amount = (of: typeof lines) => of.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0)
  const subtotalMinor = amount(lines)
  const taxable = BigInt(amount(lines.filter((line) => line.taxed)))
  const tax1Minor = rounded(taxable * rateUnits(tax.tax1Rate))
  const tax2Minor = rounded(taxable * rateUnits(tax.tax2Rate))
  return { subtotalMinor, tax1Minor, tax2Minor, totalMinor: subtotalMinor + tax1Minor + tax2Minor }
}

function rounded(scaled: bigint): number {
  const size = scaled < 0n ? -scaled : scaled
  const units = Number((size + RATE_ONE / 2n) / RATE_ONE)
  return scaled < 0n ? -units : units
}
