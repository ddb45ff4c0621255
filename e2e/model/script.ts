import fc from 'fast-check'

/**
 * What befalls one order, as plain data: fast-check makes it from a seed and shrinks it to the few events that break
 * something. Requests and steps are counted per order, from 0; instants are milliseconds after the push was pressed.
 */
export interface Script {
  parts: number
  oversold: boolean
  /** The store ran short before the first call. */
  short: boolean
  /** What happens to the nth request. `ms`: how late, how long. */
  requests: { nth: number; fault: Fault; ms: number }[]
  /** The worker dies at its nth step between two acts, whatever it was about to do. */
  deaths: number[]
  /** The worker stands still at the nth step, past its lease; another takes its job over. */
  pauses: { nth: number; ms: number }[]
  /** Another worker is given the same job. */
  rivals: number[]
  /** How long new sales stay out of lists. */
  lagMs: number
  /** Somebody at the desk in Lightspeed, after the nth sale of the order was made. */
  staff: { act: 'archive' | 'complete' | 'edit' | 'edit-complete'; nth: number; ms: number } | null
  channel: { what: 'edited' | 'cancelled'; ms: number } | null
  /** A person pushes again what came back to the queue. */
  again: boolean
}

export const FAULTS = [
  'answer-lost',
  'request-lost',
  'late-commit',
  'error-after-commit',
  'error-before-commit',
  'html-after-commit',
  'reset-after-commit',
  'never-sent',
  'conflict',
  'limited-seconds',
  'limited-date',
  'limited-silent',
  'limited-absurd',
  'unauthorized',
  'unauthorized-twice',
  'refused',
  'empty-body',
  'wrong-body',
  'other-sale',
  'wrong-total',
  'duplicated',
  'filter-ignored',
  'slow',
] as const
export type Fault = (typeof FAULTS)[number]

/** Often none, seldom many. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 100 - weight }, { arbitrary, weight })

const upTo = (most: number) => fc.integer({ min: 0, max: most })

/** Most faults meet one of the order's first dozen requests; a long tail meets its look-ups. */
const nthRequest = fc.oneof({ arbitrary: upTo(11), weight: 4 }, { arbitrary: upTo(30), weight: 1 })

export const anyScript: fc.Arbitrary<Script> = fc.record({
  parts: upTo(2).map((more) => more + 1),
  oversold: fc.boolean(),
  short: seldom(fc.constant(true), 2).map((value) => value ?? false),
  requests: fc.array(fc.record({ nth: nthRequest, fault: fc.constantFrom(...FAULTS), ms: upTo(180_000) }), {
    maxLength: 4,
  }),
  deaths: fc.array(upTo(40), { maxLength: 2 }),
  pauses: fc.array(fc.record({ nth: upTo(40), ms: fc.integer({ min: 20_000, max: 300_000 }) }), {
    maxLength: 2,
  }),
  rivals: fc.array(upTo(400_000), { maxLength: 2 }),
  lagMs: seldom(upTo(120_000), 40).map((value) => value ?? 0),
  staff: seldom(
    fc.record({
      act: fc.constantFrom('archive', 'complete', 'edit', 'edit-complete'),
      nth: upTo(1),
      ms: upTo(120_000),
    }),
    10,
  ),
  channel: seldom(fc.record({ what: fc.constantFrom('edited', 'cancelled'), ms: upTo(120_000) }), 6),
  again: fc.boolean(),
})
