/**
 * The arithmetic of Lightspeed's rate limits for one account, pure: what the headers said, what is under way, what may
 * be sent. All instants are milliseconds of the account's clock, levels and costs are units of the leaky bucket.
 */
export interface RateState {
  /** `2026`: reads and writes by their cost, with a burst limit; `2017`: reads 1, writes 10, no burst limit. */
  regime: '2026' | '2017'
  /** Units in the bucket as of `atMs`, by the last answer and what was charged since. */
  level: number
  size: number
  drip: number
  atMs: number
  /** When an answer last said the level, and when the last request ended in whatever way. */
  seenMs: number
  settledMs: number
  /** Requests that Lightspeed serves within one second; null: it names no such limit. */
  burst: number | null
  /** When the requests of the last seconds were made. */
  calls: number[]
  /** Units taken for requests whose answers are not known yet. A worker that died leaves its own behind until `endsMs`. */
  open: OpenTake[]
  /** Nothing is sent before this instant. */
  closedUntilMs: number
  /** Requests in a row that brought no proper answer. */
  failures: number
  /** Units a second that others put into the same bucket, smoothed. */
  others: number
}

export interface OpenTake {
  id: string
  units: number
  calls: number
  endsMs: number
}

/**
 * Who asks, most urgent first: a person who waits for their push, a push that has begun, one that has not, the mirror.
 * Each may fill the bucket to its share only. A steady drain goes by the drip and loses nothing by a low share; what is
 * left above it lets the more urgent begin at once, and a fifth is never used, because others share the bucket.
 */
export const SHARES = { person: 0.8, begun: 0.6, waiting: 0.5, mirror: 0.3 } as const
export type RateClass = keyof typeof SHARES

/** Before the first answer: the smallest bucket and burst limit the documentation names, empty. */
export const UNKNOWN_RATE: RateState = {
  regime: '2026',
  level: 0,
  size: 90,
  drip: 1,
  atMs: 0,
  seenMs: 0,
  settledMs: 0,
  burst: 4,
  calls: [],
  open: [],
  closedUntilMs: 0,
  failures: 0,
  others: 0,
}

/** Windows of the burst limit are Lightspeed's own seconds; a little more than one covers any of them. */
const BURST_WINDOW_MS = 1_200
/** The part of the burst limit that we use. */
const BURST_SHARE = 0.75
/** Failures in a row after which the account counts as down, and the pauses between two tries then. */
const DOWN = { after: 3, firstMs: 1_000, mostMs: 30_000 }
/** How fast the picture of what others use follows. */
const OTHERS_MS = 20_000

/** A state from so far in the future was written by a clock that has been put back since: it says nothing any more. */
const CLOCK_BACK_MS = 3_600_000

/** The state as of now: dripped out, and what a dead worker took counted as spent. */
export function aged(before: RateState, nowMs: number): RateState {
  const state = before.atMs - nowMs > CLOCK_BACK_MS ? { ...UNKNOWN_RATE, regime: before.regime } : before
  const dead = state.open.filter((take) => take.endsMs <= nowMs)
  const spent = dead.reduce((sum, take) => sum + take.units, 0)
  const passed = Math.max(0, nowMs - state.atMs) / 1000
  return {
    ...state,
    level: Math.max(0, state.level - passed * state.drip) + spent,
    atMs: Math.max(state.atMs, nowMs),
    calls: state.calls.filter((at) => at > nowMs - BURST_WINDOW_MS),
    open: dead.length === 0 ? state.open : state.open.filter((take) => take.endsMs > nowMs),
  }
}

export interface Ask {
  id: string
  units: number
  calls: number
  class: RateClass
  /** How long the takers' requests may last. */
  holdMs: number
}

/** Takes units for some requests, or says how many milliseconds to wait before asking again. */
export function take(before: RateState, ask: Ask, nowMs: number): { state: RateState; waitMs: number } {
  const state = aged(before, nowMs)
  const waitMs = waitFor(state, ask, nowMs)
  if (waitMs > 0) return { state, waitMs }
  const { id, units, calls } = ask
  return {
    state: { ...state, open: [...state.open, { id, units, calls, endsMs: nowMs + ask.holdMs }] },
    waitMs: 0,
  }
}

function waitFor(state: RateState, ask: Ask, nowMs: number): number {
  if (nowMs < state.closedUntilMs) return state.closedUntilMs - nowMs
  // After an outage one request tries first, and the others wait for what becomes of it.
  if (state.failures >= DOWN.after && state.open.length > 0) return DOWN.firstMs
  const underWay = state.open.reduce((sum, one) => sum + one.units, 0)
  // Others go on putting units in since the level was last seen.
  const unseen = (Math.min(nowMs - state.seenMs, OTHERS_MS) / 1000) * state.others
  const limit = state.size * SHARES[ask.class]
  // What costs more than the whole share may go when the bucket is as good as empty.
  const over = state.level + underWay + unseen + Math.min(ask.units, limit) - limit
  const net = Math.max(state.drip - state.others, state.drip / 10)
  const forBucket = over > 1e-9 ? Math.ceil((over / net) * 1000) : 0
  return Math.max(forBucket, burstWait(state, ask.calls, nowMs))
}

function burstWait(state: RateState, calls: number, nowMs: number): number {
  if (state.burst === null) return 0
  const limit = Math.max(1, Math.floor(state.burst * BURST_SHARE))
  const underWay = state.open.reduce((sum, one) => sum + one.calls, 0)
  const tooMany = state.calls.length + underWay + Math.min(calls, limit) - limit
  if (tooMany <= 0) return 0
  const oldest = state.calls.toSorted((a, b) => a - b)[Math.min(tooMany, state.calls.length) - 1]
  return oldest === undefined ? BURST_WINDOW_MS : Math.max(1, oldest + BURST_WINDOW_MS - nowMs)
}

/** What is known of one request after it: which take it was part of, when it was sent, what we held it to cost. */
export interface Done {
  id: string
  sentMs: number
  cost: number
  /** Null: no answer came. `retryAfterMs`: of a 429. */
  answer: { status: number; header: (name: string) => string | null; retryAfterMs: number } | null
}

/** The state after a request: its units are spent, and the headers have the last word. */
export function settle(before: RateState, done: Done, nowMs: number): RateState {
  const state = aged(before, nowMs)
  const open = state.open.map((one) =>
    one.id === done.id
      ? { ...one, units: Math.max(0, one.units - done.cost), calls: Math.max(0, one.calls - 1) }
      : one,
  )
  const known = { ...state, open, calls: [...state.calls, nowMs], settledMs: nowMs }
  const { answer } = done
  if (answer === null) return failed({ ...known, level: known.level + done.cost }, nowMs)
  const alone = done.sentMs > state.settledMs
  const seen = withHeaders(known, done.cost, alone, answer, nowMs)
  if (answer.status >= 500) return failed(seen, nowMs)
  if (answer.status !== 429) return { ...seen, failures: 0 }
  return { ...seen, closedUntilMs: Math.max(seen.closedUntilMs, nowMs + answer.retryAfterMs), failures: 0 }
}

/** Gives back what a take did not use. */
export function release(before: RateState, id: string, nowMs: number): RateState {
  const state = aged(before, nowMs)
  return { ...state, open: state.open.filter((one) => one.id !== id) }
}

function failed(state: RateState, nowMs: number): RateState {
  const failures = state.failures + 1
  const pause = Math.min(DOWN.mostMs, DOWN.firstMs * 2 ** Math.min(10, failures - DOWN.after))
  return failures < DOWN.after
    ? { ...state, failures }
    : { ...state, failures, closedUntilMs: Math.max(state.closedUntilMs, nowMs + pause) }
}

/**
 * The level as the answer says it. A request during which none of ours was answered tells it exactly; of two that
 * overlapped it is not known which was served first, so there the higher level counts.
 */
function withHeaders(
  state: RateState,
  cost: number,
  alone: boolean,
  { status, header }: NonNullable<Done['answer']>,
  nowMs: number,
): RateState {
  const [level, size] = numbers(header('x-ls-api-bucket-level'))
  const [, burst] = numbers(header('x-ls-api-burst-level'))
  const [drip] = numbers(header('x-ls-api-drip-rate'))
  const charged = status === 429 ? 0 : (numbers(header('x-ls-api-request-cost'))[0] ?? cost)
  if (level === undefined || size === undefined || size <= 0)
    return { ...state, level: state.level + charged }
  // Without a drip rate and a burst level it is the regime before March 2026.
  const old = drip === undefined && burst === undefined
  return {
    ...state,
    regime: old ? '2017' : '2026',
    level: alone ? level : Math.max(state.level, level),
    size,
    drip: drip !== undefined && drip > 0 ? drip : state.drip,
    seenMs: nowMs,
    burst: old ? null : (burst ?? state.burst),
    others: alone ? othersSeen(state, level - state.level - charged, nowMs) : state.others,
  }
}

/** `surplus`: units in the bucket that none of our requests explains. */
function othersSeen(state: RateState, surplus: number, nowMs: number): number {
  const passed = nowMs - state.seenMs
  if (state.seenMs === 0 || passed <= 0) return state.others
  const rate = Math.max(0, surplus) / (passed / 1000)
  const smoothed = state.others + (rate - state.others) * Math.min(1, passed / OTHERS_MS)
  return Math.min(smoothed, state.drip * 0.9)
}

function numbers(text: string | null): (number | undefined)[] {
  return (text ?? '').split('/').map((part) => {
    const number = Number.parseFloat(part)
    return Number.isFinite(number) ? number : undefined
  })
}
