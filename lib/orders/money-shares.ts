/** One part's exact share of the order's money; all parts, what is shipped already and what is left over sum to the order. */
export interface PartMoney {
  currency: string
  lines: {
    lineId: string
    quantity: number
    /** Goods after all discounts, without tax. */
    netMinor: number
    taxMinor: number
    taxRate: string
  }[]
  charges: {
    kind: 'shipping' | 'fee' | 'tip'
    title: string
    netMinor: number
    taxMinor: number
    taxRate: string
  }[]
  totalMinor: number
  /** What of it the visible rounding line of its sale makes up; known when the sale is about to be made. */
  roundingMinor?: number
}
