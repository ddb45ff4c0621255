import { parseArgs } from 'node:util'
import { withOwnPostgres } from '../fleet/own-postgres'
import { runModel } from '../model/run-model'
import { runPlanted } from '../planted/run-planted'
import { runRivals } from '../rivals/run-rivals'
import { runOutage } from './outage'
import { runPaused } from './disturbed/run-paused'
import { runPostgres } from './disturbed/run-postgres'
import { SHORT } from './matrix/cells/choice'
import { runMatrix } from './matrix/run-matrix'
import { runRestore } from './restore/run-restore'
import { runTokens, tokensHold } from './tokens'

/** `npm run chaos -- <regime> [options]`: breaks the product on purpose and judges what is left; the last line is JSON. */
const { values } = parseArgs({
  options: {
    matrix: { type: 'boolean' },
    paused: { type: 'boolean' },
    postgres: { type: 'boolean' },
    model: { type: 'boolean' },
    people: { type: 'boolean' },
    tokens: { type: 'boolean' },
    outage: { type: 'boolean' },
    restore: { type: 'boolean' },
    planted: { type: 'boolean' },
    seed: { type: 'string', default: '1' },
    /** The matrix: so many cells of its short form. */
    cells: { type: 'string' },
    /** Only these cells, as the failing ones are named at the end of a run. */
    only: { type: 'string', multiple: true, default: [] },
    /** Where a long matrix keeps what was played, to go on later. */
    progress: { type: 'string' },
    short: { type: 'boolean' },
    shard: { type: 'string', default: '0/1' },
    scale: { type: 'string', default: '0.04' },
    workers: { type: 'string' },
    orders: { type: 'string', default: '100000' },
    rounds: { type: 'string' },
    /** The outage: Lightspeed's seconds in one real second. */
    speed: { type: 'string', default: '5' },
    /** Paused workers: orders whose worker stands still. */
    pauses: { type: 'string' },
    /** Orders whose worker dies twice; deaths of the database server, and of its backends. */
    kills: { type: 'string' },
  },
})
const tell = (line: string) => process.stderr.write(`${line}\n`)

interface Regime {
  summary: unknown
  holds: boolean
}

const unharmed = (found: { lost: number; doubled: number; limbo: number; attention: number }) =>
  found.lost + found.doubled + found.limbo + found.attention === 0

const REGIMES: Record<
  'matrix' | 'paused' | 'postgres' | 'model' | 'people' | 'tokens' | 'outage' | 'restore' | 'planted',
  () => Promise<Regime>
> = {
  matrix: async () => {
    const [shard = 0, shards = 1] = values.shard.split('/').map(Number)
    const summary = await runMatrix({
      cells: values.cells ? Number(values.cells) : values.short ? SHORT : 'all',
      only: values.only,
      seed: values.seed,
      scale: Number(values.scale),
      workers: Number(values.workers ?? '4'),
      shard,
      shards,
      progress: values.progress ?? null,
      tell,
    })
    return { summary, holds: unharmed(summary) && summary.fired === summary.cells }
  },
  paused: async () => {
    const summary = await runPaused({
      pauses: Number(values.pauses ?? (values.short ? 16 : 1_000)),
      doubleKills: Number(values.kills ?? (values.short ? 16 : 2_000)),
      seed: values.seed,
      scale: Number(values.scale),
      // Most of them stand still most of the time.
      workers: Number(values.workers ?? '5'),
      tell,
    })
    return { summary, holds: unharmed(summary) && summary.neverFired === 0 }
  },
  postgres: async () => {
    const times = values.kills ?? (values.short ? 4 : 50)
    const summary = await runPostgres({
      serverKills: Number(times),
      backendKills: Number(times),
      seed: values.seed,
      scale: Number(values.scale),
      workers: Number(values.workers ?? '2'),
      tell,
    })
    return { summary, holds: unharmed(summary) }
  },
  model: async () => {
    const summary = await runModel({ orders: Number(values.orders), seed: Number(values.seed) })
    for (const line of summary.broken?.trace ?? []) tell(line)
    return { summary, holds: summary.broken === null }
  },
  people: async () => {
    const summary = await runRivals({ rounds: Number(values.rounds ?? 1_000), seed: Number(values.seed) })
    return { summary, holds: summary.wrong.length === 0 }
  },
  tokens: async () => {
    const summary = await runTokens({ rounds: Number(values.rounds ?? 1_000), seed: values.seed })
    return { summary, holds: tokensHold(summary) }
  },
  outage: async () => {
    const summary = await withOwnPostgres(() =>
      runOutage({
        waiting: [700, 200, 100],
        hours: 6,
        speed: Number(values.speed),
        workers: 3,
        waitScale: 1,
        persons: 5,
        tell,
      }),
    )
    return { summary, holds: summary.share429 <= 0.01 && summary.starved.length === 0 }
  },
  restore: async () => {
    const rounds = Number(values.rounds ?? (values.short ? 2 : 50))
    const [scale, workers] = [Number(values.scale), Number(values.workers ?? '2')]
    const summary = await runRestore({ rounds, orders: 12, workers, scale, seed: values.seed, tell })
    const { lost, doubled, limbo, attention, sentWhileOff, off } = summary
    return { summary, holds: lost + doubled + limbo + attention + sentWhileOff === 0 && off === rounds }
  },
  planted: async () => {
    const summary = await runPlanted(undefined, tell)
    return { summary, holds: summary.missed.length === 0 }
  },
}

const names = Object.keys(REGIMES) as (keyof typeof REGIMES)[]
const name = names.find((candidate) => values[candidate])
if (!name) {
  tell(`Say which regime: ${names.map((candidate) => `--${candidate}`).join(', ')}.`)
  process.exit(2)
}
const { summary, holds } = await REGIMES[name]()
process.stdout.write(`${JSON.stringify(summary)}\n`)
process.exit(holds ? 0 : 1)
