import { parseArgs } from 'node:util'
import { runModel } from './run-model'

/** `node --import tsx e2e/model/main.ts --orders 100000 --seed 1`: the virtual-time model by itself; the last line is JSON. */
const { values } = parseArgs({
  options: { orders: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
})
const summary = await runModel({ orders: Number(values.orders), seed: Number(values.seed) })
for (const line of summary.broken?.trace ?? []) console.log(line)
console.log(JSON.stringify(summary))
process.exit(summary.broken ? 1 : 0)
