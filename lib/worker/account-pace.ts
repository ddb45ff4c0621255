import { setTimeout as pause } from 'node:timers/promises'
import { release, settle, take, UNKNOWN_RATE, type RateClass, type RateState } from '@/lib/lightspeed/budget'
import { estimateCost, stepCost } from '@/lib/lightspeed/costs'
import type { RatePace } from '@/lib/lightspeed/pace'
import { GatewayError } from '@/lib/lightspeed/types'
import { changeRate } from '@/lib/pos-accounts/rate-row'

export type Step = Parameters<typeof stepCost>[1]

export interface SharedPace extends RatePace {
  /** Takes budget for a whole step before its intent is written; else milliseconds to wait. What the last step left goes back. */
  reserve(step: Step, rank: RateClass): Promise<number>
  /** Gives back what the last step left. */
  release(): Promise<void>
}

/** The regime of each account as this process last saw it; a wrong guess is one estimate long. */
const regimes = new Map<string, RateState['regime']>()

/**
 * The rate budget of an account as one job sees it: counted in the account's row, which all processes share. A step
 * reserves its units once; its requests draw on them. A request without a step waits for its own units, `patienceMs` at
 * most, then gives up with `rate-limited` and is not sent.
 */
export function sharedPace(
  merchantId: string,
  accountId: string,
  { rank, speed, holdMs, patienceMs }: { rank: RateClass; speed: number; holdMs: number; patienceMs: number },
): SharedPace {
  const clock = () => Date.now() * speed
  const regime = () => regimes.get(accountId) ?? '2026'
  let held: { id: string; units: number } | null = null
  const change = <A>(work: (state: RateState) => { state: RateState; answer: A }): Promise<A> =>
    changeRate<RateState, A>(merchantId, accountId, (stored) => {
      const made = work(stored ?? UNKNOWN_RATE)
      regimes.set(accountId, made.state.regime)
      return made
    })
  const takeUnits = (id: string, units: number, calls: number, wanted: RateClass, left: string | null) =>
    change((state) => {
      const free = left === null ? state : release(state, left, clock())
      const ask = { id, units, calls, class: wanted, holdMs: holdMs * speed }
      const { state: next, waitMs } = take(free, ask, clock())
      return { state: next, answer: Math.ceil(waitMs / speed) }
    })
  const letGo = (): string | null => {
    const left = held?.id ?? null
    held = null
    return left
  }
  return {
    reserve: async (step, wanted) => {
      const left = letGo()
      const id = crypto.randomUUID()
      const { units, calls } = stepCost(regime(), step)
      const waitMs = await takeUnits(id, units, calls, wanted, left)
      if (waitMs === 0) held = { id, units }
      return waitMs
    },
    release: async () => {
      const left = letGo()
      if (left === null) return
      await change((state) => ({ state: release(state, left, clock()), answer: null }))
    },
    before: async (request) => {
      const cost = estimateCost(regime(), request)
      // A write whose intent is written goes even if its step was held too cheap: the overflowing request is served.
      if (held && (held.units >= cost || request.method !== 'GET')) {
        held.units -= cost
        return { id: held.id, cost, sentMs: clock() }
      }
      const id = crypto.randomUUID()
      const until = Date.now() + patienceMs
      for (;;) {
        const waitMs = await takeUnits(id, cost, 1, rank, null)
        if (waitMs === 0) return { id, cost, sentMs: clock() }
        if (Date.now() + waitMs > until)
          throw new GatewayError('rate-limited', 'The rate budget of this Lightspeed account is spent.', {
            retryAfterMs: waitMs,
          })
        await pause(waitMs)
      }
    },
    after: async ({ id, cost, sentMs }, answer) => {
      await change((state) => {
        const settled = settle(state, { id, sentMs, cost, answer }, clock())
        return { state: held?.id === id ? settled : release(settled, id, clock()), answer: null }
      })
    },
  }
}
