import { parseArgs } from 'node:util'
import { runMatrix } from './run-matrix'

/** `npm run chaos -- <regime> [options]`: breaks the product on purpose and judges what is left; the last line is JSON. */
const { values } = parseArgs({
  options: {
    matrix: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    cells: { type: 'string' },
    seed: { type: 'string', default: '1' },
    scale: { type: 'string', default: '0.04' },
    workers: { type: 'string', default: '2' },
    shard: { type: 'string', default: '0/1' },
  },
})

const [shard = 0, shards = 1] = values.shard.split('/').map(Number)
const summary = await runMatrix({
  count: values.cells ? Number(values.cells) : values.short ? 200 : null,
  seed: values.seed,
  scale: Number(values.scale),
  workers: Number(values.workers),
  shard,
  shards,
})
process.stdout.write(`${JSON.stringify(summary)}\n`)
process.exit(summary.lost + summary.doubled + summary.limbo + summary.attention === 0 ? 0 : 1)
