import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { DamagedLedger } from './account/ledger'
import { CannotStart, startSimulator } from './server'
import type { World } from './world-shape'

/**
 * The simulator as a process of its own: `--ledger <file>`, and if wanted `--world <file>`, `--port <n>`
 * and `--redirect-uri <url>` (what is registered for the client app). It prints one line,
 * `{"ready":true,"port":N}`, once it listens, and ends cleanly on SIGTERM and SIGINT.
 */
function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        ledger: { type: 'string' },
        world: { type: 'string' },
        'redirect-uri': { type: 'string' },
      },
    })
    return values
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

function readWorld(path: string): World {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as World
  } catch {
    return fail(`The world file ${path} cannot be read as JSON.`)
  }
}

const values = readArguments()
const ledgerPath = values.ledger ?? fail('The simulator needs --ledger <file>.')
const port = Number(values.port ?? '0')
if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`“${values.port ?? ''}” is no port.`)
try {
  const simulator = await startSimulator({
    ledgerPath,
    port,
    ...(values['redirect-uri'] === undefined ? {} : { redirectUri: values['redirect-uri'] }),
    ...(values.world === undefined ? {} : { world: readWorld(values.world) }),
  })
  const end = () => void simulator.close().then(() => process.exit(0))
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  process.stdout.write(`${JSON.stringify({ ready: true, port: simulator.port })}\n`)
} catch (error) {
  if ((error as { code?: string }).code === 'EADDRINUSE')
    fail(`Port ${port} is in use: leave --port away to get a free one.`)
  if (error instanceof CannotStart || error instanceof DamagedLedger) fail(error.message)
  throw error
}
