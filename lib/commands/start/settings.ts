import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataDir, findRunning, stopWith } from '../running'
import { isFree } from '@/lib/db/free-port'

export interface StartSettings {
  dev: boolean
  data: string
  logs: string
  buildDir: string
  port: number
  appUrl: string
  databaseUrl: string | null
  smtpUrl: string | null
  /** The merchant's own Lightspeed app; null: the simulator. */
  ownLightspeed: boolean
  demo: boolean
}

/** Whether this Node can run the product; said before anything else is tried. */
function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 20))
    stopWith(`Order Queue needs Node 20.20 or later; this is ${process.versions.node}.`)
}

/** Reads what the person set, and stops with a sentence for whatever cannot work. */
export async function readSettings(args: string[]): Promise<StartSettings> {
  checkNode()
  if (existsSync('.env')) process.loadEnvFile('.env')
  const { env } = process
  const port = Number(env['PORT'] ?? '3000')
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    stopWith(`PORT is “${env['PORT'] ?? ''}”, which is no port. Try PORT=3001 npm start.`)
  const data = dataDir()
  const running = findRunning()
  if (running) stopWith(`Order Queue runs here already: ${running.webUrl} (process ${running.pid}).`)
  try {
    mkdirSync(data, { recursive: true, mode: 0o755 })
    accessSync(data, constants.W_OK | constants.X_OK)
  } catch {
    stopWith(
      `The folder ${data} cannot be written to. Give yourself the right, or set DATA_DIR to another folder.`,
    )
  }
  if (!(await isFree(port, '::')) || !(await isFree(port)))
    stopWith(`Port ${port} is in use by another program. Choose another one: PORT=${port + 1} npm start`)
  return {
    dev: args.includes('--dev'),
    data,
    logs: join(data, 'logs'),
    buildDir: env['BUILD_DIR'] || '.next',
    port,
    appUrl: env['APP_URL'] || `http://localhost:${port}`,
    databaseUrl: env['DATABASE_URL'] || null,
    smtpUrl: env['SMTP_URL'] || null,
    ownLightspeed: Boolean(env['LIGHTSPEED_CLIENT_ID'] && env['LIGHTSPEED_CLIENT_SECRET']),
    demo: args.includes('--demo') || !env['DATABASE_URL'],
  }
}

/** The deployment's own keys: from the environment, else made once and kept beside the data. */
export function readSecrets(data: string): { AUTH_SECRET: string; ENCRYPTION_KEY: string } {
  const file = join(data, 'secrets.json')
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {}
  const secrets = {
    AUTH_SECRET: process.env['AUTH_SECRET'] || known['AUTH_SECRET'] || randomBytes(32).toString('base64'),
    ENCRYPTION_KEY:
      process.env['ENCRYPTION_KEY'] || known['ENCRYPTION_KEY'] || randomBytes(32).toString('base64'),
  }
  writeFileSync(file, JSON.stringify({ ...known, ...secrets }), { mode: 0o600 })
  return secrets
}

/** Ports of the stand-ins, the same again after a restart where they are still free. */
export function readPorts(data: string): Record<string, number> {
  const file = join(data, 'ports.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>) : {}
}

export function writePorts(data: string, ports: Record<string, number>): void {
  writeFileSync(join(data, 'ports.json'), JSON.stringify(ports))
}
