import type { Settings } from '../assumed'

/** A leaky bucket per account and client, and since March 2026 a burst limit per second. Costs are in rate-costs. */
export interface RateState {
  enabled: boolean
  size: number
  drip: number
  burst: number
  level: number
  at: number
  window: number
  inWindow: number
}

export type Limited = { type: 'api-leaky-bucket' | 'api-burst-limiter'; retryAfter: number } | null

// The documentation shows a burst level of 1/20, an integrator 1/23 with a bucket of 90: about a quarter.
const BURST_SHARE = 0.25
const OLD_REGIME = { size: 90, drip: 1 }

export class RateLimit {
  private level = 0
  private at = 0
  private window = 0
  private inWindow = 0

  constructor(
    private readonly settings: () => Settings,
    private readonly registers: () => number,
  ) {}

  /** Takes `cost`. The first request over the size is still served; from then on none until it is below again. */
  take(cost: number, nowMs: number): Limited {
    const { size, drip, burst, enabled } = this.state(nowMs)
    this.level = Math.max(0, this.level - ((nowMs - this.at) / 1000) * drip)
    this.at = nowMs
    const window = Math.floor(nowMs / 1000)
    if (window !== this.window) Object.assign(this, { window, inWindow: 0 })
    // Switched off, the headers say so too: a client that goes by them has nothing to wait for.
    if (!enabled) {
      Object.assign(this, { level: 0, inWindow: 0 })
      return null
    }
    this.inWindow += 1
    if (this.inWindow > burst) return { type: 'api-burst-limiter', retryAfter: 1 }
    if (this.level >= size)
      return { type: 'api-leaky-bucket', retryAfter: Math.floor((this.level - size) / drip) + 1 }
    this.level += cost
    return null
  }

  /** The bucket as it is now, what has dripped out since taken off. */
  state(nowMs: number): RateState {
    const settings = this.settings()
    const extra = Math.max(0, this.registers() - 1)
    const old = settings.regime === '2017'
    const size = settings.bucketSize || (old ? OLD_REGIME.size : 90 + 10 * extra)
    const drip = settings.drip || (old ? OLD_REGIME.drip : 1 + 0.5 * extra)
    const burst = settings.burst || (old ? Number.POSITIVE_INFINITY : Math.ceil(size * BURST_SHARE))
    const { window, inWindow, at } = this
    const level = Math.max(0, this.level - (Math.max(0, nowMs - at) / 1000) * drip)
    return { enabled: settings.rateLimit, size, drip, burst, level, at, window, inWindow }
  }

  headers(cost: number, nowMs: number): Record<string, string> {
    const { size, drip, burst, level, inWindow } = this.state(nowMs)
    const shown = `${Math.round(level * 100) / 100}/${size}`
    // Until 2026 answers carried the bucket alone: recorded.
    if (this.settings().regime === '2017') return { 'X-LS-API-Bucket-Level': shown }
    return {
      'X-LS-API-Bucket-Level': shown,
      'X-LS-API-Burst-Level': `${inWindow}/${burst}`,
      'X-LS-API-Drip-Rate': String(drip),
      'X-LS-API-Request-Cost': String(cost),
    }
  }
}
