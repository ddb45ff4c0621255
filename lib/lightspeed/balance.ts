import { ok, refuse, type Result } from '@/lib/result'
import { predictTotals, rateUnits } from './totals'
import type { PosTaxCategory, SaleDraftLine } from './types'

export interface BalanceInput {
  lines: {
    itemId: string
    title: string
    quantity: number
    netMinor: number
    taxMinor: number
    taxRate: string
  }[]
  charges: { title: string; netMinor: number; taxMinor: number; taxRate: string; itemId: string | null }[]
  /** What the part comes to, tax and all. */
  totalMinor: number
  taxCategories: PosTaxCategory[]
  /** Most a visible rounding line may be, minor units per line of the part. */
  roundingPerLineMinor: number
}

export interface Balanced {
  lines: SaleDraftLine[]
  taxCategoryId: string
  roundingMinor: number
}

export interface MoneyMismatch {
  kind: 'money-mismatch'
  wantedMinor: number
  /** What Lightspeed would make of it at best. */
  reachedMinor: number
}

/** A category further from the order's own rate books a wrong rate, even where its sum happens to fit. */
const NEAR_RATE = rateUnits('0.0005')

/**
 * Makes a sale that balances to the minor unit, or says it cannot. The ladder: a tax category whose prediction
 * matches, the order's own rate first; then a visible, untaxed rounding line up to the limit. Never unbalanced,
 * never silently off.
 */
export function balanceSale(input: BalanceInput): Result<Balanced, MoneyMismatch> {
  const lines = [...input.lines.flatMap(saleLines), ...input.charges.flatMap(chargeLine)]
  let nearest: { category: PosTaxCategory; off: number } | null = null
  for (const category of candidates(input)) {
    const { totalMinor } = predictTotals(lines, category)
    const off = input.totalMinor - totalMinor
    if (off === 0) return ok({ lines, taxCategoryId: category.id, roundingMinor: 0 })
    if (!nearest || Math.abs(off) < Math.abs(nearest.off)) nearest = { category, off }
  }
  const limit = input.roundingPerLineMinor * Math.max(1, input.lines.length)
  if (nearest && Math.abs(nearest.off) <= limit)
    return ok({
      lines: [
        ...lines,
        { itemId: '0', quantity: 1, unitPriceMinor: nearest.off, taxed: false, note: 'Rounding' },
      ],
      taxCategoryId: nearest.category.id,
      roundingMinor: nearest.off,
    })
  return refuse({
    kind: 'money-mismatch',
    wantedMinor: input.totalMinor,
    reachedMinor: input.totalMinor - (nearest?.off ?? input.totalMinor),
  })
}

const taxed = (row: { taxMinor: number; taxRate: string }) =>
  row.taxMinor !== 0 || rateUnits(row.taxRate) !== 0n

/** A line whose value does not divide by its quantity becomes two, a minor unit apart: prices only, no discounts. */
function saleLines(line: BalanceInput['lines'][number]): SaleDraftLine[] {
  const low = Math.floor(line.netMinor / line.quantity)
  const high = line.netMinor - low * line.quantity
  const row = (quantity: number, unitPriceMinor: number): SaleDraftLine[] =>
    quantity === 0
      ? []
      : [
          {
            itemId: line.itemId,
            quantity,
            unitPriceMinor,
            taxed: taxed(line),
            // A line without an item of its own needs its name.
            note: line.itemId === '0' ? line.title : '',
          },
        ]
  return [...row(line.quantity - high, low), ...row(high, low + 1)]
}

function chargeLine(charge: BalanceInput['charges'][number]): SaleDraftLine[] {
  if (charge.netMinor === 0 && charge.taxMinor === 0) return []
  return [
    {
      itemId: charge.itemId ?? '0',
      quantity: 1,
      unitPriceMinor: charge.netMinor,
      taxed: taxed(charge),
      note: charge.title,
    },
  ]
}

/** Categories that could carry the order's tax, the likeliest first. */
function candidates(input: BalanceInput): PosTaxCategory[] {
  const rows = [...input.lines, ...input.charges]
  if (rows.every((row) => row.taxMinor === 0))
    return [{ id: '0', name: 'No tax', tax1Rate: '0', tax2Rate: '0', taxInclusive: false }]
  const wanted = wantedRate(rows)
  const distance = (category: PosTaxCategory) => {
    const off = rateUnits(category.tax1Rate) + rateUnits(category.tax2Rate) - wanted
    return off < 0n ? -off : off
  }
  return input.taxCategories
    .filter((category) => !category.taxInclusive && distance(category) <= NEAR_RATE)
    .toSorted((a, b) => Number(distance(a) - distance(b)) || Number(a.id) - Number(b.id))
}

/** The rate most of the taxed value is charged at. */
function wantedRate(rows: { netMinor: number; taxMinor: number; taxRate: string }[]): bigint {
  const value = new Map<bigint, number>()
  for (const row of rows) {
    const stated = rateUnits(row.taxRate)
    const rate =
      stated !== 0n || row.netMinor === 0
        ? stated
        : (BigInt(row.taxMinor) * rateUnits('1')) / BigInt(Math.max(1, row.netMinor))
    if (row.taxMinor !== 0) value.set(rate, (value.get(rate) ?? 0) + Math.abs(row.netMinor))
  }
  const [best] = [...value].toSorted(([, a], [, b]) => b - a)
  return best?.[0] ?? 0n
}
