import { parseArgs } from 'node:util'
import { runRivals } from './run-rivals'

/** `node --import tsx e2e/rivals/main.ts --rounds 1000 --seed 1`: the people regime by itself; the last line is JSON. */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
})
const summary = await runRivals({ rounds: Number(values.rounds), seed: Number(values.seed) })
console.log(JSON.stringify(summary))
process.exit(summary.wrong.length === 0 ? 0 : 1)
