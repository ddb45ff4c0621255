/** Rates as whole numbers over this: enough for "0.0911433" and some more. */
const RATE_DIGITS = 10
export const RATE_ONE = 10n ** BigInt(RATE_DIGITS)

/** "0.0825" as a whole number over 10^10. */
export function rateUnits(rate: string): bigint {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(rate.trim() || '0')
  if (!match) throw new Error(`no decimal rate: ${rate}`)
  return BigInt((match[1] || '0') + (match[2] ?? '').slice(0, RATE_DIGITS).padEnd(RATE_DIGITS, '0'))
}

interface Rates {
  tax1Rate: string
  tax2Rate: string
}

/** A tax category as far as it makes a total. */
export interface TaxRule extends Rates {
  /** Prices include the tax. Left out: they do not. */
  taxInclusive?: boolean
  /** Rates of the lines of a tax class, instead of the category's own. */
  classes?: ({ taxClassId: string } & Rates)[]
}

export interface PricedLine {
  quantity: number
  unitPriceMinor: number
  taxed: boolean
  /** Left out: a class for which the category has no rates of its own. */
  taxClassId?: string
}

export interface PredictedTotals {
  subtotalMinor: number
  tax1Minor: number
  tax2Minor: number
  totalMinor: number
}

/**
 * The total Lightspeed will make of these lines: a line's tax stays unrounded, each of the two taxes is rounded half
 * up over the whole sale (recorded on 119 sales). Below zero it is rounded away from zero, which is assumed; so is that
 * a category whose prices include the tax adds nothing to them. All amounts are hundredths of the currency, which is
 * what Lightspeed rounds to: the minor unit, where the currency has two decimals.
 */
export function predictTotals(lines: PricedLine[], tax: TaxRule): PredictedTotals {
  const subtotalMinor = lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0)
  let [tax1, tax2] = [0n, 0n]
  for (const line of lines) {
    if (!line.taxed) continue
    const { tax1Rate, tax2Rate } = ratesOf(tax, line.taxClassId)
    const [first, second] = [rateUnits(tax1Rate), rateUnits(tax2Rate)]
    const amount = BigInt(line.quantity * line.unitPriceMinor)
    if (tax.taxInclusive) {
      // Cut to 1/10^10 of a hundredth: shown to people, it decides no total.
      tax1 += (amount * first * RATE_ONE) / (RATE_ONE + first + second)
      tax2 += (amount * second * RATE_ONE) / (RATE_ONE + first + second)
    } else {
      tax1 += amount * first
      tax2 += amount * second
    }
  }
  const [tax1Minor, tax2Minor] = [rounded(tax1), rounded(tax2)]
  const totalMinor = tax.taxInclusive ? subtotalMinor : subtotalMinor + tax1Minor + tax2Minor
  return { subtotalMinor, tax1Minor, tax2Minor, totalMinor }
}

/** The rates of one tax class: a category may have its own for it. */
function ratesOf(tax: TaxRule, taxClassId: string | undefined): Rates {
  return tax.classes?.find((one) => one.taxClassId === taxClassId) ?? tax
}

function rounded(scaled: bigint): number {
  const size = scaled < 0n ? -scaled : scaled
  const units = Number((size + RATE_ONE / 2n) / RATE_ONE)
  return scaled < 0n ? -units : units
}
