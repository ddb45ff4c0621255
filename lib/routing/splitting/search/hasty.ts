import type { Budget } from '../fill-item'
import { Frame } from './cover-frame'
import { judge, judgeItem, type Judged } from './judge'
import type { Problem } from './problem'

/** A pair of stores is given up for one at most so often: each time is a whole look at all pairs. */
const EXCHANGES = 20

/**
 * The store that adds most, again and again, then without those that turn out not to be needed: what is used when
 * the search is out of work, never what is called optimal. Its own small budget keeps packing lines affordable.
 * `first` are stores that are needed anyhow; `price` says how much an item counts, 1 if it is left out.
 */
export function hastySet(
  problem: Problem,
  most: number,
  first: readonly number[] = [],
  price: (item: number) => number = () => 1,
): Judged {
  const budget: Budget = { left: 10_000 }
  const frame = Frame.start(problem)
  for (const store of first) frame.take(problem, store)
  let best = judge(problem, first, budget)
  while (best.stores.length < most) {
    const store = mostHelpful(problem, frame, best, price, budget)
    if (store < 0) break
    frame.take(problem, store)
    best = judge(problem, [...best.stores, store], budget)
  }
  best = withoutNeedless(problem, best, budget)
  for (let round = 0; round < EXCHANGES; round += 1) {
    const fewer = oneForTwo(problem, best, budget)
    if (!fewer) break
    best = fewer
  }
  return { ...best, stores: best.stores.toSorted((a, b) => a - b) }
}

/** The store that gives most of what is missing, each item counted by its share; -1: nothing helps any more. */
function mostHelpful(
  problem: Problem,
  frame: Frame,
  { stores }: Judged,
  price: (item: number) => number,
  budget: Budget,
): number {
  for (let item = 0; item < problem.items.length; item += 1)
    if (problem.mustPack(item))
      frame.missing[item] = problem.needOf(item) - judgeItem(problem, stores, item, budget).units
  let [most, helpful] = [0, -1]
  for (let store = 0; store < problem.stores.length; store += 1) {
    if (stores.includes(store)) continue
    let gain = 0
    for (let item = 0; item < problem.items.length; item += 1) {
      const missing = frame.missing[item] ?? 0
      if (missing > 0)
        // Nothing counts nothing: an item without a price still has to be served.
        gain += ((price(item) + 1e-6) * Math.min(problem.cap(store, item), missing)) / problem.needOf(item)
    }
    if (gain > most) [most, helpful] = [gain, store]
  }
  return helpful
}

/** Dearest first: it is the one best done without. */
function withoutNeedless(problem: Problem, whole: Judged, budget: Budget): Judged {
  let best = whole
  for (const store of whole.stores.toSorted((a, b) => b - a)) {
    const rest = best.stores.filter((other) => other !== store)
    const without = judge(problem, rest, budget)
    if (without.fulfilled >= best.fulfilled) best = without
  }
  return best
}

/** The set with one other store in place of two of its own, if that serves as much; null: there is no such pair. */
function oneForTwo(problem: Problem, { stores, fulfilled }: Judged, budget: Budget): Judged | null {
  const sums = Float64Array.from(problem.items, (_, item) =>
    stores.reduce((sum, store) => sum + problem.cap(store, item), 0),
  )
  for (const [place, one] of stores.entries())
    for (const other of stores.slice(place + 1))
      for (let instead = 0; instead < problem.stores.length; instead += 1) {
        if (stores.includes(instead) || !isEnough(problem, sums, one, other, instead)) continue
        const rest = stores.filter((store) => store !== one && store !== other)
        const fewer = judge(problem, [...rest, instead], budget)
        if (fewer.fulfilled >= fulfilled) return fewer
      }
  return null
}

function isEnough(
  problem: Problem,
  sums: Float64Array,
  one: number,
  other: number,
  instead: number,
): boolean {
  for (let item = 0; item < sums.length; item += 1) {
    const left =
      (sums[item] ?? 0) - problem.cap(one, item) - problem.cap(other, item) + problem.cap(instead, item)
    if (left < problem.needOf(item)) return false
  }
  return true
}
