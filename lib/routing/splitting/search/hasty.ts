import { Frame } from './cover-frame'
import type { Budget } from '../fill-item'
import { judge, judgeItem, type Judged } from './judge'
import type { Problem } from './problem'

/**
 * The store that adds most, again and again, then without those that turn out not to be needed: what is used when
 * the search is out of work, never what is called optimal. Its own small budget keeps packing lines affordable.
 * `first` are stores that are needed anyhow.
 */
export function hastySet(problem: Problem, most: number, first: readonly number[] = []): Judged {
  const budget: Budget = { left: 10_000 }
  const frame = Frame.start(problem)
  for (const store of first) frame.take(problem, store)
  let best = judge(problem, first, budget)
  while (best.stores.length < most) {
    const store = mostHelpful(problem, frame, best, budget)
    if (store < 0) break
    frame.take(problem, store)
    best = judge(problem, [...best.stores, store], budget)
  }
  // Dearest first: it is the one best done without.
  for (const store of best.stores.toSorted((a, b) => b - a)) {
    const without = judge(
      problem,
      best.stores.filter((other) => other !== store),
      budget,
    )
    if (without.fulfilled >= best.fulfilled) best = without
  }
  return { ...best, stores: best.stores.toSorted((a, b) => a - b) }
}

/** The store that gives most of what is missing, each item counted by its share; -1: nothing helps any more. */
function mostHelpful(problem: Problem, frame: Frame, { stores }: Judged, budget: Budget): number {
  for (let item = 0; item < problem.items.length; item += 1)
    if (problem.mustPack(item))
      frame.missing[item] = problem.needOf(item) - judgeItem(problem, stores, item, budget).units
  let [most, helpful] = [0, -1]
  for (let store = 0; store < problem.stores.length; store += 1) {
    if (stores.includes(store)) continue
    let gain = 0
    for (let item = 0; item < problem.items.length; item += 1) {
      const missing = frame.missing[item] ?? 0
      if (missing > 0) gain += Math.min(problem.cap(store, item), missing) / problem.needOf(item)
    }
    if (gain > most) [most, helpful] = [gain, store]
  }
  return helpful
}
