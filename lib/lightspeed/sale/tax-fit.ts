import type { PosTaxCategory } from '../types'
import { RATE_ONE, rateUnits } from './totals'

/** What a row of a part, goods or charge, comes to, in minor units of its currency. */
export interface TaxRow {
  netMinor: number
  taxMinor: number
  /** As the channel states it; "0": it does not. */
  taxRate: string
}

/** A category further from a row's own rate books a wrong rate, even where its sum happens to fit. */
const NEAR_RATE = rateUnits('0.0005')

const size = (value: bigint) => (value < 0n ? -value : value)

/** Whether Lightspeed has to tax this row. A rate without any tax is an exemption, unless the tax is too little to show. */
export function isTaxed({ netMinor, taxMinor, taxRate }: TaxRow): boolean {
  if (taxMinor !== 0) return true
  const due = size(BigInt(netMinor) * rateUnits(taxRate))
  return due > 0n && due < RATE_ONE
}

/** The rate of a taxed row, and how far off a category's may be; without a stated one, what its tax was rounded from. */
function wanted({ netMinor, taxMinor, taxRate }: TaxRow) {
  const stated = rateUnits(taxRate)
  if (stated !== 0n) return { rate: stated, tolerance: NEAR_RATE }
  // A tax on nothing has no rate: each will do, since it adds nothing.
  if (netMinor === 0) return { rate: 0n, tolerance: RATE_ONE }
  const net = size(BigInt(netMinor))
  return {
    rate: size(BigInt(taxMinor) * RATE_ONE) / net,
    tolerance: NEAR_RATE + RATE_ONE / net,
  }
}

export interface TaxFit {
  category: PosTaxCategory
  /** The class a row's lines must name to be taxed at its rate; undefined: none has to be named. */
  classOf(row: TaxRow): string | undefined
  /** Largest distance of any row from its own rate, over 10^10. */
  distance: bigint
}

/** No tax class at all, which no category has rates of its own for: *assumed*, since "0" is none everywhere else. */
const NO_CLASS = '0'

/** How a category taxes all these rows at their own rates, by its classes where they differ; null where it cannot. */
export function fitOf(category: PosTaxCategory, rows: TaxRow[]): TaxFit | null {
  const entries = [{ taxClassId: NO_CLASS, ...category }, ...category.classes].map((entry) => ({
    taxClassId: entry.taxClassId,
    rate: rateUnits(entry.tax1Rate) + rateUnits(entry.tax2Rate),
  }))
  const nearest = (row: TaxRow) => {
    const { rate, tolerance } = wanted(row)
    const found = entries
      .map((entry) => ({ ...entry, off: size(entry.rate - rate) }))
      // The category's own rate comes first, and stays first among equals.
      .toSorted((a, b) => Number(a.off - b.off))
      .find((entry) => entry.off <= tolerance)
    return found ?? null
  }
  const found = rows.map(nearest)
  if (found.some((entry) => entry === null)) return null
  return {
    category,
    classOf: (row) => (category.classes.length === 0 ? undefined : nearest(row)?.taxClassId),
    distance: found.reduce((most, entry) => (entry && entry.off > most ? entry.off : most), 0n),
  }
}

/** Most digits a rate is written with: "0.0911433". */
const RATE_TEXT_DIGITS = 7

/** Rates a tax category could be made for, the likeliest first: as stated, else the shortest that makes this tax. */
export function ratesToMake(rows: TaxRow[]): string[] {
  const sum = (of: (row: TaxRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  const stated = new Set(rows.filter((row) => rateUnits(row.taxRate) !== 0n).map((row) => row.taxRate))
  if (stated.size > 0) return [...stated]
  const [net, tax] = [BigInt(sum((row) => row.netMinor)), BigInt(sum((row) => row.taxMinor))]
  if (net <= 0n || tax <= 0n) return []
  for (let digits = 2; digits <= RATE_TEXT_DIGITS; digits += 1) {
    const one = 10n ** BigInt(digits)
    const rate = (2n * tax * one + net) / (2n * net)
    if ((2n * net * rate + one) / (2n * one) === tax) return [decimalRate(rate, digits)]
  }
  return []
}

function decimalRate(rate: bigint, digits: number): string {
  const text = String(rate).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
