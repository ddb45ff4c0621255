/**
 * One item over a given set of stores: how many units of its lines can be served, and how few of those lines have
 * to be divided. Exact within its budget; lines of the same item share the stores' pools.
 */
export interface ItemLine {
  /** Index of the line in the request. */
  line: number
  quantity: number
  keepWhole: boolean
}

export interface ItemFill {
  units: number
  divided: number
  /** Units by [line index in `lines`][store index in `capacities`]. */
  taken: number[][]
}

/** Steps that may still be taken. One budget serves a whole plan, so its limit is one number; below 0 it is spent. */
export interface Budget {
  left: number
}

/**
 * Best fill of `lines` from stores with these capacities (each ≥ 0). With the budget spent it is the best seen,
 * always at least what packing the largest line first gives.
 */
export function fillItem(lines: ItemLine[], capacities: number[], budget: Budget): ItemFill {
  const [only] = lines
  return lines.length === 1 && only
    ? fillOne(only, capacities)
    : new Packing(lines, capacities, budget).best()
}

/** The common case: the item stands on one line only. */
function fillOne(line: ItemLine, capacities: number[]): ItemFill {
  const whole = capacities.findIndex((capacity) => capacity >= line.quantity)
  if (whole >= 0)
    return {
      units: line.quantity,
      divided: 0,
      taken: [capacities.map((_, i) => (i === whole ? line.quantity : 0))],
    }
  if (line.keepWhole) return { units: 0, divided: 0, taken: [capacities.map(() => 0)] }
  let left = line.quantity
  const row = capacities.map((capacity) => {
    const take = Math.min(capacity, left)
    left -= take
    return take
  })
  return {
    units: line.quantity - left,
    divided: row.filter((take) => take > 0).length > 1 ? 1 : 0,
    taken: [row],
  }
}

/** A line goes to one store (its index), takes what remains anywhere, or is left out. */
type Place = number | 'spread' | 'out'

/** Several lines of one item: places them one by one, lines that must stay whole first, then the largest. */
class Packing {
  private found: ItemFill | null = null
  private readonly order: number[]
  private readonly left: number[]
  private readonly taken: number[][]
  /** Stores that may hold a line alone. Swapping a smaller one for an unused larger one never serves less. */
  private readonly hosts: number[]
  private readonly wanted: number
  private readonly total: number

  constructor(
    private readonly lines: ItemLine[],
    capacities: number[],
    private readonly budget: Budget,
  ) {
    this.left = [...capacities]
    this.taken = lines.map(() => capacities.map(() => 0))
    this.wanted = lines.reduce((sum, line) => sum + line.quantity, 0)
    this.total = capacities.reduce((sum, capacity) => sum + capacity, 0)
    this.order = [...lines.entries()]
      .toSorted(([i, a], [j, b]) => +b.keepWhole - +a.keepWhole || b.quantity - a.quantity || i - j)
      .map(([index]) => index)
    this.hosts = [...capacities.entries()]
      .filter(([, capacity]) => capacity > 0)
      .toSorted(([i, a], [j, b]) => b - a || i - j)
      .slice(0, lines.length)
      .map(([store]) => store)
  }

  best(): ItemFill {
    this.walk(0, 0, [])
    return this.found ?? { units: 0, divided: 0, taken: this.taken }
  }

  /** `lost`: units given up so far; `spread`: lines that will take what remains. True: nothing better exists. */
  private walk(depth: number, lost: number, spread: number[]): boolean {
    this.budget.left -= 1
    const best = this.found
    if (best) {
      const reach = Math.min(this.total, this.wanted - lost)
      if (this.budget.left < 0) return true
      if (reach < best.units || (reach === best.units && spread.length >= best.divided)) return false
    }
    const index = this.order[depth]
    const line = index === undefined ? undefined : this.lines[index]
    if (index === undefined || !line) return this.settle(spread)
    return this.places(line).some((place) => {
      if (place === 'spread') return this.walk(depth + 1, lost, [...spread, index])
      if (place === 'out') return this.walk(depth + 1, lost + line.quantity, spread)
      const units = Math.min(this.left[place] ?? 0, line.quantity)
      this.move(index, place, units)
      const done = this.walk(depth + 1, lost + line.quantity - units, spread)
      this.move(index, place, -units)
      return done
    })
  }

  /** Tightest fit first; of stores with equally much left one is enough, for they are interchangeable. */
  private places({ quantity, keepWhole }: ItemLine): Place[] {
    const distinct = new Map<number, number>()
    for (const store of this.hosts) {
      const left = this.left[store] ?? 0
      if (!distinct.has(left)) distinct.set(left, store)
    }
    const stores = [...distinct].toSorted(([a], [b]) => a - b)
    const fits = stores.filter(([left]) => left >= quantity).map(([, store]) => store)
    if (keepWhole) return [...fits, 'out']
    const partly = stores.filter(([left]) => left < quantity).map(([, store]) => store)
    return [...fits, 'spread', ...partly.toReversed()]
  }

  private move(line: number, store: number, units: number): void {
    const row = this.taken[line]
    if (row) row[store] = (row[store] ?? 0) + units
    this.left[store] = (this.left[store] ?? 0) - units
  }

  private settle(spread: number[]): boolean {
    const left = [...this.left]
    const taken = this.taken.map((row) => [...row])
    for (const index of spread) {
      const row = taken[index] ?? []
      let open = this.lines[index]?.quantity ?? 0
      for (const [store, have] of left.entries()) {
        const units = Math.min(have, open)
        open -= units
        left[store] = have - units
        row[store] = units
      }
    }
    const units = taken.flat().reduce((sum, n) => sum + n, 0)
    const divided = taken.filter((row) => row.filter((n) => n > 0).length > 1).length
    const best = this.found
    if (!best || units > best.units || (units === best.units && divided < best.divided))
      this.found = { units, divided, taken }
    return this.found?.divided === 0 && this.found.units === Math.min(this.wanted, this.total)
  }
}
