import type { PricedRequest } from './costs'

/** Budget taken for one request. */
export interface Paced {
  id: string
  cost: number
  /** The account's clock when it was sent. */
  sentMs: number
}

/** How a gateway keeps to the account's rate budget: asked before each request, told after it. */
export interface RatePace {
  /** Throws `rate-limited` instead of sending what Lightspeed would refuse. */
  before(request: PricedRequest): Promise<Paced>
  /** `answer` null: none came. `retryAfterMs` counts on the account's clock. */
  after(
    paced: Paced,
    answer: { status: number; header: (name: string) => string | null; retryAfterMs: number } | null,
  ): Promise<void>
}

/** For an account whose budget has no row yet: while it is being connected nobody else calls it, a handful of times. */
export const unpaced: RatePace = {
  before: () => Promise.resolve({ id: '', cost: 0, sentMs: 0 }),
  after: () => Promise.resolve(),
}
