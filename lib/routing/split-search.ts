import { fillItem, type ItemLine } from './split-item'

/** The search's own terms: items with their lines, stores sorted by cost then id, what each has of each item. */
export interface Problem {
  items: ItemLine[][]
  stores: { id: string; cost: number; depth: number; has: number[] }[]
}

/** A set of stores (indices, ascending) and what it reaches on every level of the objective. */
export interface Solution {
  stores: number[]
  fulfilled: number
  divided: number
  cost: number
  depth: number
  /** Sorted ids, the last tie-break. */
  ids: string[]
}

export interface Searched {
  solution: Solution
  proof: { optimal: boolean; stores: number }
}

const NOTHING: Solution = { stores: [], fulfilled: 0, divided: 0, cost: 0, depth: 0, ids: [] }

/**
 * Iterative deepening on the number of stores: at each k every set that could still win is looked at, so the first
 * k that reaches the most units there are is the proven fewest. Past `maxWork` sets the best found is taken, and the
 * bound says how many stores are surely needed.
 */
export function searchSplit(
  problem: Problem,
  options: { maxStores: number | null; maxWork: number },
): Searched {
  const most = Math.min(options.maxStores ?? problem.stores.length, problem.stores.length)
  const target = evaluate(problem, [...problem.stores.keys()]).fulfilled
  if (target === 0) return { solution: NOTHING, proof: { optimal: true, stores: 0 } }
  const search = new Search(problem, options.maxWork)
  for (let k = 1; k <= most; k += 1) {
    // Without a limit only sets that reach everything count; with one, the most units within it do.
    const floor = options.maxStores === null ? target : 0
    search.level(k, floor)
    if (search.outOfWork) {
      const best = better(search.best, greedy(problem, most)) ?? NOTHING
      return { solution: best, proof: { optimal: false, stores: Math.min(k, best.stores.length) } }
    }
    if (search.best?.fulfilled === target) break
  }
  const solution = search.best ?? NOTHING
  return { solution, proof: { optimal: true, stores: solution.stores.length } }
}

class Search {
  best: Solution | null = null
  outOfWork = false
  private work = 0
  /** Per store index: units of each item in this store and all after it. */
  private readonly after: number[][]
  private readonly wanted: number[]
  /** Whether an item's lines may be divided at will, so that units simply add up. */
  private readonly additive: boolean

  constructor(
    private readonly problem: Problem,
    private readonly maxWork: number,
  ) {
    this.wanted = problem.items.map((lines) => lines.reduce((sum, line) => sum + line.quantity, 0))
    this.additive = problem.items.every((lines) => lines.every((line) => !line.keepWhole))
    this.after = [problem.items.map(() => 0)]
    for (const store of problem.stores.toReversed()) {
      const [next] = this.after
      this.after.unshift(store.has.map((have, item) => have + (next?.[item] ?? 0)))
    }
  }

  /** Looks at every set of exactly k stores that may reach `floor` units and beat the best so far. */
  level(k: number, floor: number): void {
    this.walk(
      [],
      this.problem.items.map(() => 0),
      0,
      k,
      floor,
    )
  }

  private walk(chosen: number[], have: number[], from: number, missing: number, floor: number): void {
    if (this.outOfWork) return
    this.work += 1
    if (this.work > this.maxWork) {
      this.outOfWork = true
      return
    }
    if (missing === 0) {
      this.best = better(this.best, evaluate(this.problem, chosen))
      return
    }
    for (let index = from; index <= this.problem.stores.length - missing; index += 1) {
      if (!this.mayReach(have, index, missing, floor)) return
      const store = this.problem.stores[index]
      if (!store) return
      const next = have.map((units, item) => units + (store.has[item] ?? 0))
      this.walk([...chosen, index], next, index + 1, missing - 1, floor)
    }
  }

  /** Upper bound on the units any set can reach that takes `missing` more stores from `index` on. */
  private mayReach(have: number[], index: number, missing: number, floor: number): boolean {
    const rest = this.after[index] ?? []
    const reach = (extra: number[]) =>
      this.wanted.reduce((sum, want, item) => sum + Math.min(want, (have[item] ?? 0) + (extra[item] ?? 0)), 0)
    const need = Math.max(floor, this.best?.fulfilled ?? 0)
    if (reach(rest) < need) return false
    if (!this.additive) return true
    const now = reach([])
    if (now >= need) return true
    // Even the `missing` stores that add most, each counted alone, must close the gap.
    const gains: number[] = []
    for (let at = index; at < this.problem.stores.length; at += 1)
      gains.push(reach(this.problem.stores[at]?.has ?? []) - now)
    const top = gains.toSorted((a, b) => b - a).slice(0, missing)
    return now + top.reduce((sum, gain) => sum + gain, 0) >= need
  }
}

function evaluate(problem: Problem, indices: number[]): Solution {
  const stores = indices.map((index) => problem.stores[index]).filter((store) => store !== undefined)
  let fulfilled = 0
  let divided = 0
  for (const [item, lines] of problem.items.entries()) {
    const fill = fillItem(
      lines,
      stores.map((store) => store.has[item] ?? 0),
    )
    fulfilled += fill.units
    divided += fill.divided
  }
  return {
    stores: indices,
    fulfilled,
    divided,
    cost: stores.reduce((sum, store) => sum + store.cost, 0),
    depth: stores.reduce((sum, store) => sum + store.depth, 0),
    ids: stores.map((store) => store.id).toSorted((a, b) => (a < b ? -1 : 1)),
  }
}

/** The better of two solutions on the whole objective, level by level. */
function better(a: Solution | null, b: Solution): Solution | null {
  if (!a) return b
  const levels: number[] = [
    b.fulfilled - a.fulfilled,
    a.stores.length - b.stores.length,
    a.divided - b.divided,
    a.cost - b.cost,
    b.depth - a.depth,
  ]
  const decisive = levels.find((difference) => difference !== 0)
  if (decisive !== undefined) return decisive > 0 ? b : a
  return b.ids.join('\n') < a.ids.join('\n') ? b : a
}

/** Largest gain first: what is taken when the search is out of work, never what is called optimal. */
function greedy(problem: Problem, most: number): Solution {
  let best = NOTHING
  while (best.stores.length < most) {
    let next: Solution | null = null
    for (const index of problem.stores.keys()) {
      if (best.stores.includes(index)) continue
      const tried = evaluate(
        problem,
        [...best.stores, index].toSorted((a, b) => a - b),
      )
      if (!next || tried.fulfilled > next.fulfilled) next = tried
    }
    if (!next || next.fulfilled <= best.fulfilled) break
    best = next
  }
  return best
}
