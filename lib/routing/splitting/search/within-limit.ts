import { dropBit, hasBit, nextBit } from './bits'
import { Frame } from './cover-frame'
import type { Budget } from '../fill-item'
import { compareJudged, judge, judgeItem, type Judged } from './judge'
import type { Problem } from './problem'

/**
 * The best set of at most so many stores where these cannot serve everything there is: most units first. Branch and
 * bound: a set can gain no more than its best remaining stores, each counted alone, add to it.
 */
export class LimitedSearch {
  private best: Judged
  private readonly taken: number[] = []
  private readonly frames: Frame[] = []

  constructor(
    private readonly problem: Problem,
    private readonly most: number,
    private readonly budget: Budget,
  ) {
    this.best = judge(problem, [], budget)
  }

  run(): Judged {
    this.walk(Frame.start(this.problem), 0)
    return this.best
  }

  private walk(frame: Frame, depth: number): void {
    this.budget.left -= 1
    if (this.budget.left < 0) return
    const judged = judge(this.problem, this.taken, this.budget)
    if (compareJudged(this.problem, judged, this.best) < 0) this.best = judged
    const left = this.most - this.taken.length
    if (left === 0) return
    this.measure(frame)
    const offers = this.offersOf(frame)
    for (let from = 0; from < offers.length; from += 1) {
      const [store = 0] = offers[from] ?? []
      if (!hasBit(frame.live, store)) continue
      if (!this.mayBeat(judged, frame, offers, from, left) || this.budget.left < 0) return
      const next = (this.frames[depth] ??= new Frame(this.problem.stores.length, this.problem.items.length))
      next.copy(frame)
      next.take(this.problem, store)
      this.taken.push(store)
      this.walk(next, depth + 1)
      this.taken.pop()
      this.leaveOut(frame, store)
    }
  }

  private leaveOut(frame: Frame, store: number): void {
    dropBit(frame.live, store)
    const dominated = this.problem.dominatedBy(store)
    for (let other = nextBit(dominated, 0); other >= 0; other = nextBit(dominated, other + 1))
      dropBit(frame.live, other)
  }

  /** Lines that must stay whole can leave units missing that a sum would not show. */
  private measure(frame: Frame): void {
    for (let item = 0; item < frame.missing.length; item += 1)
      if (this.problem.mustPack(item))
        frame.missing[item] =
          this.problem.needOf(item) - judgeItem(this.problem, this.taken, item, this.budget).units
  }

  /** Live stores that add anything, with the units they add alone, most first. */
  private offersOf(frame: Frame): [store: number, gain: number][] {
    const offers: [number, number][] = []
    for (let store = nextBit(frame.live, 0); store >= 0; store = nextBit(frame.live, store + 1)) {
      let gain = 0
      for (let item = 0; item < frame.missing.length; item += 1)
        gain += Math.min(this.problem.cap(store, item), frame.missing[item] ?? 0)
      if (gain > 0) offers.push([store, gain])
    }
    return offers.toSorted(([i, a], [j, b]) => b - a || i - j)
  }

  /** Whether the taken stores with some of the offers from `from` on may be better than the best. */
  private mayBeat(
    judged: Judged,
    frame: Frame,
    offers: [number, number][],
    from: number,
    left: number,
  ): boolean {
    const { best } = this
    let [units, more] = [judged.fulfilled, 0]
    for (let at = from; at < offers.length && more < left; at += 1) {
      const [store, gain] = offers[at] ?? [0, 0]
      if (!hasBit(frame.live, store)) continue
      units += gain
      more += 1
      if (units > best.fulfilled) return true
      if (units === best.fulfilled) break
    }
    if (units < best.fulfilled) return false
    const size = this.taken.length + more
    if (size !== best.stores.length) return size < best.stores.length
    const cheapest = this.problem.weightOf(nextBit(frame.live, 0))
    return best.divided > 0 || judged.weight + more * cheapest <= best.weight
  }
}

/** No fewer stores than this can serve so many units: the fullest ones, each counted alone, add up to no more. */
export function fewestFor(problem: Problem, units: number): number {
  const alone = problem.stores
    .map((_, store) => problem.items.reduce((sum, __, item) => sum + problem.cap(store, item), 0))
    .toSorted((a, b) => b - a)
  let [sum, stores] = [0, 0]
  while (sum < units && stores < alone.length) sum += alone[stores++] ?? 0
  return stores
}
