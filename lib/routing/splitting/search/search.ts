import { Bounds, type Start } from './bounds'
import { Frame } from './cover-frame'
import { CoverSearch } from './cover-search'
import type { Budget } from '../fill-item'
import { hastySet } from './hasty'
import { compareJudged, judge, servesAll, type Judged } from './judge'
import type { Problem } from './problem'
import { fewestFor, LimitedSearch } from './within-limit'

export interface Searched {
  /** Stores to use, as indices of the problem. */
  stores: number[]
  /** `stores`: no fewer can serve as much. With `optimal` no set is better on any level of the objective. */
  proof: { optimal: boolean; stores: number }
}

const proven = (stores: number[]): Searched => ({ stores, proof: { optimal: true, stores: stores.length } })

/**
 * The best set of stores on the whole objective. The number of stores grows until a set serves everything there is,
 * which proves that no fewer do; of that size, sets that divide no line are asked for first, then one more each time.
 * Past the budget the best set found so far is taken.
 */
export function searchSplit(problem: Problem, maxStores: number | null, budget: Budget): Searched {
  const total = problem.need.reduce((sum, need) => sum + need, 0)
  const most = Math.min(maxStores ?? problem.stores.length, problem.stores.length)
  if (total === 0 || most === 0) return proven([])
  const alone = firstWithEverything(problem, budget)
  if (alone >= 0) return proven([alone])
  const start = forcedStart(problem)
  const bounds = new Bounds(problem, start)
  const search = new CoverSearch(problem, start, bounds, budget)
  let size = Math.max(2, start.taken.length, fewestByShares(problem))
  while (size <= most) {
    // A hasty set of just so many stores needs no search.
    const hasty = bounds.hard ? bounds.hasty : null
    const found = hasty?.length === size ? hasty : search.run(size, 'any')
    if (found) return bestOfSize(problem, search, found, budget)
    if (budget.left < 0) break
    size = Math.max(size + 1, bounds.hard ? bounds.fewest : 0)
  }
  // No set within the limit serves everything, or nobody knows yet.
  const limited = budget.left < 0 ? null : new LimitedSearch(problem, most, budget).run()
  if (limited && budget.left >= 0) return proven(limited.stores)
  const known = bounds.hard ? bounds.hasty : null
  const tried = [
    hastySet(problem, most),
    ...(limited ? [limited] : []),
    ...(known && known.length <= most ? [judge(problem, known, { left: 10_000 })] : []),
  ]
  const found = bestOf(problem, tried)
  const fewest = found.fulfilled === total ? size : fewestFor(problem, found.fulfilled)
  return { stores: found.stores, proof: { optimal: false, stores: Math.min(fewest, found.stores.length) } }
}

/** Of the sets of the fewest stores: the fewest divided lines, then the least weight, then the smallest ids. */
function bestOfSize(problem: Problem, search: CoverSearch, first: number[], budget: Budget): Searched {
  let found: number[] | null = null
  for (let divided = 0; !found && budget.left >= 0; divided += 1)
    found = search.run(first.length, { dividedAtMost: divided })
  if (found && budget.left >= 0) return proven(found)
  const tried: Judged[] = [first, ...(found ? [found] : [])].map((stores) =>
    judge(problem, stores, { left: 10_000 }),
  )
  return { stores: bestOf(problem, tried).stores, proof: { optimal: false, stores: first.length } }
}

const bestOf = (problem: Problem, [first, ...others]: Judged[]): Judged =>
  others.reduce(
    (best, one) => (compareJudged(problem, one, best) < 0 ? one : best),
    first ?? judge(problem, [], { left: 0 }),
  )

/** The first store that alone gives everything there is, which makes it the answer; -1: there is none. */
function firstWithEverything(problem: Problem, budget: Budget): number {
  for (let store = 0; store < problem.stores.length; store += 1) {
    let item = 0
    while (item < problem.items.length && problem.cap(store, item) >= problem.needOf(item)) item += 1
    if (item === problem.items.length && servesAll(problem, [store], budget)) return store
  }
  return -1
}

/** Stores without which something cannot be served in full are taken before any search. */
function forcedStart(problem: Problem): Start {
  const frame = Frame.start(problem)
  const taken: number[] = []
  for (let store = 0; store < problem.stores.length; store += 1) {
    let item = 0
    while (item < problem.items.length && problem.cap(store, item) <= (frame.slack[item] ?? 0)) item += 1
    if (item < problem.items.length) taken.push(store)
  }
  for (const store of taken) frame.take(problem, store)
  return { frame, taken }
}

/** A bound that costs little: no item can come from fewer stores than its fullest one goes into its need. */
function fewestByShares(problem: Problem): number {
  let fewest = 0
  for (let item = 0; item < problem.items.length; item += 1) {
    let fullest = 0
    for (let store = 0; store < problem.stores.length; store += 1)
      fullest = Math.max(fullest, problem.cap(store, item))
    if (fullest > 0) fewest = Math.max(fewest, Math.ceil(problem.needOf(item) / fullest))
  }
  return fewest
}
