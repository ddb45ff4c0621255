import { shuffled } from './seeded-random'

export const SCENARIOS = ['single', 'short', 'split', 'nowhere', 'unknown-sku'] as const
export type Scenario = (typeof SCENARIOS)[number]

export interface StockedItem {
  sku: string
  title: string
  priceMinor: number
  /** Units on hand by store name. */
  byStore: Record<string, number>
}

export interface PickedLine {
  sku: string
  title: string
  priceMinor: number
  quantity: number
}

/** A line no Lightspeed item has the sku of. */
const UNKNOWN = { sku: 'NO-SUCH-ITEM', title: 'Gift wrap, gold', priceMinor: 495 }

/** Tries of a random search before it gives up: stock that cannot show the scenario is rare. */
const TRIES = 4000

/** Fewest stores that together hold every line, by trying all sets up to three; null when four or more are needed. */
export function storesNeeded(lines: { quantity: number; item: StockedItem }[]): string[] | null {
  // An item may name only the stores that hold it.
  const stores = [...new Set(lines.flatMap(({ item }) => Object.keys(item.byStore)))]
  const covers = (set: string[]) =>
    lines.every(
      ({ quantity, item }) =>
        set.reduce((sum, store) => sum + Math.max(0, item.byStore[store] ?? 0), 0) >= quantity,
    )
  for (const a of stores) if (covers([a])) return [a]
  for (const [i, a] of stores.entries())
    for (const b of stores.slice(i + 1)) if (covers([a, b])) return [a, b]
  for (const [i, a] of stores.entries())
    for (const [j, b] of stores.slice(i + 1).entries())
      for (const c of stores.slice(i + j + 2)) if (covers([a, b, c])) return [a, b, c]
  return null
}

/** Lines that make the scenario out of the stock as it is now; null when the stock cannot show it. */
export function pickLines(
  scenario: Scenario,
  stock: StockedItem[],
  random: () => number,
): PickedLine[] | null {
  const inStock = stock.filter((item) => Object.values(item.byStore).some((units) => units > 0))
  switch (scenario) {
    case 'single':
      return search(inStock, random, 1, 2)
    case 'short':
      return search(inStock, random, 2, 3)
    case 'split':
      return search(inStock, random, 3, 3)
    case 'nowhere': {
      const [item] = shuffled(inStock, random)
      if (!item) return null
      const all = Object.values(item.byStore).reduce((sum, units) => sum + Math.max(0, units), 0)
      return [line(item, all + 2)]
    }
    case 'unknown-sku': {
      const found = search(inStock, random, 1, 1)
      return found && [...found, { ...UNKNOWN, quantity: 1 }]
    }
  }
}

const line = (item: StockedItem, quantity: number): PickedLine => ({
  sku: item.sku,
  title: item.title,
  priceMinor: item.priceMinor,
  quantity,
})

function search(
  stock: StockedItem[],
  random: () => number,
  wanted: number,
  lineCount: number,
): PickedLine[] | null {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const chosen = shuffled(stock, random)
      .slice(0, lineCount)
      .map((item) => ({ item, quantity: 1 + Math.floor(random() * 2) }))
    if (storesNeeded(chosen)?.length === wanted)
      return chosen.map(({ item, quantity }) => line(item, quantity))
  }
  return null
}
