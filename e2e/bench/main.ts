import { parseArgs } from 'node:util'
import { benchRouting } from './routing'

/** `npm run bench -- <what> [options]`: measures on this machine; the last line is JSON. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    instances: { type: 'string', default: '40' },
    oracle: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string', default: 'bench-results' },
  },
})

const BENCHES: Record<string, () => Promise<void>> = {
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
