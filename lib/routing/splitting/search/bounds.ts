import { haveCommon } from './bits'
import type { Frame } from './cover-frame'
import { hastySet } from './hasty'
import { Prices } from './prices'
import type { Problem } from './problem'

/** Steps of the search after which prices are worth their own cost. */
const EASY = 500
/** Bounds are sums of some hundred floating-point numbers; this share of them is far more than their error. */
const ROUNDING = 1e-7

/** The stores that are taken before any search, and the state they leave. */
export interface Start {
  frame: Frame
  taken: readonly number[]
}

/** The bounds of one problem, made when the search turns out to be hard, and kept for all of its runs. */
export class Bounds {
  /** Steps of all runs so far. */
  steps = 0
  private any: { prices: Prices; hasty: number[] | null } | null = null
  private count: Prices | null = null
  private weight: Prices | null = null
  /** By item: whether it is open at the start, which fixes what the prices are paid for. */
  private readonly openAtStart: Uint8Array

  constructor(
    private readonly problem: Problem,
    private readonly start: Start,
  ) {
    this.openAtStart = new Uint8Array(problem.items.length)
    markOpen(problem, start.frame, this.openAtStart)
  }

  get hard(): boolean {
    return this.steps > EASY
  }

  /** Prices that count stores, however these divide the items; and a set of which they prove how good it is. */
  get anyPrices(): Prices {
    return this.forAny().prices
  }

  /** A set that serves everything, of few stores, as indices; null: packing lines was too much for a hasty look. */
  get hasty(): number[] | null {
    return this.forAny().hasty
  }

  /** No set of fewer stores than this serves everything. */
  get fewest(): number {
    return this.start.taken.length + Math.ceil(this.forAny().prices.best - ROUNDING)
  }

  private forAny() {
    return (this.any ??= this.makeAny())
  }

  private makeAny(): { prices: Prices; hasty: number[] | null } {
    const { problem, start } = this
    const total = problem.need.reduce((sum, need) => sum + need, 0)
    const look = (price?: (item: number) => number) =>
      hastySet(problem, problem.stores.length, start.taken, price)
    const plain = look()
    const known = (plain.fulfilled === total ? plain : problem).stores.length - start.taken.length
    const prices = new Prices(
      problem,
      {
        weightOf: () => 1,
        isWhole: () => false,
        known,
        // Above one store less than the known set, that set is proven.
        enough: known - 1 + ROUNDING * 10,
        size: null,
      },
      start.frame,
    )
    // Prices know what is hard to come by: a second look by them is often better.
    const priced = look((item) => prices.of(item))
    const whole = [plain, priced].filter(({ fulfilled }) => fulfilled === total)
    const [best] = whole.toSorted((x, y) => x.stores.length - y.stores.length)
    return { prices, hasty: best?.stores ?? null }
  }

  /** Prices that count stores, paid for an item only if one store holds it whole. */
  countPrices(size: number): Prices {
    const left = size - this.start.taken.length
    return (this.count ??= this.makeWhole(() => 1, left, left + 1, left + 0.5))
  }

  /** The same by weight; `known` is what some set of this size weighs. */
  weightPrices(size: number, known: number): Prices {
    const { problem, start } = this
    const rest = known - start.frame.weight
    return (this.weight ??= this.makeWhole(
      (store) => problem.weightOf(store),
      size - start.taken.length,
      rest,
      rest + ROUNDING * Math.abs(rest),
    ))
  }

  private makeWhole(
    weightOf: (store: number) => number,
    size: number,
    known: number,
    enough: number,
  ): Prices {
    const isWhole = (item: number) => this.problem.isSingle(item) && this.openAtStart[item] === 1
    return new Prices(this.problem, { weightOf, isWhole, size, known, enough }, this.start.frame)
  }
}

/** The heaviest a set may be to be worth finding, when one of this weight is known; ties are worth it. */
export const ceilingOf = (weight: number): number => weight + Math.abs(weight) * ROUNDING + ROUNDING

/**
 * Marks the items that no taken store holds whole though a live one could; answers how many are lost, with neither,
 * so that at least one line of each is divided.
 */
export function markOpen(problem: Problem, frame: Frame, open: Uint8Array): number {
  let lost = 0
  for (let item = 0; item < open.length; item += 1) {
    open[item] = 0
    if (frame.whole[item] === 1) continue
    if (haveCommon(frame.live, problem.wholeHolders(item))) open[item] = 1
    else lost += 1
  }
  return lost
}
