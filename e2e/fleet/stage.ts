import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { TSX } from '../../lib/commands/start/stand-ins'
import { resetEnv } from '../../lib/env'
import { openFront, type Front } from './front'
import { fleetWorld, openMerchant, type FleetMerchant } from './merchants'

export interface Fleet {
  merchants: FleetMerchant[]
  front: Front
  /** Real worker processes, whose Lightspeed runs `speed` times as fast as their own clock. */
  startWorkers(count: number, speed: number): Promise<void>
  stopWorkers(): Promise<void>
  /** At once, whatever they are at. */
  killWorkers(): Promise<void>
  /** A door of one merchant's simulator that the real Lightspeed does not have. */
  door(merchant: FleetMerchant, path: string, method?: string, body?: unknown): Promise<unknown>
  close(): Promise<void>
}

/**
 * Several merchants, each with a Lightspeed account of its own behind one address, on the database of DATABASE_URL; the
 * accounts are real simulators with their limits on. Nobody is at work yet.
 */
export async function openFleet(names: string[], waitScale: number): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), 'order-queue-fleet-'))
  const children: ChildProcess[] = []
  const accounts = new Map<string, { port: number }>()
  for (const [index, name] of names.entries()) {
    const world = join(folder, `${name}.json`)
    writeFileSync(world, JSON.stringify(fleetWorld(name, index)))
    const ledger = join(folder, `${name}.jsonl`)
    const { child, line } = await announced(['lib/simulator/main.ts', '--ledger', ledger, '--world', world])
    children.push(child)
    accounts.set(fleetWorld(name, index).account.id, { port: Number(line['port']) })
  }
  const front = await openFront(accounts)
  Object.assign(process.env, {
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    AUTH_SECRET: 'fleet',
    LIGHTSPEED_API_URL: front.url,
    LIGHTSPEED_AUTH_URL: front.url,
    LIGHTSPEED_CLIENT_ID: 'fleet',
    LIGHTSPEED_CLIENT_SECRET: 'fleet-client',
    WAIT_SCALE: String(waitScale),
  })
  resetEnv()
  const merchants: FleetMerchant[] = []
  for (const [accountId, { port }] of accounts)
    merchants.push(await openMerchant(names[merchants.length] ?? '', accountId, `http://127.0.0.1:${port}`))
  const workers = new Set<ChildProcess>()
  const door: Fleet['door'] = async (merchant, path, method = 'GET', body) => {
    const answer = await fetch(`${merchant.simulatorUrl}/_sim${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`simulator ${path}: ${await answer.text()}`)
    return answer.json() as Promise<unknown>
  }
  const stopWorkers = async () => {
    await Promise.all([...workers].map((worker) => end(worker)))
    workers.clear()
  }
  const killWorkers = async () => {
    await Promise.all([...workers].map((worker) => end(worker, 'SIGKILL')))
    workers.clear()
  }
  return {
    merchants,
    front,
    door,
    stopWorkers,
    killWorkers,
    startWorkers: async (count, speed) => {
      for (const merchant of merchants) await door(merchant, '/settings', 'PUT', { clockSpeed: speed })
      for (let index = 0; index < count; index += 1) workers.add(startWorker(index, speed))
    },
    close: async () => {
      await stopWorkers()
      await front.close()
      await Promise.all(children.map((child) => end(child)))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function startWorker(index: number, speed: number): ChildProcess {
  return spawn(process.execPath, [...TSX, 'lib/worker/main.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PROCESS_NAME: `worker-${index}`,
      LIGHTSPEED_CLOCK_SPEED: String(speed),
      LOG_LEVEL: process.env['FLEET_LOG_LEVEL'] ?? 'error',
    },
  })
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}

/** Starts a stand-in and waits for the line in which it says that it is ready. */
async function announced(args: string[]): Promise<{ child: ChildProcess; line: Record<string, unknown> }> {
  const child = spawn(process.execPath, [...TSX, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`${args[0] ?? ''} ended with ${code}`)))
  })
  return { child, line: JSON.parse(line) as Record<string, unknown> }
}
