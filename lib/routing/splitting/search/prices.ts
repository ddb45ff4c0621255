import { hasBit } from './bits'
import type { Frame } from './cover-frame'
import type { Problem } from './problem'

/** Rounds of price adjustment: enough to come within a few percent of the best prices. */
const ROUNDS = 80
/** After so many rounds without a better bound, prices move half as far. */
const PATIENCE = 5
/** Sums of some hundred floating-point numbers are exact to a far smaller share of their size. */
const SAFETY = 1e-9

/** What is priced: how much each store weighs, and which items are paid for only if one store holds them whole. */
export interface Pricing {
  weightOf(store: number): number
  isWhole(item: number): boolean
  /** What some set weighs that is known: prices need to prove no more than that. */
  known: number
  /** A bound above this is good enough; the known weight itself can hardly be reached. */
  enough: number
  /** Whether sets have this many stores; null: however many. */
  size: number | null
}

/**
 * A price on every item, paid in full for all of its need and in part for a part. Whatever the prices are, stores that
 * serve what is missing weigh at least its price plus the least that so many stores can weigh beyond what they earn
 * (a Lagrangian bound). Good prices make it close, and using it costs one look at each item.
 */
export class Prices {
  private readonly price: Float64Array
  private readonly whole: Uint8Array
  /** By store: its weight less what it earns. */
  private readonly beyond: Float64Array
  /** The least that 0, 1, 2 … stores weigh beyond what they earn. */
  private readonly least: Float64Array
  private readonly live: { store: number; weight: number; items: Uint16Array; shares: Float64Array }[]
  /** The bound of the best prices at the start. */
  best = Number.NEGATIVE_INFINITY

  constructor(
    private readonly problem: Problem,
    pricing: Pricing,
    start: Frame,
  ) {
    const { items, stores } = problem
    this.price = new Float64Array(items.length)
    this.whole = Uint8Array.from(items, (_, item) => (pricing.isWhole(item) ? 1 : 0))
    this.beyond = new Float64Array(stores.length)
    this.live = stores.flatMap((_, store) =>
      hasBit(start.live, store) ? [this.earnerOf(store, pricing.weightOf(store))] : [],
    )
    this.settle(start, pricing)
    this.earn(this.price)
    const rising = this.live.map(({ store }) => this.beyond[store] ?? 0).toSorted((a, b) => a - b)
    this.least = new Float64Array(rising.length + 1)
    for (const [count, beyond] of rising.entries()) this.least[count + 1] = (this.least[count] ?? 0) + beyond
  }

  /** What all of an item's need is worth. */
  of(item: number): number {
    return this.price[item] ?? 0
  }

  /**
   * At least so much do `left` more stores weigh that serve what is missing in `frame`. Of the items that are `open`,
   * `tolerance` may be divided in the end: the dearest of them count nothing.
   */
  bound(frame: Frame, left: number, open: Uint8Array, tolerance: number): number {
    let sum = this.least[left] ?? Number.POSITIVE_INFINITY
    const spared: number[] = []
    for (let item = 0; item < this.price.length; item += 1) {
      const price = this.price[item] ?? 0
      if (price === 0) continue
      if (this.whole[item] === 0) {
        const missing = frame.missing[item] ?? 0
        if (missing > 0) sum += (price * missing) / this.problem.needOf(item)
      } else if (frame.whole[item] === 0 && open[item] === 1) {
        sum += price
        if (tolerance > 0) spared.push(price)
      }
    }
    if (spared.length <= tolerance) return spared.reduce((rest, price) => rest - price, sum)
    return spared
      .toSorted((a, b) => b - a)
      .slice(0, tolerance)
      .reduce((rest, price) => rest - price, sum)
  }

  /** By how much the bound grows if this store is one of the `left`. */
  extra(store: number, left: number): number {
    return (this.beyond[store] ?? 0) - (this.least[left] ?? 0) + (this.least[left - 1] ?? 0)
  }

  /** A store with the items it serves some of, and the share of their need that it serves. */
  private earnerOf(store: number, weight: number) {
    const items: number[] = []
    const shares: number[] = []
    for (let item = 0; item < this.price.length; item += 1) {
      const [cap, need] = [this.problem.cap(store, item), this.problem.needOf(item)]
      if (cap === 0 || (cap < need && this.whole[item] === 1)) continue
      items.push(item)
      shares.push(cap >= need ? 1 : cap / need)
    }
    return { store, weight, items: Uint16Array.from(items), shares: Float64Array.from(shares) }
  }

  /** Raises the prices of what too few stores serve and lowers the others', keeping the prices of the best bound. */
  private settle(start: Frame, { known, enough, size }: Pricing): void {
    const open = Float64Array.from(this.price, (_, item) => {
      if (this.whole[item] === 1) return 1 - (start.whole[item] ?? 0)
      const missing = start.missing[item] ?? 0
      return missing === 0 ? 0 : missing / this.problem.needOf(item)
    })
    const kinds = open.reduce((sum, share) => sum + (share > 0 ? 1 : 0), 0)
    const tried = open.map((share) => (share > 0 ? known / kinds : 0))
    let [step, stale] = [1, 0]
    for (let round = 0; round < ROUNDS && step > 0.02 && this.best <= enough; round += 1) {
      this.earn(tried)
      const slope = open.slice()
      let bound = 0
      for (let item = 0; item < tried.length; item += 1) bound += (tried[item] ?? 0) * (open[item] ?? 0)
      for (const index of size === null ? this.losers() : this.leastOf(size)) {
        const earner = this.live[index]
        if (!earner) continue
        bound += this.beyond[earner.store] ?? 0
        for (let at = 0; at < earner.items.length; at += 1) {
          const item = earner.items[at] ?? 0
          slope[item] = (slope[item] ?? 0) - (earner.shares[at] ?? 0)
        }
      }
      if (bound > this.best) {
        this.best = bound
        stale = 0
        this.price.set(tried)
      } else if ((stale += 1) >= PATIENCE) [step, stale] = [step / 2, 0]
      let steep = 0
      for (const rise of slope) steep += rise * rise
      if (steep === 0) break
      const far = (step * Math.max(known - bound, Math.abs(known) * 1e-3)) / steep
      for (let item = 0; item < tried.length; item += 1)
        tried[item] = Math.max(0, (tried[item] ?? 0) + far * (slope[item] ?? 0))
    }
    for (let item = 0; item < this.price.length; item += 1)
      this.price[item] = (this.price[item] ?? 0) * (1 - SAFETY)
  }

  /** What each store weighs beyond its earnings at these prices. */
  private earn(price: Float64Array): void {
    for (const { store, weight, items, shares } of this.live) {
      let beyond = weight
      for (let at = 0; at < items.length; at += 1) beyond -= (price[items[at] ?? 0] ?? 0) * (shares[at] ?? 0)
      this.beyond[store] = beyond
    }
  }

  /** Stores that earn more than they weigh, as places in `live`. */
  private losers(): number[] {
    const found: number[] = []
    for (const [index, { store }] of this.live.entries()) if ((this.beyond[store] ?? 0) < 0) found.push(index)
    return found
  }

  /** The so many stores that weigh least beyond what they earn, as places in `live`. */
  private leastOf(size: number): number[] {
    const found: number[] = []
    const at = (index: number) => this.beyond[this.live[index]?.store ?? 0] ?? 0
    for (let index = 0; index < this.live.length; index += 1) {
      const beyond = at(index)
      if (found.length === size && beyond >= at(found[size - 1] ?? 0)) continue
      let place = found.length
      while (place > 0 && at(found[place - 1] ?? 0) > beyond) place -= 1
      found.splice(place, 0, index)
      if (found.length > size) found.pop()
    }
    return found
  }
}
