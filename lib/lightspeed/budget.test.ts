import { describe, expect, test } from 'vitest'
import { levelAt, observe, UNKNOWN_RATE, waitBefore } from './budget'

const headers = (values: Record<string, string>) => (name: string) => values[name] ?? null
const state = observe(
  UNKNOWN_RATE,
  headers({ 'x-ls-api-bucket-level': '88.5/90', 'x-ls-api-burst-level': '3/4', 'x-ls-api-drip-rate': '2' }),
  10_000,
)

describe('rate budget', () => {
  test('reads what the headers say', () => {
    expect(state).toMatchObject({ level: 88.5, size: 90, drip: 2, burstLeft: 1 })
  })
  test('drips', () => expect(levelAt(state, 15_000)).toBe(78.5))
  test.each([
    [1, 1, 10_000, 0],
    [7.5, 1, 10_000, 3000],
    [1, 2, 10_400, 600],
    [1, 2, 11_000, 0],
  ])('cost %f in %i calls at %i waits %i ms', (cost, calls, now, wait) => {
    expect(waitBefore(state, cost, calls, now)).toBe(wait)
  })
  test('missing headers change nothing but the age', () => {
    expect(observe(state, () => null, 11_000)).toMatchObject({ level: 86.5, size: 90, drip: 2 })
  })
})
