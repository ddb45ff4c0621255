import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startSimulator } from './server'
import type { World } from './world-shape'

/** The simulator as a process of its own: `--ledger <file> [--world <file>] [--port <n>]`. */
const { values } = parseArgs({
  options: { port: { type: 'string' }, ledger: { type: 'string' }, world: { type: 'string' } },
})

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

const ledgerPath = values.ledger ?? fail('The simulator needs --ledger <file>.')
try {
  const simulator = await startSimulator({
    ledgerPath,
    port: Number(values.port ?? '0'),
    ...(values.world === undefined ? {} : { world: JSON.parse(readFileSync(values.world, 'utf8')) as World }),
  })
  const end = () => void simulator.close().then(() => process.exit(0))
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.stdout.write(`${JSON.stringify({ ready: true, port: simulator.port })}\n`)
} catch (error) {
  if ((error as { code?: string }).code === 'EADDRINUSE')
    fail(`Port ${values.port ?? ''} is in use: leave --port away to get a free one.`)
  throw error
}
