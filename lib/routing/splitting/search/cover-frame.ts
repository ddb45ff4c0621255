import { dropBit, noBits, type Bits } from './bits'
import type { Problem } from './problem'

/** What is known at one depth of the search: the stores still free to take, and what is still missing. */
export class Frame {
  /** Stores that may still be taken. */
  readonly live: Bits
  /** Of these, the ones of which one must be taken next. */
  readonly candidates: Bits
  /** By item: units still missing. */
  readonly missing: Float64Array
  /** By item: units beyond the need in the taken and the live stores together; below 0 there is no way on. */
  readonly slack: Float64Array
  /** By item: whether one taken store holds enough that no line of it need be divided, as far as is known. */
  readonly whole: Uint8Array
  /** Room to sort candidates in, and by what. */
  readonly order: Int32Array
  readonly gain: Float64Array
  weight = 0

  constructor(stores: number, items: number) {
    this.live = noBits(stores)
    this.candidates = noBits(stores)
    this.missing = new Float64Array(items)
    this.slack = new Float64Array(items)
    this.whole = new Uint8Array(items)
    this.order = new Int32Array(stores)
    this.gain = new Float64Array(stores)
  }

  /** The state before anything is taken. */
  static start(problem: Problem): Frame {
    const frame = new Frame(problem.stores.length, problem.items.length)
    for (let store = 0; store < problem.stores.length; store += 1)
      frame.live[store >>> 5] = (frame.live[store >>> 5] ?? 0) | (1 << (store & 31))
    for (let item = 0; item < problem.items.length; item += 1) {
      frame.missing[item] = problem.needOf(item)
      if (problem.wholeOf(item) === 0) frame.whole[item] = 1
      let all = 0
      for (let store = 0; store < problem.stores.length; store += 1) all += problem.cap(store, item)
      frame.slack[item] = all - problem.needOf(item)
    }
    return frame
  }

  copy(from: Frame): void {
    this.live.set(from.live)
    this.missing.set(from.missing)
    this.slack.set(from.slack)
    this.whole.set(from.whole)
    this.weight = from.weight
  }

  take(problem: Problem, store: number): void {
    dropBit(this.live, store)
    this.weight += problem.weightOf(store)
    for (let item = 0; item < this.missing.length; item += 1) {
      const cap = problem.cap(store, item)
      if (cap === 0) continue
      const missing = this.missing[item] ?? 0
      this.missing[item] = missing > cap ? missing - cap : 0
      if (cap >= problem.wholeOf(item)) this.whole[item] = 1
    }
  }

  /** Leaves a store out for good. False: what is left cannot serve everything any more. */
  leaveOut(problem: Problem, store: number): boolean {
    dropBit(this.live, store)
    let enough = true
    for (let item = 0; item < this.slack.length; item += 1) {
      const slack = (this.slack[item] ?? 0) - problem.cap(store, item)
      this.slack[item] = slack
      if (slack < 0) enough = false
    }
    return enough
  }
}
