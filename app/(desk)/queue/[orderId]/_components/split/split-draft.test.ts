import { describe, expect, it } from 'vitest'
import type { OrderScreenLine, StockGrid, SuggestionCard } from '@/lib/orders/screens/screen-types'
import { bestSplit, draftOf, leftToPlace, partsOf, unitsShort, whyNotYet, withUnits } from './split-draft'

const line = (id: string, toPlace: number): OrderScreenLine => ({
  id,
  sku: id,
  title: id,
  ordered: toPlace,
  toPlace,
  unitPrice: '$1.00',
  net: '$1.00',
  netMinor: 100,
  taxMinor: 0,
  found: true,
})
const store = (id: string): StockGrid['stores'][number] => ({
  id,
  name: id,
  eligible: true,
  pushable: true,
  excludedBecause: null,
  linesCovered: 0,
  distance: null,
  cells: [],
})
const suggestion = (kind: SuggestionCard['kind'], storeId: string): SuggestionCard => ({
  title: '',
  because: '',
  kind,
  parts: [{ storeId, storeName: storeId, allocations: [{ lineId: 'mug', quantity: 2, unitsShort: 0 }] }],
  transfers: [],
  oversold: false,
})
const lines = [line('mug', 2), line('cup', 1)]

describe('a split being typed', () => {
  it('counts what is left to place, and too much as negative', () => {
    const draft = withUnits(withUnits({}, 'bend', 'mug', 1), 'salem', 'mug', 3)
    expect(lines.map((each) => leftToPlace(draft, each))).toEqual([-2, 1])
  })

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('takes %s for nothing', (units) => {
    expect(partsOf(withUnits({}, 'bend', 'mug', units), lines, [store('bend')])).toEqual([])
  })

  it('gives parts in the order of the grid without empty cells', () => {
    const draft = withUnits(withUnits(withUnits({}, 'salem', 'cup', 1), 'bend', 'mug', 2), 'bend', 'cup', 0)
    expect(partsOf(draft, lines, [store('bend'), store('idle'), store('salem')])).toEqual([
      { storeId: 'bend', allocations: [{ lineId: 'mug', quantity: 2 }] },
      { storeId: 'salem', allocations: [{ lineId: 'cup', quantity: 1 }] },
    ])
  })

  it('starts from the first suggested split, else from the first suggestion', () => {
    expect(draftOf(bestSplit([suggestion('whole', 'a'), suggestion('split', 'b')]))).toEqual({
      b: { mug: 2 },
    })
    expect(draftOf(bestSplit([suggestion('whole', 'a')]))).toEqual({ a: { mug: 2 } })
    expect(draftOf(bestSplit([]))).toEqual({})
  })

  it.each([
    [3, 1, 2],
    [3, -4, 3],
    [3, 5, 0],
    [3, null, 0],
  ])('%s units where %s are available are %s short', (units, available, short) => {
    expect(unitsShort(units, available)).toBe(short)
  })

  it('says why it cannot be pushed yet', () => {
    expect(whyNotYet({}, lines)).toMatch(/at least one/)
    expect(whyNotYet(withUnits({}, 'bend', 'mug', 3), lines)).toMatch(/mug/)
    expect(whyNotYet(withUnits({}, 'bend', 'mug', 1), lines)).toBeNull()
  })
})
