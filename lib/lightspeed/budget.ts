/** What the rate headers last said about one account; levels are as of `atMs`. */
export interface RateState {
  level: number
  size: number
  drip: number
  atMs: number
  burstLeft: number
  burstWindow: number
}

/** Before the first answer: the smallest bucket the documentation names, empty. */
export const UNKNOWN_RATE: RateState = { level: 0, size: 90, drip: 1, atMs: 0, burstLeft: 4, burstWindow: 0 }

/** The level now, after what has dripped out since it was read. */
export function levelAt(state: RateState, nowMs: number): number {
  return Math.max(0, state.level - (Math.max(0, nowMs - state.atMs) / 1000) * state.drip)
}

/** The state after an answer's headers (`X-LS-API-…`, names in any case); unchanged where they are missing. */
export function observe(state: RateState, header: (name: string) => string | null, nowMs: number): RateState {
  const [level, size] = numbers(header('x-ls-api-bucket-level'))
  const [burst, burstSize] = numbers(header('x-ls-api-burst-level'))
  const drip = Number(header('x-ls-api-drip-rate') ?? Number.NaN)
  return {
    level: level ?? levelAt(state, nowMs),
    size: size ?? state.size,
    drip: Number.isFinite(drip) && drip > 0 ? drip : state.drip,
    atMs: nowMs,
    burstLeft: burst !== undefined && burstSize !== undefined ? burstSize - burst : state.burstLeft,
    burstWindow: Math.floor(nowMs / 1000),
  }
}

function numbers(text: string | null): (number | undefined)[] {
  return (text ?? '').split('/').map((part) => {
    const number = Number.parseFloat(part)
    return Number.isFinite(number) ? number : undefined
  })
}

/** Milliseconds until `cost` units in `calls` requests would surely be served; 0: now. */
export function waitBefore(state: RateState, cost: number, calls: number, nowMs: number): number {
  const over = levelAt(state, nowMs) + cost - state.size
  const forBucket = over > 0 ? Math.ceil((over / state.drip) * 1000) : 0
  const sameSecond = Math.floor(nowMs / 1000) === state.burstWindow
  const forBurst = sameSecond && state.burstLeft < calls ? 1000 - (nowMs % 1000) : 0
  return Math.max(forBucket, forBurst)
}

/** The rate of one account, shared by all gateways of this process. */
export interface RatePace {
  seen(header: (name: string) => string | null, nowMs: number): void
  /** Milliseconds to wait before a step of this cost and number of calls. */
  waitMs(cost: number, calls: number, nowMs: number): number
}

export function createPace(): RatePace {
  let state = UNKNOWN_RATE
  return {
    seen: (header, nowMs) => {
      state = observe(state, header, nowMs)
    },
    waitMs: (cost, calls, nowMs) => (state === UNKNOWN_RATE ? 0 : waitBefore(state, cost, calls, nowMs)),
  }
}
