import { expect, test } from 'vitest'
import { runModel } from './run-model'

/** Seeds that once broke something run first. */
const SEEDS = [1, 7]

test.each(SEEDS)(
  '1,000 orders in virtual time, seed %i: none lost, none doubled, none in limbo',
  async (seed) => {
    const { orders, lost, doubled, limbo, attention, broken, thrown, faults, kills, pauses } = await runModel(
      {
        orders: 1_000,
        seed,
      },
    )
    expect(broken).toBeNull()
    expect({ orders, lost, doubled, limbo, attention }).toEqual({
      orders: 1_000,
      lost: 0,
      doubled: 0,
      limbo: 0,
      attention: 0,
    })
    // A job that throws is tried again, but no step of a push has a reason to.
    expect(thrown).toEqual({})
    expect(Object.keys(faults)).toHaveLength(23)
    expect(Math.min(kills, pauses)).toBeGreaterThan(500)
  },
)
