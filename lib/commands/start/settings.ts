import { createHash, randomBytes } from 'node:crypto'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, portTrouble } from '@/lib/db/free-port'
import { readJson, readOnlyCopy, writeJson } from '../json-file'
import { dataDir, findRunning, readDotEnv, stopWith } from '../running'
import { claimFolder } from './claim'

export interface StartSettings {
  dev: boolean
  data: string
  logs: string
  buildDir: string
  /** What simulator, mail catcher and demo remember: of one database only, for they tell of its orders. */
  standIns: string
  port: number
  appUrl: string
  databaseUrl: string | null
  smtpUrl: string | null
  /** The merchant's own Lightspeed app; null: the simulator. */
  ownLightspeed: boolean
  demo: boolean
}

type Given = Record<string, string | undefined>

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent']

/** One sentence when this Node ("20.20.2") cannot run the product. */
export function nodeTrouble(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < 20 || (major === 20 && minor < 20)
    ? `Order Queue needs Node 20.20 or later; this is ${version}.`
    : null
}

/** One sentence for the first setting that cannot work; null when all can. A setting left empty is one left out. */
export function settingTrouble(given: Given): string | null {
  const address = (name: string, schemes: string[]) => {
    const value = given[name]
    if (!value || (URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)))) return null
    // The value itself may hold a password.
    return `${name} is no address that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}.`
  }
  const port = Number(given['PORT'] || '3000')
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    return `PORT is “${given['PORT']}”, which is no port. Try PORT=3001 npm start.`
  if (Boolean(given['LIGHTSPEED_CLIENT_ID']) !== Boolean(given['LIGHTSPEED_CLIENT_SECRET']))
    return 'LIGHTSPEED_CLIENT_ID and LIGHTSPEED_CLIENT_SECRET go together: set both, or neither for the simulator.'
  if (given['ENCRYPTION_KEY'] && Buffer.from(given['ENCRYPTION_KEY'], 'base64').length !== 32)
    return 'ENCRYPTION_KEY must be 32 bytes in base64: make one with `openssl rand -base64 32`.'
  if (given['LOG_LEVEL'] && !LOG_LEVELS.includes(given['LOG_LEVEL']))
    return `LOG_LEVEL is “${given['LOG_LEVEL']}”. Choose one of: ${LOG_LEVELS.join(', ')}.`
  for (const name of ['DEMO_PAST_ORDERS', 'WAIT_SCALE'])
    if (given[name] && !(Number(given[name]) >= 0)) return `${name} is “${given[name]}”, which is no number.`
  return (
    address('DATABASE_URL', ['postgres', 'postgresql']) ??
    address('SMTP_URL', ['smtp', 'smtps']) ??
    address('APP_URL', ['http', 'https'])
  )
}

/** Reads what the person set, and stops with a sentence for whatever cannot work. */
export async function readSettings(args: string[]): Promise<StartSettings> {
  const unfit = nodeTrouble(process.versions.node)
  if (unfit) stopWith(unfit)
  readDotEnv()
  const { env } = process
  const trouble = settingTrouble(env)
  if (trouble) stopWith(trouble)
  const data = dataDir()
  openDataFolder(data)
  const holder = claimFolder(data)
  if (holder !== null) {
    const where = findRunning(data)?.webUrl
    stopWith(`Order Queue runs here already${where ? `: ${where}` : ''} (process ${holder}).`)
  }
  const port = Number(env['PORT'] || '3000')
  const ownLightspeed = Boolean(env['LIGHTSPEED_CLIENT_ID'])
  const demo = args.includes('--demo')
  if (demo && ownLightspeed)
    stopWith(
      'The demo lives in the Lightspeed simulator: leave LIGHTSPEED_CLIENT_ID and …_SECRET empty for it.',
    )
  return {
    dev: args.includes('--dev'),
    data,
    logs: join(data, 'logs'),
    buildDir: env['BUILD_DIR'] || '.next',
    port,
    appUrl: env['APP_URL'] || `http://localhost:${port}`,
    databaseUrl: env['DATABASE_URL'] || null,
    smtpUrl: env['SMTP_URL'] || null,
    standIns: standInsOf(data, env['DATABASE_URL'] || null),
    ownLightspeed,
    demo: demo || (!env['DATABASE_URL'] && !ownLightspeed),
  }
}

/** Of the embedded database the data folder itself, of any other one a folder keyed to its address. */
export function standInsOf(data: string, databaseUrl: string | null): string {
  if (databaseUrl === null) return data
  const { host, pathname } = new URL(databaseUrl)
  const key = createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 12)
  return join(data, `stand-ins-${key}`)
}

function openDataFolder(data: string): void {
  try {
    mkdirSync(data, { recursive: true, mode: 0o755 })
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    stopWith(
      `The folder ${data} cannot be written to. Give yourself the right, or set DATA_DIR to another folder.`,
    )
  }
}

/** Stops with a sentence unless the web app can listen on its port, on both families of addresses. */
export async function requirePort(port: number): Promise<void> {
  const trouble = (await portTrouble(port)) ?? (await portTrouble(port, '::'))
  const another = `Choose another one: PORT=${port < 1024 ? 3000 : port + 1} npm start`
  if (trouble === 'EACCES') stopWith(`Port ${port} is reserved for the system administrator. ${another}`)
  if (trouble) stopWith(`Port ${port} is in use by another program. ${another}`)
}

/**
 * The deployment's own keys: from the environment, else made once and kept beside the data. A key that was given
 * is never written down.
 */
export function readSecrets(data: string, given: Given): { AUTH_SECRET: string; ENCRYPTION_KEY: string } {
  const file = join(data, 'secrets.json')
  const known = readOnlyCopy<Given>(file) ?? {}
  const make = () => randomBytes(32).toString('base64')
  const made = {
    AUTH_SECRET: known['AUTH_SECRET'] || make(),
    ENCRYPTION_KEY: known['ENCRYPTION_KEY'] || make(),
  }
  if (!known['AUTH_SECRET'] || !known['ENCRYPTION_KEY']) writeJson(file, made)
  return {
    AUTH_SECRET: given['AUTH_SECRET'] || made.AUTH_SECRET,
    ENCRYPTION_KEY: given['ENCRYPTION_KEY'] || made.ENCRYPTION_KEY,
  }
}

export interface Ports {
  simulator: number
  smtp: number
  mail: number
}

/** Ports of the stand-ins, the same again after a restart where they are still free. */
export async function choosePorts(data: string): Promise<Ports> {
  const file = join(data, 'ports.json')
  const known = readJson<Partial<Ports>>(file) ?? {}
  const taken: number[] = []
  const choose = async (wanted: number | undefined): Promise<number> => {
    const port = await freePort(wanted ?? null)
    if (taken.includes(port)) return choose(undefined)
    taken.push(port)
    return port
  }
  const ports = {
    simulator: await choose(known.simulator),
    smtp: await choose(known.smtp),
    mail: await choose(known.mail),
  }
  writeJson(file, ports)
  return ports
}
