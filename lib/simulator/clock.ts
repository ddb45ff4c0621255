/** The account's clock: real time, or so many times as fast. It never goes back. */
export class Clock {
  private anchorReal: number
  private anchor: number

  /** `notBeforeMs`: the latest instant the ledger knows, so that a restart does not travel into the past. */
  constructor(
    notBeforeMs: number,
    private speed: number,
    private readonly real: () => number = Date.now,
  ) {
    this.anchorReal = this.real()
    this.anchor = Math.max(this.anchorReal, notBeforeMs)
  }

  now(): number {
    return this.anchor + Math.max(0, this.real() - this.anchorReal) * this.speed
  }

  setSpeed(speed: number): void {
    this.anchor = this.now()
    this.anchorReal = this.real()
    this.speed = speed
  }
}

/** Whole seconds with an offset, as every instant of the API. */
export const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}+00:00`
