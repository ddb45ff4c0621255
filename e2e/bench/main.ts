import { parseArgs } from 'node:util'
import { benchLightspeed } from './lightspeed'
import { benchRouting } from './routing'

/** `npm run bench -- <what> [options]`: measures on this machine; the last line is JSON. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    instances: { type: 'string', default: '40' },
    oracle: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string', default: 'bench-results' },
    orders: { type: 'string', default: '1000' },
    speed: { type: 'string', default: '60' },
    workers: { type: 'string', default: '3' },
  },
})

const BENCHES: Record<string, () => Promise<void>> = {
  lightspeed: () =>
    benchLightspeed({
      orders: Number(values.orders),
      speed: Number(values.speed),
      workers: Number(values.workers),
    }),
  routing: () =>
    benchRouting({
      instances: Number(values.instances),
      oracle: Number(values.oracle),
      seed: values.seed,
      folder: values.folder,
    }),
}

const [name = ''] = positionals
const bench = BENCHES[name]
if (!bench) {
  process.stderr.write(`There is no bench “${name}”. Choose from: ${Object.keys(BENCHES).join(', ')}.\n`)
  process.exit(2)
}
await bench()
