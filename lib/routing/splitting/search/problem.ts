import { addAll, addBit, dropAll, noBits, type Bits } from './bits'
import { mostUsed } from '../split-request'
import { fillItem, type Budget, type ItemLine } from '../fill-item'
import { byText } from '../by-text'

/** One store as the search sees it; `has` is by item. */
export interface ProblemStore {
  id: string
  cost: number
  depth: number
  has: readonly number[]
}

/**
 * A split in the search's own terms. Lines are pooled per item; stores are sorted by weight, then id, so that of
 * two equals the one with the smaller index is to be preferred.
 */
export class Problem {
  readonly stores: readonly ProblemStore[]
  /** Cost and depth of a store as one whole number, least first: the smallest cost outweighs all depths together. */
  readonly weight: Float64Array
  /** By item: units that all stores together can serve. An item nobody can serve needs nothing. */
  readonly need: Float64Array
  /** By store and item (row by row): units that can count, at most the need. */
  private readonly caps: Float64Array
  private readonly largest: Float64Array
  private readonly wholes: (Bits | null)[]
  private readonly levels: ({ values: number[]; holders: Bits[] } | null)[]
  private readonly dominated: (Bits | null)[]
  private readonly nobody: Bits

  constructor(
    readonly items: readonly ItemLine[][],
    stores: readonly ProblemStore[],
    budget: Budget,
  ) {
    // One unit of cost outweighs the deepest stock of as many stores as can be used.
    const depths = stores.map((store) => store.depth).toSorted((a, b) => b - a)
    const scale = depths
      .slice(0, mostUsed(items.flat(), stores.length))
      .reduce((sum, depth) => sum + depth, 1)
    const weighed = stores
      .map((store) => ({ store, weight: store.cost * scale - store.depth }))
      .toSorted((a, b) => a.weight - b.weight || byText(a.store.id, b.store.id))
    this.stores = weighed.map(({ store }) => store)
    this.weight = Float64Array.from(weighed, ({ weight }) => weight)
    this.need = Float64Array.from(items, (lines, item) => needOf(lines, item, this.stores, budget))
    this.caps = new Float64Array(stores.length * items.length)
    for (const [item, lines] of items.entries()) {
      const least = leastUseful(lines)
      for (const [store, { has }] of this.stores.entries()) {
        const units = has[item] ?? 0
        this.caps[store * items.length + item] = units >= least ? Math.min(units, this.need[item] ?? 0) : 0
      }
    }
    this.largest = Float64Array.from(items, (lines, item) => {
      if (lines.length === 1) return this.needOf(item)
      const allServed = lines.reduce((sum, line) => sum + line.quantity, 0) === this.needOf(item)
      return allServed ? Math.max(...lines.map((line) => line.quantity)) : 0
    })
    this.wholes = items.map(() => null)
    this.levels = items.map(() => null)
    this.dominated = this.stores.map(() => null)
    this.nobody = noBits(stores.length)
  }

  cap(store: number, item: number): number {
    return this.caps[store * this.items.length + item] ?? 0
  }

  needOf(item: number): number {
    return this.need[item] ?? 0
  }

  weightOf(store: number): number {
    return this.weight[store] ?? 0
  }

  /** Whether one line stands for the item, so that it is whole exactly if one store of a set can hold all its need. */
  isSingle(item: number): boolean {
    return this.items[item]?.length === 1
  }

  /**
   * Units that one store must hold for the item not to be divided: all of its need, or where several lines share it,
   * at least the largest of them; 0 where nothing is known.
   */
  wholeOf(item: number): number {
    return this.largest[item] ?? 0
  }

  /** Stores that hold as much of an item as `wholeOf` says. */
  wholeHolders(item: number): Bits {
    return (this.wholes[item] ??= this.holders(item, this.wholeOf(item)))
  }

  /** Whether lines that must stay whole share the item: then the stores' units do not simply add up. */
  mustPack(item: number): boolean {
    const lines = this.items[item] ?? []
    return lines.length > 1 && lines.some((line) => line.keepWhole)
  }

  /** Stores that can give at least so many (1 or more) units of an item. */
  holders(item: number, units: number): Bits {
    const { values, holders } = (this.levels[item] ??= this.levelsOf(item))
    let [low, high] = [0, values.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((values[middle] ?? 0) < units) low = middle + 1
      else high = middle
    }
    return holders[low] ?? this.nobody
  }

  private levelsOf(item: number): { values: number[]; holders: Bits[] } {
    const exactly = new Map<number, Bits>()
    for (let store = 0; store < this.stores.length; store += 1) {
      const units = this.cap(store, item)
      if (units === 0) continue
      let bits = exactly.get(units)
      if (!bits) exactly.set(units, (bits = noBits(this.stores.length)))
      addBit(bits, store)
    }
    const values = [...exactly.keys()].toSorted((a, b) => a - b)
    const holders = values.map((value) => exactly.get(value) ?? this.nobody)
    for (let level = values.length - 2; level >= 0; level -= 1) {
      const [own, above] = [holders[level], holders[level + 1]]
      if (own && above) addAll(own, above)
    }
    return { values, holders }
  }

  /**
   * Stores after this one that have no more of anything: a set with one of them instead of this one is never better.
   * So whoever leaves this one out may leave out those too, but never the other way round.
   */
  dominatedBy(store: number): Bits {
    return (this.dominated[store] ??= this.dominatedOf(store))
  }

  private dominatedOf(store: number): Bits {
    const bits = noBits(this.stores.length)
    for (let other = store + 1; other < this.stores.length; other += 1) addBit(bits, other)
    for (let item = 0; item < this.items.length; item += 1)
      dropAll(bits, this.holders(item, this.cap(store, item) + 1))
    return bits
  }
}

/** A store with less than this of an item has nothing that can count: a line kept whole gains nothing from a part. */
const leastUseful = (lines: ItemLine[]): number =>
  lines.every((line) => line.keepWhole) ? Math.min(...lines.map((line) => line.quantity)) : 1

function needOf(lines: ItemLine[], item: number, stores: readonly ProblemStore[], budget: Budget): number {
  const wanted = lines.reduce((sum, line) => sum + line.quantity, 0)
  if (!lines.some((line) => line.keepWhole))
    return Math.min(
      wanted,
      stores.reduce((sum, store) => sum + (store.has[item] ?? 0), 0),
    )
  return fillItem(
    lines,
    stores.map((store) => store.has[item] ?? 0),
    budget,
  ).units
}

/** What each of these stores has of an item, all of it. */
export const unitsIn = (problem: Problem, stores: readonly number[], item: number): number[] =>
  stores.map((store) => problem.stores[store]?.has[item] ?? 0)
