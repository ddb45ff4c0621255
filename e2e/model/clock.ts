/**
 * Virtual time: nothing waits for real. Sleepers wake in the order of their instants, one by one, each only after all
 * that the one before set in motion has come to rest, so that a run is the same every time.
 */
export class VirtualClock {
  private readonly sleepers: { at: number; nth: number; wake: () => void }[] = []
  private nth = 0

  constructor(public nowMs: number) {}

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.nowMs + Math.max(0, ms), resolve))
  }

  at(instantMs: number, wake: () => void): void {
    const sleeper = { at: instantMs, nth: this.nth, wake }
    this.nth += 1
    let low = 0
    let high = this.sleepers.length
    // Kept latest first, so that the next one is the cheap one to take.
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.sleepers[middle]
      if (other && (other.at > sleeper.at || (other.at === sleeper.at && other.nth < sleeper.nth)))
        low = middle + 1
      else high = middle
    }
    this.sleepers.splice(low, 0, sleeper)
  }

  /** Lets time pass until nobody sleeps any more or `untilMs` is reached. */
  async run(untilMs: number): Promise<void> {
    await settled()
    for (let next = this.sleepers.pop(); next && next.at <= untilMs; next = this.sleepers.pop()) {
      this.nowMs = Math.max(this.nowMs, next.at)
      next.wake()
      await settled()
    }
    this.nowMs = untilMs
  }
}

/** Everything that needs no time has happened. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
