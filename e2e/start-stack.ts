import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { freePort } from '../lib/db/free-port'
import { CRASHING_ORDER, E2E_DATA } from './stack'

/**
 * Starts the whole product as its README does, beside one that may be running: own data, own build folder, own ports.
 * Waits are a tenth, and the worker's first life ends between Lightspeed's answer and our note of it, for one order.
 */
export default async function startStack() {
  rmSync(E2E_DATA, { recursive: true, force: true })
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/commands/start.ts'], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      SMTP_URL: '',
      APP_URL: '',
      DATA_DIR: E2E_DATA,
      BUILD_DIR: '.next-test',
      PORT: String(await freePort(null)),
      WAIT_SCALE: '0.1',
      DEMO_PAST_ORDERS: '24',
      CRASH_AT: `create-answered@${CRASHING_ORDER}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Ctrl-C ends everything')) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)))
  })
  return async () => {
    child.removeAllListeners('exit')
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
}
