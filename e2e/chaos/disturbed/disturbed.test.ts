import { expect, test } from 'vitest'
import { runPaused } from './run-paused'
import { runPostgres } from './run-postgres'

const HOUR_MS = 3_600_000
const settings = { seed: '1', scale: 0.04 }
const unharmed = { lost: 0, doubled: 0, limbo: 0, attention: 0 }

test(
  'workers that stand still past their lease, and orders whose worker dies twice',
  async () => {
    const told: string[] = []
    const tell = (line: string) => told.push(line)
    const summary = await runPaused({ ...settings, pauses: 3, doubleKills: 3, workers: 5, tell })
    expect(summary, told.join('\n')).toMatchObject({ ...unharmed, paused: 3, killedTwice: 3, neverFired: 0 })
    // Once for each thing that Lightspeed may do with a second completion.
    expect(summary.lateCompletions).toBeGreaterThanOrEqual(3)
  },
  HOUR_MS,
)

test(
  'a database server that dies, and connections that end, under running orders',
  async () => {
    const told: string[] = []
    const tell = (line: string) => told.push(line)
    const summary = await runPostgres({ ...settings, serverKills: 1, backendKills: 2, workers: 2, tell })
    expect(summary, told.join('\n')).toMatchObject({ ...unharmed, serverKills: 1, backendKills: 2 })
    expect(summary.backendsEnded).toBeGreaterThan(0)
  },
  HOUR_MS,
)
