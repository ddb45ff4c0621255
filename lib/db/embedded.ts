import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { choosePlace, makeOwned, type Place } from './embedded-place'
import { freePort } from './free-port'

const run = promisify(execFile)

/** After a kill -9 the old server may need this long to let go of its data. */
const START_PATIENCE_MS = 10_000

export interface EmbeddedServer {
  /** For the application's own role, which row-level security binds. */
  url: string
  /** For the superuser: making and dropping databases. */
  adminUrl: string
  stop(): Promise<void>
  movedBecause: string | null
}

interface Notes {
  password: string
  port: number
}

/**
 * Starts (or finds running) the Postgres server of this data folder and makes sure of the role and database
 * `order_queue`. `fast` trades durability for speed: for tests only.
 */
export async function startEmbedded(
  dataDir: string,
  options: { fast?: boolean } = {},
): Promise<EmbeddedServer> {
  const place = choosePlace(dataDir)
  const notesFile = join(place.data, 'order-queue.json')
  if (!existsSync(join(place.data, 'PG_VERSION'))) await initialise(place)
  const notes = JSON.parse(readFileSync(notesFile, 'utf8')) as Notes
  const server = () => ({
    adminUrl: `postgres://postgres:${notes.password}@127.0.0.1:${notes.port}/postgres`,
    url: `postgres://order_queue:${notes.password}@127.0.0.1:${notes.port}/order_queue`,
  })
  if (!(await answers(server().adminUrl))) {
    notes.port = await freePort(notes.port || null)
    writeFileSync(notesFile, JSON.stringify(notes), { mode: 0o600 })
    await startServer(place, notes.port, options.fast ?? false)
  }
  await prepareDatabase(server().adminUrl, notes.password)
  return { ...server(), movedBecause: place.movedBecause, stop: () => stopServer(place) }
}

/** The spawn options every server program needs: its own user, and a folder that user may stand in. */
const as = (place: Place) => ({ cwd: '/', ...place.user, env: { ...process.env, LC_ALL: 'C' } })

async function initialise(place: Place): Promise<void> {
  makeOwned(place.data, place.user)
  const password = randomBytes(24).toString('base64url')
  const passwordFile = `${place.data}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid)
  try {
    await run(
      join(place.binaries, 'bin', 'initdb'),
      [
        '-A',
        'scram-sha-256',
        '-U',
        'postgres',
        '-E',
        'UTF8',
        '--no-locale',
        '--pwfile',
        passwordFile,
        '-D',
        place.data,
      ],
      as(place),
    )
  } finally {
    rmSync(passwordFile, { force: true })
  }
  writeFileSync(join(place.data, 'order-queue.json'), JSON.stringify({ password, port: 0 }), { mode: 0o600 })
}

async function startServer(place: Place, port: number, fast: boolean): Promise<void> {
  const settings = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    '-c unix_socket_directories=',
    '-c max_connections=200',
    ...(fast ? ['-c fsync=off', '-c synchronous_commit=off', '-c full_page_writes=off'] : []),
  ].join(' ')
  const args = ['-w', '-s', '-D', place.data, '-l', join(place.data, 'server.log'), '-o', settings, 'start']
  const until = Date.now() + START_PATIENCE_MS
  for (;;) {
    try {
      await run(join(place.binaries, 'bin', 'pg_ctl'), args, as(place))
      return
    } catch (cause) {
      if (Date.now() > until)
        throw new Error(`The database did not start. Its log: ${join(place.data, 'server.log')}`, { cause })
      await pause(500)
    }
  }
}

async function stopServer(place: Place): Promise<void> {
  try {
    await run(
      join(place.binaries, 'bin', 'pg_ctl'),
      ['-w', '-s', '-m', 'fast', '-D', place.data, 'stop'],
      as(place),
    )
  } catch (error) {
    // Not running any more is what was wanted.
    if (existsSync(join(place.data, 'postmaster.pid'))) throw error
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The application's role owns its database but is no superuser, so FORCE ROW LEVEL SECURITY holds for it. */
async function prepareDatabase(adminUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const role = await client.query(`select 1 from pg_roles where rolname = 'order_queue'`)
    if (role.rowCount === 0)
      await client.query(
        `create role order_queue login nosuperuser createdb password ${client.escapeLiteral(password)}`,
      )
    const database = await client.query(`select 1 from pg_database where datname = 'order_queue'`)
    if (database.rowCount === 0) await client.query('create database order_queue owner order_queue')
  } finally {
    await client.end()
  }
}
