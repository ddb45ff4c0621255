import { fillItem, type Budget, type ItemFill, type ItemLine } from './split-item'

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
  /** Who takes what, item by item, over `stores`. */
  fills: ItemFill[]
}

export interface Searched {
  solution: Solution
  /** What all stores together reach: tells what a limit of stores leaves behind from what nobody has. */
  everywhere: Solution
  proof: { optimal: boolean; stores: number }
}

/**
 * Iterative deepening on the number of stores: at each k every set that could still win is looked at, so the first
 * k that reaches the most units there are is the proven fewest. Past `maxWork` steps the best found is taken, and
 * the bound says how many stores are surely needed to serve as much.
 */
export function searchSplit(
  problem: Problem,
  options: { maxStores: number | null; maxWork: number },
): Searched {
  const budget: Budget = { left: options.maxWork }
  const everywhere = evaluate(problem, [...problem.stores.keys()], budget)
  const target = everywhere.fulfilled
  const most = target === 0 ? 0 : Math.min(options.maxStores ?? problem.stores.length, problem.stores.length)
  const search = new Search(problem, target, budget)
  for (let k = 1; k <= most && budget.left >= 0; k += 1) {
    // Without a limit only sets that reach everything count; with one, the most units within it do.
    search.level(k, options.maxStores === null ? target : 0)
    if (search.best?.fulfilled === target) break
  }
  if (budget.left >= 0) {
    const solution = search.best ?? evaluate(problem, [], budget)
    return { solution, everywhere, proof: { optimal: true, stores: solution.stores.length } }
  }
  const rough = greedy(problem, most, budget)
  const solution = search.best ? better(search.best, rough) : rough
  // Every level below the last was looked at whole and served less; but without a limit only for whether it serves
  // everything, which says nothing about serving a little less.
  const looked = options.maxStores !== null || solution.fulfilled === target
  const stores = Math.min(looked ? Math.max(1, search.lastLevel) : 1, solution.stores.length)
  return { solution, everywhere, proof: { optimal: false, stores } }
}

class Search {
  best: Solution | null = null
  /** The number of stores being looked at, or looked at last. */
  lastLevel = 0
  /** Per store index: units of each item in this store and all after it. */
  private readonly after: number[][]
  private readonly wanted: number[]
  /** By store index and item: units that can count at all. A line kept whole gains nothing from a part of it. */
  private readonly gives: number[][]

  constructor(
    private readonly problem: Problem,
    /** The most units any set of stores can serve. */
    private readonly target: number,
    private readonly budget: Budget,
  ) {
    this.wanted = problem.items.map((lines) => lines.reduce((sum, line) => sum + line.quantity, 0))
    const least = problem.items.map((lines) =>
      lines.every((line) => line.keepWhole) ? Math.min(...lines.map((line) => line.quantity)) : 1,
    )
    this.gives = problem.stores.map((store) =>
      store.has.map((have, item) => (have >= (least[item] ?? 1) ? have : 0)),
    )
    this.after = [problem.items.map(() => 0)]
    for (const gives of this.gives.toReversed()) {
      const [next] = this.after
      this.after.unshift(gives.map((units, item) => units + (next?.[item] ?? 0)))
    }
  }

  /** Looks at every set of exactly k stores that may reach `floor` units and beat the best so far. */
  level(k: number, floor: number): void {
    this.lastLevel = k
    const nothing = this.problem.items.map(() => 0)
    // A larger set must serve more than the best smaller one; a set of the same size, as much.
    const need = Math.max(floor, this.best ? this.best.fulfilled + 1 : 0)
    this.walk([], nothing, 0, k, need, 0)
  }

  private walk(
    chosen: number[],
    have: number[],
    from: number,
    missing: number,
    floor: number,
    cost: number,
  ): void {
    this.budget.left -= 1
    if (this.budget.left < 0) return
    if (missing === 0) {
      this.budget.left -= chosen.length
      const tried = evaluate(this.problem, chosen, this.budget)
      if (tried.fulfilled >= floor) this.best = this.best ? better(this.best, tried) : tried
      return
    }
    for (let index = from; index <= this.problem.stores.length - missing; index += 1) {
      const store = this.problem.stores[index]
      if (!store || !this.mayReach(have, index, missing, floor)) return
      // Stores are sorted by cost, so from here on it only gets dearer.
      if (this.dearerThanBest(cost + store.cost * missing)) return
      const next = have.map((units, item) => units + (this.gives[index]?.[item] ?? 0))
      this.walk([...chosen, index], next, index + 1, missing - 1, floor, cost + store.cost)
    }
  }

  /** True once the best serves everything, divides nothing and costs less than any set still to come. */
  private dearerThanBest(leastCost: number): boolean {
    const { best } = this
    return best !== null && best.fulfilled === this.target && best.divided === 0 && leastCost > best.cost
  }

  /** False only if no set that takes `missing` more stores from `index` on can serve enough; units simply added up. */
  private mayReach(have: number[], index: number, missing: number, floor: number): boolean {
    const rest = this.after[index] ?? []
    const reach = (extra: number[]) =>
      this.wanted.reduce((sum, want, item) => sum + Math.min(want, (have[item] ?? 0) + (extra[item] ?? 0)), 0)
    const need = Math.max(floor, this.best?.fulfilled ?? 0)
    if (reach(rest) < need) return false
    const now = reach([])
    if (now >= need) return true
    // Even the `missing` stores that add most, each counted alone, must close the gap.
    this.budget.left -= this.problem.stores.length - index
    const gains: number[] = []
    for (let at = index; at < this.problem.stores.length; at += 1)
      gains.push(reach(this.gives[at] ?? []) - now)
    const top = gains.toSorted((a, b) => b - a).slice(0, missing)
    return now + top.reduce((sum, gain) => sum + gain, 0) >= need
  }
}

function evaluate(problem: Problem, indices: number[], budget: Budget): Solution {
  const stores = indices.map((index) => problem.stores[index]).filter((store) => store !== undefined)
  const fills = problem.items.map((lines, item) =>
    fillItem(
      lines,
      stores.map((store) => store.has[item] ?? 0),
      budget,
    ),
  )
  return {
    stores: indices,
    fulfilled: fills.reduce((sum, fill) => sum + fill.units, 0),
    divided: fills.reduce((sum, fill) => sum + fill.divided, 0),
    cost: stores.reduce((sum, store) => sum + store.cost, 0),
    depth: stores.reduce((sum, store) => sum + store.depth, 0),
    ids: stores.map((store) => store.id).toSorted((a, b) => (a < b ? -1 : 1)),
    fills,
  }
}

/** The better of two solutions on the whole objective, level by level. */
function better(a: Solution, b: Solution): Solution {
  const levels: number[] = [
    b.fulfilled - a.fulfilled,
    a.stores.length - b.stores.length,
    a.divided - b.divided,
    a.cost - b.cost,
    b.depth - a.depth,
  ]
  const decisive = levels.find((difference) => difference !== 0)
  if (decisive !== undefined) return decisive > 0 ? b : a
  const differing = a.ids.findIndex((id, index) => id !== b.ids[index])
  return differing >= 0 && (b.ids[differing] ?? '') < (a.ids[differing] ?? '') ? b : a
}

/**
 * Largest gain first, then without the stores that turn out not to be needed: what is taken when the search is out
 * of work, never what is called optimal.
 */
function greedy(problem: Problem, most: number, budget: Budget): Solution {
  const withStores = (indices: number[]) =>
    evaluate(
      problem,
      indices.toSorted((a, b) => a - b),
      budget,
    )
  let best = withStores([])
  while (best.stores.length < most) {
    const { stores, fulfilled } = best
    let next = best
    for (const index of problem.stores.keys()) {
      if (stores.includes(index)) continue
      const tried = withStores([...stores, index])
      if (tried.fulfilled > next.fulfilled) next = tried
    }
    if (next.fulfilled <= fulfilled) break
    best = next
  }
  // Dearest first: it is the one best done without.
  for (const index of best.stores.toReversed()) {
    const without = withStores(best.stores.filter((store) => store !== index))
    if (without.fulfilled >= best.fulfilled) best = without
  }
  return best
}
