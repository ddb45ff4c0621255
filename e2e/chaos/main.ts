import { parseArgs } from 'node:util'
import { withOwnPostgres } from '../fleet/own-postgres'
import { runModel } from '../model/run-model'
import { runPlanted } from '../planted/run-planted'
import { runRivals } from '../rivals/run-rivals'
import { runOutage } from './outage'
import { runMatrix } from './matrix/run-matrix'
import { runRestore } from './restore/run-restore'
import { runTokens, tokensHold } from './tokens'

/** `npm run chaos -- <regime> [options]`: breaks the product on purpose and judges what is left; the last line is JSON. */
const { values } = parseArgs({
  options: {
    matrix: { type: 'boolean' },
    model: { type: 'boolean' },
    people: { type: 'boolean' },
    tokens: { type: 'boolean' },
    outage: { type: 'boolean' },
    restore: { type: 'boolean' },
    planted: { type: 'boolean' },
    seed: { type: 'string', default: '1' },
    /** The matrix: so many cells spread over it, else all of one shard. */
    cells: { type: 'string' },
    short: { type: 'boolean' },
    shard: { type: 'string', default: '0/1' },
    scale: { type: 'string', default: '0.04' },
    workers: { type: 'string', default: '2' },
    orders: { type: 'string', default: '100000' },
    rounds: { type: 'string' },
    /** The outage: Lightspeed's seconds in one real second. */
    speed: { type: 'string', default: '5' },
  },
})
const tell = (line: string) => process.stderr.write(`${line}\n`)

interface Regime {
  summary: unknown
  holds: boolean
}

const REGIMES: Record<
  'matrix' | 'model' | 'people' | 'tokens' | 'outage' | 'restore' | 'planted',
  () => Promise<Regime>
> = {
  matrix: async () => {
    const [shard = 0, shards = 1] = values.shard.split('/').map(Number)
    const summary = await runMatrix({
      count: values.cells ? Number(values.cells) : values.short ? 200 : null,
      seed: values.seed,
      scale: Number(values.scale),
      workers: Number(values.workers),
      shard,
      shards,
    })
    return { summary, holds: summary.lost + summary.doubled + summary.limbo + summary.attention === 0 }
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
    const [scale, workers] = [Number(values.scale), Number(values.workers)]
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
