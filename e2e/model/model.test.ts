import { expect, test } from 'vitest'
import { runModel } from './run-model'

/** Seeds that once broke something run first. */
const SEEDS = [1, 7]

test.each(SEEDS)(
  '1,000 orders in virtual time, seed %i: none lost, none doubled, none in limbo',
  async (seed) => {
    const summary = await runModel({ orders: 1_000, seed })
    const { orders, lost, doubled, limbo, attention, openLeft } = summary
    expect(summary.broken).toBeNull()
    expect({ orders, lost, doubled, limbo, attention, openLeft }).toEqual({
      orders: 1_000,
      lost: 0,
      doubled: 0,
      limbo: 0,
      attention: 0,
      openLeft: 0,
    })
    // A job that throws is tried again, but no step of a push has a reason to.
    expect(summary.thrown).toEqual({})
    expect(Object.keys(summary.faults)).toHaveLength(23)
    expect(Math.min(summary.kills, summary.pauses)).toBeGreaterThan(500)
    // The verification had something to find, and was disturbed itself.
    expect(Math.min(summary.foundByFeed, summary.swept)).toBeGreaterThan(0)
    expect(summary.readingsStumbled).toBeGreaterThan(100)
  },
)
