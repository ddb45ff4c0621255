import { expect, test } from 'vitest'
import { runRestore } from './run-restore'

/** The long form restores in turn marked and silent; a silent one is in `lib/worker/verify/restore.db.test.ts` too. */
test('an older database put back in the middle of pushes: nothing is sent while pushing is off, nothing is sold twice', async () => {
  const options = { rounds: 1, orders: 8, workers: 2, scale: 0.04, seed: '1', tell: console.log }
  const { forgotten, ...summary } = await runRestore(options)
  expect(summary).toEqual({
    regime: 'restore',
    rounds: 1,
    orders: 8,
    off: 1,
    sentWhileOff: 0,
    lost: 0,
    doubled: 0,
    limbo: 0,
    attention: 0,
    seed: '1',
  })
  expect(forgotten).toBeGreaterThan(0)
}, 900_000)
