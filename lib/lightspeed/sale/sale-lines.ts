import type { SaleDraftLine } from '../types'
import { isTaxed, type TaxFit, type TaxRow } from './tax-fit'

/** Goods of a part. */
export interface GoodsRow extends TaxRow {
  /** "0": no item of Lightspeed, sold as a misc line under its title. */
  itemId: string
  title: string
  quantity: number
}

/** Shipping, a fee or a tip; `itemId` null: a misc line. */
export interface ChargeRow extends TaxRow {
  title: string
  itemId: string | null
}

/** How the lines are priced. `fit` null: no tax at all. */
export interface Pricing {
  fit: TaxFit | null
  /** Prices are whole multiples of it, minor units: Lightspeed counts in hundredths. */
  unitMinor: number
}

/**
 * The lines of a sale: prices after discounts, with the tax in them where the category wants that. Null: some value is
 * no whole multiple of the unit.
 */
export function saleLines(goods: GoodsRow[], charges: ChargeRow[], pricing: Pricing): SaleDraftLine[] | null {
  const rows = [...goods, ...charges]
  if (rows.some((row) => !Number.isInteger(priceOf(row, pricing) / pricing.unitMinor))) return null
  return [
    ...goods.flatMap((row) => goodsLines(row, pricing)),
    ...charges.filter(isCharged).map((row) => chargeLine(row, pricing)),
  ]
}

/** A charge of nothing needs no line. */
export const isCharged = (row: ChargeRow): boolean => row.netMinor !== 0 || row.taxMinor !== 0

const priceOf = (row: TaxRow, { fit }: Pricing) =>
  fit?.category.taxInclusive ? row.netMinor + row.taxMinor : row.netMinor

function taxOf(row: TaxRow, { fit }: Pricing): Pick<SaleDraftLine, 'taxed' | 'taxClassId'> {
  if (!fit || !isTaxed(row)) return { taxed: false }
  const taxClassId = fit.classOf(row)
  return { taxed: true, ...(taxClassId === undefined ? {} : { taxClassId }) }
}

/** A value that does not divide by its quantity becomes two lines, one unit apart: prices only, no discounts. */
function goodsLines(row: GoodsRow, pricing: Pricing): SaleDraftLine[] {
  const units = priceOf(row, pricing) / pricing.unitMinor
  const low = Math.floor(units / row.quantity)
  const high = units - low * row.quantity
  const line = (quantity: number, price: number): SaleDraftLine[] =>
    quantity === 0
      ? []
      : [
          {
            itemId: row.itemId,
            quantity,
            unitPriceMinor: price * pricing.unitMinor,
            ...taxOf(row, pricing),
            // A line without an item of its own needs its name.
            note: row.itemId === '0' ? row.title : '',
          },
        ]
  return [...line(row.quantity - high, low), ...line(high, low + 1)]
}

const chargeLine = (row: ChargeRow, pricing: Pricing): SaleDraftLine => ({
  itemId: row.itemId ?? '0',
  quantity: 1,
  unitPriceMinor: priceOf(row, pricing),
  ...taxOf(row, pricing),
  note: row.title,
})
