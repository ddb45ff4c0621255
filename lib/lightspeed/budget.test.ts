import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aged, release, settle, take, UNKNOWN_RATE, type RateClass, type RateState } from './budget'

const headers = (values: Record<string, string>) => (name: string) => values[name] ?? null
const answer = (level: string, more: Record<string, string> = {}, status = 200) => ({
  status,
  retryAfterMs: 5_000,
  header: headers({
    'x-ls-api-bucket-level': level,
    'x-ls-api-burst-level': '1/20',
    'x-ls-api-drip-rate': '2',
    ...more,
  }),
})
const ask = (units: number, rank: RateClass = 'waiting', id = 'a', calls = 1) => ({
  id,
  units,
  calls,
  class: rank,
  holdMs: 40_000,
})
/** A state in which one answer said this level, with nothing under way. */
const seen = (level: number): RateState =>
  settle(UNKNOWN_RATE, { id: '', sentMs: 9_990, cost: 1, answer: answer(`${level}/100`) }, 10_000)

describe('rate budget', () => {
  test('reads what the headers say, and drips', () => {
    expect(seen(88.5)).toMatchObject({ level: 88.5, size: 100, drip: 2, burst: 20, regime: '2026' })
    expect(aged(seen(88.5), 15_000).level).toBe(78.5)
    expect(aged(seen(1), 90_000).level).toBe(0)
  })

  test.each([
    ['waiting', 40, 10, 0],
    ['waiting', 45, 10, 2_500],
    ['begun', 45, 10, 0],
    ['begun', 60, 10, 5_000],
    ['person', 60, 10, 0],
    ['person', 75, 10, 2_500],
    ['mirror', 30, 1, 500],
    // Dearer than the whole share: when the bucket is empty.
    ['waiting', 1, 70, 500],
    ['waiting', 0, 70, 0],
  ] as const)('%s at level %f with %f units waits %i ms', (rank, level, units, ms) => {
    expect(take(seen(level), ask(units, rank), 10_000).waitMs).toBe(ms)
  })

  test('what is under way counts until it is given back or its taker is long dead', () => {
    const first = take(seen(40), ask(10), 10_000).state
    expect(take(first, ask(10, 'waiting', 'b'), 10_000).waitMs).toBe(5_000)
    expect(take(release(first, 'a', 10_000), ask(10, 'waiting', 'b'), 10_000).waitMs).toBe(0)
    const dead = aged(first, 50_000)
    expect(dead).toMatchObject({ open: [], level: 10 })
  })

  test('requests that overlapped: the higher level counts; one that was alone has the last word', () => {
    let state = take(seen(10), ask(7, 'waiting', 'a'), 10_000).state
    state = take(state, ask(5, 'waiting', 'b'), 10_000).state
    state = settle(state, { id: 'b', sentMs: 10_010, cost: 5, answer: answer('22/100') }, 10_100)
    state = settle(state, { id: 'a', sentMs: 10_005, cost: 7, answer: answer('17/100') }, 10_150)
    expect(state.level).toBeCloseTo(21.9, 5)
    state = settle(state, { id: 'c', sentMs: 10_200, cost: 1, answer: answer('12/100') }, 10_300)
    expect(state.level).toBe(12)
  })

  test('a clock that was put back does not close the account for ever', () => {
    const ahead = { ...seen(99), atMs: 9e12, closedUntilMs: 9e12 }
    expect(take(ahead, ask(1), 10_000).waitMs).toBe(0)
    expect(take(ahead, ask(1), 9e12 - 1_000).waitMs).toBeGreaterThan(0)
  })

  test('others in the bucket are noticed and left room for', () => {
    let state = seen(10)
    for (let s = 1; s <= 60; s += 1) {
      const nowMs = 10_000 + s * 1_000
      state = settle(
        state,
        { id: '', sentMs: nowMs - 50, cost: 1, answer: answer(`${10 + s * 0.5}/100`) },
        nowMs,
      )
    }
    // 2 drip out, 1 is ours, and the level still grows by 0.5: others put in 1.5.
    expect(state.others).toBeGreaterThan(1.2)
    expect(state.others).toBeLessThan(1.8)
    const alone = { ...state, others: 0 }
    expect(take(state, ask(60), 70_000).waitMs).toBeGreaterThan(take(alone, ask(60), 70_000).waitMs)
  })

  test('the burst limit holds over any second', () => {
    let state = seen(0)
    let sent = 0
    while (take(state, ask(0.1, 'person'), 10_100).waitMs === 0) {
      state = settle(state, { id: 'x', sentMs: 10_099, cost: 0.1, answer: answer('1/100') }, 10_100)
      sent += 1
      expect(sent).toBeLessThan(20)
    }
    expect(sent).toBe(14)
    expect(take(state, ask(0.1, 'person'), 11_300).waitMs).toBe(0)
  })

  test('a 429 closes for everybody as long as it says; before March 2026 there is no burst limit', () => {
    const closed = settle(
      seen(99),
      { id: '', sentMs: 10_500, cost: 1, answer: answer('101/100', {}, 429) },
      11_000,
    )
    expect(take(closed, ask(1, 'person'), 12_000).waitMs).toBe(4_000)
    const old = settle(
      UNKNOWN_RATE,
      {
        id: '',
        sentMs: 1,
        cost: 1,
        answer: { ...answer(''), header: headers({ 'x-ls-api-bucket-level': '13.65/60' }) },
      },
      1_000,
    )
    expect(old).toMatchObject({ regime: '2017', burst: null, size: 60, drip: 1 })
  })

  test('an outage: after three failures one tries at a time, with growing pauses, until an answer comes', () => {
    let state = seen(0)
    for (let i = 0; i < 3; i += 1)
      state = settle(state, { id: '', sentMs: 10_000, cost: 1, answer: null }, 10_000)
    expect(take(state, ask(1), 10_500).waitMs).toBe(500)
    const trying = take(state, ask(1), 11_000)
    expect(trying.waitMs).toBe(0)
    expect(take(trying.state, ask(1, 'person', 'b'), 11_000).waitMs).toBe(1_000)
    const again = settle(trying.state, { id: 'a', sentMs: 11_000, cost: 1, answer: null }, 12_000)
    expect(take(again, ask(1), 12_000).waitMs).toBe(2_000)
    const up = settle(again, { id: '', sentMs: 14_000, cost: 1, answer: answer('1/100') }, 14_100)
    expect(take(up, ask(1), 14_100).waitMs).toBe(0)
  })

  test('whatever is asked in whatever order, a bucket of the documented kind never refuses us', () => {
    const asks = fc.array(
      fc.record({
        gap: fc.integer({ min: 0, max: 4_000 }),
        units: fc.double({ min: 0.5, max: 12, noNaN: true }),
        rank: fc.constantFrom<RateClass>('person', 'begun', 'waiting', 'mirror'),
        lasts: fc.integer({ min: 1, max: 3_000 }),
      }),
      { minLength: 20, maxLength: 120 },
    )
    fc.assert(
      fc.property(asks, (all) => neverRefused(all)),
      { seed: 4, numRuns: 200 },
    )
  })
})

/** Plays the asks against a leaky bucket of 60 and 1 a second; each is served half-way through its life. */
function neverRefused(all: { gap: number; units: number; rank: RateClass; lasts: number }[]): void {
  let state: RateState = UNKNOWN_RATE
  let nowMs = 1_000_000
  let bucket = { level: 0, at: nowMs }
  const levelAt = (ms: number) => Math.max(0, bucket.level - (ms - bucket.at) / 1000)
  let events: { at: number; run: () => void }[] = []
  const runUntil = (ms: number) => {
    for (;;) {
      const [next] = events.toSorted((a, b) => a.at - b.at)
      if (!next || next.at > ms) return
      events = events.filter((one) => one !== next)
      next.run()
    }
  }
  for (const [index, { gap, units, rank, lasts }] of all.entries()) {
    nowMs += gap
    runUntil(nowMs)
    const id = String(index)
    const taken = take(state, ask(units, rank, id), nowMs)
    state = taken.state
    if (taken.waitMs > 0) continue
    const sentMs = nowMs
    events.push({
      at: nowMs + lasts / 2,
      run: () => {
        const at = sentMs + lasts / 2
        expect(levelAt(at)).toBeLessThan(60)
        bucket = { level: levelAt(at) + units, at }
        const shown = bucket.level
        events.push({
          at: sentMs + lasts,
          run: () => {
            const header = headers({
              'x-ls-api-bucket-level': `${shown}/60`,
              'x-ls-api-burst-level': '1/20',
              'x-ls-api-drip-rate': '1',
            })
            const done = { id, sentMs, cost: units, answer: { status: 200, retryAfterMs: 0, header } }
            state = release(settle(state, done, sentMs + lasts), id, sentMs + lasts)
          },
        })
      },
    })
  }
}
