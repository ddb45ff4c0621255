import { setTimeout as pause } from 'node:timers/promises'
import { seededRandom } from '../../../lib/commands/test-orders/seeded-random'
import { present } from '../../../lib/result'
import { Fleet } from '../matrix/processes/fleet'
import { openStage, type Stage } from '../matrix/stage'
import { DatabaseKiller } from './database-killer'
import { anyCell, countVerdicts, judgeTrials, playTrials, troublesOf, type Trial } from './trials'

export interface PostgresOptions {
  /** How often the whole server dies and is started again. */
  serverKills: number
  /** How often all backends of the product are ended, two seconds apart. */
  backendKills: number
  seed: string
  scale: number
  workers: number
  tell(line: string): void
}

export interface PostgresSummary extends ReturnType<typeof countVerdicts> {
  regime: 'postgres'
  serverKills: number
  backendKills: number
  /** Connections that these ended. */
  backendsEnded: number
  /** Workers that did not outlive it and were started again. */
  workersEnded: number
  seed: string
}

/** Orders of one round, all shapes of them. */
const BATCH = 10
/** Deaths of the server in one round: far enough apart for it to come up again, near enough to hit the same orders. */
const DEATHS_A_ROUND = 4
const BETWEEN_MS = { least: 1_500, spread: 4_500 }
/** How often backends are ended, and how often in one round. */
const BACKENDS_MS = 2_000
const TURNS_A_ROUND = 10

type Trouble = (killer: DatabaseKiller) => Promise<void>

/** Regime f, its part of the running database: a server that dies at once, and connections that end under their users. */
export async function runPostgres(options: PostgresOptions): Promise<PostgresSummary> {
  const { seed, tell } = options
  const random = seededRandom(`postgres ${seed}`)
  const stage = await openStage(options.scale)
  stage.database.keepUp(() => undefined)
  const killer = new DatabaseKiller(stage.database.adminUrl)
  const results = []
  const fleet = new Fleet(stage, { mayEnd: true })
  let next = 10_001
  try {
    await fleet.start(options.workers)
    while (killer.serverKills < options.serverKills || killer.backendKills < options.backendKills) {
      const trials = Array.from({ length: BATCH }, (): Trial => {
        next += 1
        const cell = present(anyCell(['part-claimed'], random), 'cell')
        return { number: `#${next}`, cell, crashes: [] }
      })
      const trouble =
        killer.serverKills < options.serverKills
          ? serverDies(Math.min(DEATHS_A_ROUND, options.serverKills - killer.serverKills), random)
          : backendsEnd(Math.min(TURNS_A_ROUND, options.backendKills - killer.backendKills))
      results.push(...(await round(stage, killer, trials, trouble, options)))
      tell(
        `${results.length} orders, server killed ${killer.serverKills} times, backends ${killer.backendKills} times`,
      )
    }
    await fleet.stop()
  } finally {
    fleet.kill()
    await stage.close()
  }
  for (const complaint of fleet.complaints) tell(complaint)
  return {
    regime: 'postgres',
    serverKills: killer.serverKills,
    backendKills: killer.backendKills,
    backendsEnded: killer.backendsEnded,
    workersEnded: fleet.complaints.length,
    ...countVerdicts(results),
    seed,
  }
}

/** The trouble runs while the orders do; they are judged when both are over. */
async function round(
  stage: Stage,
  killer: DatabaseKiller,
  trials: Trial[],
  trouble: Trouble,
  { scale, tell }: PostgresOptions,
) {
  await Promise.all([playTrials(stage, trials, scale), trouble(killer)])
  const results = await judgeTrials(stage, trials)
  for (const line of troublesOf(results)) tell(line)
  return results
}

const serverDies =
  (times: number, random: () => number): Trouble =>
  async (killer) => {
    for (let death = 0; death < times; death += 1) {
      await pause(BETWEEN_MS.least + random() * BETWEEN_MS.spread)
      await killer.killServer()
    }
  }

const backendsEnd =
  (times: number): Trouble =>
  async (killer) => {
    for (let turn = 0; turn < times; turn += 1) {
      await pause(BACKENDS_MS)
      await killer.endBackends()
    }
  }
