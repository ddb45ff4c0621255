import { expect, test } from 'vitest'
import { runOutage } from '@/e2e/chaos/outage'
import { useTestDatabase } from '@/lib/db/test-database'

useTestDatabase()

// The short form of `npm run chaos -- --outage`: three worker processes, two merchants of one fleet.
test('after an outage two merchants drain side by side: no bucket overrun, nobody starves, people go first', async () => {
  const summary = await runOutage({
    waiting: [16, 3],
    hours: 0.02,
    speed: 10,
    workers: 3,
    waitScale: 0.1,
    persons: 1,
  })
  expect(summary.merchants.map((one) => one.completed)).toEqual([17, 3])
  expect(summary.merchants.map((one) => one.refused429)).toEqual([0, 0])
  expect(summary.starved).toEqual([])
  expect(summary.personMs).toHaveLength(1)
  // The promise to a person: its sale is asked for within ten seconds of its undo time, a hundred on the account's own clock.
  expect(summary.personMsWorst).toBeLessThan(10_000)
}, 600_000)
