import { exponentOf } from '@/lib/money'
import { ok, refuse, type Result } from '@/lib/result'
import type { PosTaxCategory, SaleDraftLine } from '../types'
import { isCharged, saleLines, type ChargeRow, type GoodsRow } from './sale-lines'
import { fitOf, isTaxed, ratesToMake, type TaxFit, type TaxRow } from './tax-fit'
import { predictTotals } from './totals'

/** All amounts are minor units of `currency`. */
export interface BalanceInput {
  currency: string
  lines: GoodsRow[]
  charges: ChargeRow[]
  /** What the part comes to, tax and all. */
  totalMinor: number
  taxCategories: PosTaxCategory[]
  /** The shop's prices include the tax: a category of Lightspeed that says so of its prices comes first. */
  pricesIncludeTax: boolean
  /** Whether such categories are used at all; that they add nothing to the prices is *assumed*. */
  useInclusiveCategories: boolean
  /** Most a visible rounding line may be, minor units per line of the part. */
  roundingPerLineMinor: number
}

export interface Balanced {
  lines: SaleDraftLine[]
  taxCategoryId: string
  /** What the visible rounding line comes to; 0: there is none. */
  roundingMinor: number
}

/**
 * Why no sale comes to the part's total. `off`: Lightspeed's rounding is too far away; `no-category`: none taxes every
 * row at its rate; `decimals`: Lightspeed counts in hundredths, and this part cannot be written or summed in them.
 */
export interface MoneyMismatch {
  kind: 'money-mismatch'
  why: 'off' | 'no-category' | 'decimals'
  wantedMinor: number
  /** What Lightspeed would make of it at best, in hundredths of the currency; null: it cannot be written at all. */
  reachedHundredths: number | null
  /** Stated rates of the taxed rows, as fractions; "0": not stated. */
  rates: string[]
  /** With a tax category of this rate it would balance; null: with none. */
  makeRate: string | null
}

/** A sale as one category would make it, and how far the part's total is from it, in hundredths. */
interface Try {
  fit: TaxFit | null
  lines: SaleDraftLine[]
  off: number
}

/**
 * Makes a sale that comes to the part's total, or says it cannot. The ladder: a tax category whose prediction matches,
 * the nearest rate first; then a visible, untaxed rounding line up to the limit. Never unbalanced, never silently off.
 */
export function balanceSale(input: BalanceInput): Result<Balanced, MoneyMismatch> {
  const taxed = [...input.lines, ...input.charges].filter(isTaxed)
  const fits = taxed.some((row) => row.taxMinor !== 0) ? fitsOf(input, taxed) : [null]
  const best = nearest(fits.flatMap((fit) => tried(input, fit) ?? []))
  const rounding = best && roundingOf(input, best)
  if (best && rounding !== null) return ok(balanced(best, rounding ?? 0))
  const closest = best ?? tried(input, null)
  const whole = best === undefined || best.off % perMinor(input).times === 0
  return refuse({
    kind: 'money-mismatch',
    why: !closest || !whole ? 'decimals' : best ? 'off' : 'no-category',
    wantedMinor: input.totalMinor,
    reachedHundredths: closest ? hundredths(input, input.totalMinor) - closest.off : null,
    rates: [...new Set(taxed.map((row) => row.taxRate))],
    makeRate: ratesToMake(taxed).find((rate) => wouldBalance(input, taxed, rate)) ?? null,
  })
}

/** Hundredths of the currency in one minor unit, as a fraction. */
function perMinor({ currency }: Pick<BalanceInput, 'currency'>): { times: number; by: number } {
  const exponent = exponentOf(currency)
  return { times: exponent === 0 ? 100 : 1, by: exponent === 3 ? 10 : 1 }
}

function hundredths(input: BalanceInput, minor: number): number {
  const { times, by } = perMinor(input)
  return (minor * times) / by
}

/** The sale of one category; null: Lightspeed's hundredths cannot express its prices, or the total. */
function tried(input: BalanceInput, fit: TaxFit | null): Try | null {
  const unitMinor = perMinor(input).by
  const lines = saleLines(input.lines, input.charges, { fit, unitMinor })
  if (!lines || input.totalMinor % unitMinor !== 0) return null
  const priced = lines.map((line) => ({ ...line, unitPriceMinor: hundredths(input, line.unitPriceMinor) }))
  const { totalMinor } = predictTotals(priced, fit?.category ?? { tax1Rate: '0', tax2Rate: '0' })
  return { fit, lines, off: hundredths(input, input.totalMinor) - totalMinor }
}

/** The first that is exact, else the first of those that are least off. */
function nearest(tries: Try[]): Try | undefined {
  return tries.toSorted((a, b) => Math.abs(a.off) - Math.abs(b.off))[0]
}

/** What a rounding line would have to come to, minor units; null: more than it may, or less than can be written. */
function roundingOf(input: BalanceInput, { off }: Try): number | null {
  const { times, by } = perMinor(input)
  const roundingMinor = (off * by) / times
  const rows = input.lines.length + input.charges.filter(isCharged).length
  const most = input.roundingPerLineMinor * Math.max(1, rows)
  return Number.isInteger(roundingMinor) && Math.abs(roundingMinor) <= most ? roundingMinor : null
}

function balanced({ fit, lines }: Try, roundingMinor: number): Balanced {
  const rounding = { itemId: '0', quantity: 1, unitPriceMinor: roundingMinor, taxed: false, note: 'Rounding' }
  return {
    lines: roundingMinor === 0 ? lines : [...lines, rounding],
    taxCategoryId: fit?.category.id ?? '0',
    roundingMinor,
  }
}

/** Categories that tax every row at its own rate, the likeliest first; those of prices with tax as the order's are. */
function fitsOf(input: BalanceInput, taxed: TaxRow[]): TaxFit[] {
  const second = (fit: TaxFit) => (fit.category.taxInclusive === input.pricesIncludeTax ? 0 : 1)
  return input.taxCategories
    .filter((category) => input.useInclusiveCategories || !category.taxInclusive)
    .flatMap((category) => fitOf(category, taxed) ?? [])
    .toSorted(
      (a, b) =>
        second(a) - second(b) ||
        Number(a.distance - b.distance) ||
        Number(a.category.id) - Number(b.category.id),
    )
}

function wouldBalance(input: BalanceInput, taxed: TaxRow[], rate: string): boolean {
  const fit = fitOf(madeCategory(rate), taxed)
  const made = fit && tried(input, fit)
  return made ? roundingOf(input, made) !== null : false
}

/** A tax category as it would be made for a rate. */
export function madeCategory(rate: string): PosTaxCategory {
  const percent = (Number(rate) * 100).toFixed(5).replace(/\.?0+$/, '')
  return {
    id: '',
    name: `Online ${percent}%`,
    tax1Rate: rate,
    tax2Rate: '0',
    taxInclusive: false,
    classes: [],
  }
}
