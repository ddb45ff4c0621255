import { countCommon, hasBit, keepCommon, nextBit, type Bits } from './bits'
import { ceilingOf, markOpen, type Bounds, type Start } from './bounds'
import { Frame } from './cover-frame'
import type { Budget } from '../fill-item'
import { compareJudged, judge, judgeItem, servesAll, type Judged } from './judge'
import type { Prices } from './prices'
import type { Problem } from './problem'

/** Any set will do, or the best that divides no more lines than this. */
type Goal = 'any' | { dividedAtMost: number }

type Outlook = 'no-way' | 'served' | 'open'

/**
 * Looks for sets of exactly so many stores that serve everything there is, where no smaller set does. Depth first:
 * some item still misses units, so one of the few stores that could give its share must be taken; each in turn is
 * taken, then left out for good.
 */
export class CoverSearch {
  private readonly frames: Frame[] = []
  private readonly taken: number[] = []
  private size = 0
  private goal: Goal = 'any'
  private best: Judged | null = null
  /** By item, at the frame looked at: a live store could hold it whole, and none that is taken does. */
  private readonly open: Uint8Array
  /** How many more lines may be divided, at the frame looked at. */
  private tolerance = 0
  /** Whether the item the candidates are for may be divided instead. */
  private mayBeDivided = false
  /** By how much the bounds may still grow at the frame looked at. */
  private limits: { prices: Prices; room: number }[] = []

  constructor(
    private readonly problem: Problem,
    private readonly start: Start,
    private readonly bounds: Bounds,
    private readonly budget: Budget,
  ) {
    this.open = new Uint8Array(problem.items.length)
  }

  /** A set of `size` stores as the goal wants it; null: there is none, or the budget is spent. */
  run(size: number, goal: Goal): number[] | null {
    if (this.start.taken.length > size) return null
    this.size = size
    this.goal = goal
    this.best = null
    this.limits = []
    this.taken.splice(0, this.taken.length, ...this.start.taken)
    this.frame(0).copy(this.start.frame)
    this.walk(0)
    return this.found()
  }

  private found(): number[] | null {
    return this.best?.stores ?? null
  }

  private frame(depth: number): Frame {
    return (this.frames[depth] ??= new Frame(this.problem.stores.length, this.problem.items.length))
  }

  private get done(): boolean {
    return this.budget.left < 0 || (this.goal === 'any' && this.best !== null)
  }

  private walk(depth: number): void {
    this.budget.left -= 1
    this.bounds.steps += 1
    if (this.done) return
    const frame = this.frame(depth)
    const left = this.size - this.taken.length
    const outlook = this.look(frame, left)
    if (outlook === 'no-way') return
    if (outlook === 'served' && this.settle(frame, left)) return
    if (left === 1) return this.takeLast(frame)
    if (this.bounds.hard && this.isHopeless(frame, left)) return
    const { mayBeDivided } = this
    if (!this.takeEach(depth, frame, left)) return
    // None of the stores that could hold the item whole: it is divided then.
    if (mayBeDivided && !this.done) this.walk(depth)
  }

  /** Takes each candidate in turn, then leaves it out. False: without them there is no way on. */
  private takeEach(depth: number, frame: Frame, left: number): boolean {
    const { problem, limits } = this
    const next = this.frame(depth + 1)
    const cheapest = problem.weightOf(nextBit(frame.live, 0))
    const count = this.sortCandidates(frame)
    let dear = false
    for (let at = 0; at < count; at += 1) {
      const store = frame.order[at] ?? 0
      if (!hasBit(frame.live, store)) continue
      dear ||= this.isDearer(frame.weight + problem.weightOf(store) + (left - 1) * cheapest)
      if (!dear && !this.isTooMuch(limits, store, left)) {
        next.copy(frame)
        next.take(problem, store)
        this.taken.push(store)
        this.walk(depth + 1)
        this.taken.pop()
        if (this.done) return false
      }
      if (!this.leaveOut(frame, store)) return false
    }
    return true
  }

  private isTooMuch(limits: { prices: Prices; room: number }[], store: number, left: number): boolean {
    for (const { prices, room } of limits) if (prices.extra(store, left) > room) return true
    return false
  }

  /** Whether every set through this frame is surely too many stores or too heavy; notes what room there is. */
  private isHopeless(frame: Frame, left: number): boolean {
    const { goal, best, open, bounds, size, tolerance } = this
    this.limits = []
    const note = (prices: Prices, ceiling: number, allowed: number): boolean => {
      const room = ceilingOf(ceiling) - prices.bound(frame, left, open, allowed)
      this.limits.push({ prices, room })
      return room < 0
    }
    if (note(bounds.anyPrices, left, 0)) return true
    if (goal === 'any') return false
    if (note(bounds.countPrices(size), left, tolerance)) return true
    return (
      best !== null && note(bounds.weightPrices(size, best.weight), best.weight - frame.weight, tolerance)
    )
  }

  /** A store, and all that have no more of anything than it. */
  private leaveOut(frame: Frame, store: number): boolean {
    if (!frame.leaveOut(this.problem, store)) return false
    const dominated = this.problem.dominatedBy(store)
    for (let other = nextBit(dominated, 0); other >= 0; other = nextBit(dominated, other + 1))
      if (hasBit(frame.live, other) && !frame.leaveOut(this.problem, other)) return false
    return true
  }

  private isDearer(weight: number): boolean {
    return this.goal !== 'any' && this.best !== null && weight > this.best.weight
  }

  /**
   * What is missing, and in `frame.candidates` the stores of which one must be taken: those that can give its share
   * of the item that leaves the least choice. With one store left to take, it must have all that is missing.
   */
  private look(frame: Frame, left: number): Outlook {
    const { problem, open } = this
    const tolerance =
      this.goal === 'any'
        ? Number.POSITIVE_INFINITY
        : this.goal.dividedAtMost - markOpen(problem, frame, open)
    if (tolerance < 0) return 'no-way'
    this.tolerance = tolerance
    if (left <= 1) return this.lookLast(frame, left)
    let fewest = Number.POSITIVE_INFINITY
    let choice: Bits | null = null
    for (let item = 0; item < open.length; item += 1) {
      const missing = frame.missing[item] ?? 0
      const isOpen = open[item] === 1 && (tolerance === 0 || missing > 0)
      if (missing === 0 && !isOpen) continue
      const holders = isOpen ? problem.wholeHolders(item) : problem.holders(item, Math.ceil(missing / left))
      const divided = isOpen && tolerance > 0
      const count = countCommon(frame.live, holders) + (divided ? 1 : 0)
      if (count === 0) return 'no-way'
      if (count >= fewest) continue
      fewest = count
      choice = holders
      this.mayBeDivided = divided
    }
    if (!choice) return 'served'
    frame.candidates.set(frame.live)
    keepCommon(frame.candidates, choice)
    return 'open'
  }

  private lookLast(frame: Frame, left: number): Outlook {
    const { problem, open, tolerance } = this
    let outlook: Outlook = 'served'
    frame.candidates.set(frame.live)
    for (let item = 0; item < open.length; item += 1) {
      const missing = frame.missing[item] ?? 0
      const isOpen = open[item] === 1 && tolerance === 0
      if (missing === 0 && !isOpen) continue
      if (left === 0) return 'no-way'
      outlook = 'open'
      if (missing > 0) keepCommon(frame.candidates, problem.holders(item, missing))
      if (isOpen) keepCommon(frame.candidates, problem.wholeHolders(item))
    }
    return outlook
  }

  /** The stores to branch on: cheapest first where the best set is wanted, else the one that gives most. */
  private sortCandidates(frame: Frame): number {
    const { order, candidates } = frame
    let count = 0
    for (let store = nextBit(candidates, 0); store >= 0; store = nextBit(candidates, store + 1)) {
      let place = count
      if (this.goal === 'any') {
        frame.gain[store] = this.gainOf(frame, store)
        for (; place > 0 && (frame.gain[order[place - 1] ?? 0] ?? 0) < (frame.gain[store] ?? 0); place -= 1)
          order[place] = order[place - 1] ?? 0
      }
      order[place] = store
      count += 1
    }
    return count
  }

  private gainOf(frame: Frame, store: number): number {
    let gain = 0
    for (let item = 0; item < frame.missing.length; item += 1) {
      const missing = frame.missing[item] ?? 0
      if (missing > 0) gain += Math.min(missing, this.problem.cap(store, item)) / this.problem.needOf(item)
    }
    return gain
  }

  /** The cheapest last store that completes the set; candidates come in the order of preference. */
  private takeLast(frame: Frame): void {
    for (let store = nextBit(frame.candidates, 0); store >= 0; store = nextBit(frame.candidates, store + 1)) {
      this.budget.left -= 1
      if (this.done || this.isDearer(frame.weight + this.problem.weightOf(store))) return
      this.taken.push(store)
      const accepted = this.accept()
      this.taken.pop()
      if (accepted) return
    }
  }

  /**
   * Nothing is missing by the sums. True: that settles this set, taken or not. False: lines that must stay whole do
   * not fit yet, so one more store with such an item is needed; the candidates are those.
   */
  private settle(frame: Frame, left: number): boolean {
    if (left === 0) {
      this.accept()
      return true
    }
    const { problem, taken, budget } = this
    const unfit = problem.items.findIndex(
      (_, item) =>
        problem.mustPack(item) && judgeItem(problem, taken, item, budget).units < problem.needOf(item),
    )
    if (unfit === -1) return true
    this.mayBeDivided = false
    frame.candidates.set(frame.live)
    keepCommon(frame.candidates, problem.holders(unfit, 1))
    return false
  }

  /** Takes the set if it truly serves everything, divides no more than allowed, and beats the best so far. */
  private accept(): boolean {
    const { problem, taken, goal } = this
    if (!servesAll(problem, taken, this.budget)) return false
    const judged = judge(problem, taken, this.budget)
    if (goal !== 'any' && judged.divided > goal.dividedAtMost) return false
    if (!this.best || compareJudged(problem, judged, this.best) < 0) this.best = judged
    return true
  }
}
