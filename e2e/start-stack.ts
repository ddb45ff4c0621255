import type { FullConfig } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../lib/db/free-port'
import { CRASHING_ORDER, dataFolder } from './stack'

interface Started {
  child: ChildProcess
  /** Waits until it has said this; throws with all it said when it ends before. */
  says(text: string): Promise<void>
}

/**
 * Starts the whole product as its README does, once for each of the processes that play journeys: they change settings of
 * Lightspeed and stop it, each in a product of its own.
 */
export default async function startStacks({ workers }: FullConfig) {
  const [first, ...others] = Array.from({ length: workers }, (_, index) => index)
  const started = [await startStack(first ?? 0)]
  const end = () => Promise.all(started.map(({ child }) => endStack(child)))
  try {
    // The others find the web app built.
    await started[0]?.says('✓ web app')
    started.push(...(await Promise.all(others.map(startStack))))
    await Promise.all(started.map(({ says }) => says('Ctrl-C ends everything')))
  } catch (error) {
    await end()
    throw error
  }
  return async () => {
    await end()
  }
}

/**
 * One beside others that may be running: own data, own ports. Waits are a tenth, and the worker's first life ends between
 * Lightspeed's answer and our note of it, for one order.
 */
async function startStack(index: number): Promise<Started> {
  rmSync(dataFolder(index), { recursive: true, force: true })
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/commands/start.ts'], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      SMTP_URL: '',
      APP_URL: '',
      DATA_DIR: dataFolder(index),
      BUILD_DIR: '.next-test',
      PORT: String(await freePort(null)),
      WAIT_SCALE: '0.1',
      DEMO_PAST_ORDERS: '24',
      CRASH_AT: `create-answered@${CRASHING_ORDER}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  const says = async (text: string) => {
    while (!output.includes(text)) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${output}`)
      await pause(100)
    }
  }
  return { child, says }
}

async function endStack(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
