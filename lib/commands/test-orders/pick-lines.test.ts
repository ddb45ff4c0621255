import { describe, expect, test } from 'vitest'
import { pickLines, SCENARIOS, storesNeeded, type PickedLine, type StockedItem } from './pick-lines'
import { seededRandom } from './seeded-random'

const item = (sku: string, byStore: Record<string, number>): StockedItem => ({
  sku,
  title: `Item ${sku}`,
  priceMinor: 1250,
  byStore,
})
const STOCK = [
  item('A', { north: 9, mid: 0, south: 0 }),
  item('B', { north: 0, mid: 7, south: 0 }),
  item('C', { north: 0, mid: 0, south: 5 }),
  item('D', { north: 4, mid: 4, south: -2 }),
  item('E', { north: 8, mid: 3, south: 6 }),
  item('F', { north: 0, mid: 0, south: 0 }),
]
const SEEDS = Array.from({ length: 40 }, (_, index) => `seed ${index}`)

/** Fewest stores by trying every set of them: another way than the code's own. */
function fewest(lines: PickedLine[], stock: StockedItem[]): number | null {
  const stores = [...new Set(stock.flatMap((one) => Object.keys(one.byStore)))]
  const sizes: number[] = []
  for (let set = 1; set < 1 << stores.length; set += 1) {
    const chosen = stores.filter((_, index) => (set >> index) & 1)
    const enough = lines.every((line) => {
      const byStore = stock.find((one) => one.sku === line.sku)?.byStore ?? {}
      return chosen.reduce((sum, store) => sum + Math.max(0, byStore[store] ?? 0), 0) >= line.quantity
    })
    if (enough) sizes.push(chosen.length)
  }
  return sizes.length === 0 ? null : Math.min(...sizes)
}

function picked(scenario: (typeof SCENARIOS)[number], seed: string, stock = STOCK): PickedLine[] {
  const found = pickLines(scenario, stock, seededRandom(seed))
  if (!found) throw new Error(`${scenario} found nothing with ${seed}`)
  return found
}

describe('pickLines', () => {
  test.each([
    ['single', 1],
    ['short', 2],
    ['split', 3],
  ] as const)('%s needs exactly %i', (scenario, stores) => {
    for (const seed of SEEDS) {
      const found = picked(scenario, seed)
      expect(fewest(found, STOCK)).toBe(stores)
      expect(found.length).toBeGreaterThanOrEqual(2)
      expect(new Set(found.map((line) => line.sku)).size).toBe(found.length)
    }
  })

  test('nowhere asks for more than all stores have together', () => {
    for (const seed of SEEDS) {
      const found = picked('nowhere', seed)
      expect(found).toHaveLength(1)
      expect(fewest(found, STOCK)).toBeNull()
    }
  })

  test('unknown-sku has one line that is there and one that is nowhere', () => {
    const skus = picked('unknown-sku', 's').map((line) => line.sku)
    expect(skus).toHaveLength(2)
    expect(skus[1]).toMatch(/^NO-SUCH-/)
    expect(STOCK.map((one) => one.sku)).toContain(skus[0])
  })

  test('the same seed picks the same order', () => {
    for (const scenario of SCENARIOS) expect(picked(scenario, 'one')).toEqual(picked(scenario, 'one'))
  })

  test('stock that cannot show a scenario gives null', () => {
    for (const scenario of SCENARIOS) expect(pickLines(scenario, [], seededRandom('s'))).toBeNull()
    expect(pickLines('split', STOCK.slice(0, 2), seededRandom('s'))).toBeNull()
  })

  test('items may name only the stores that hold them', () => {
    const sparse = [item('A', { north: 9 }), item('B', { mid: 9 }), item('C', { south: 9 })]
    for (const seed of SEEDS) expect(fewest(picked('split', seed, sparse), sparse)).toBe(3)
    expect(storesNeeded(sparse.map((one) => ({ item: one, quantity: 1 })))).toEqual(['north', 'mid', 'south'])
  })
})

test('seededRandom: the same numbers for a seed, others for another, all in [0, 1)', () => {
  const numbers = (seed: string) => {
    const random = seededRandom(seed)
    return Array.from({ length: 500 }, () => random())
  }
  expect(numbers('a')).toEqual(numbers('a'))
  expect(numbers('a')).not.toEqual(numbers('b'))
  expect(numbers('a').every((n) => n >= 0 && n < 1)).toBe(true)
  expect(new Set(numbers('a')).size).toBeGreaterThan(490)
})
