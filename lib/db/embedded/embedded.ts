import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import {
  dropStalePid,
  initialise,
  logFile,
  putOrphanAside,
  readNotes,
  startServer,
  stopServer,
  writeNotes,
  type Notes,
} from './embedded-control'
import { choosePlace, type Place } from './embedded-place'
import { watchServer } from './embedded-watch'
import { freePort } from '../free-port'

/** After a kill -9 the old server's children may need this long to let go of its data. */
const START_PATIENCE_MS = 10_000

export interface EmbeddedServer {
  /** For the application's own role, which row-level security binds. */
  url: string
  /** For the superuser: making and dropping databases. */
  adminUrl: string
  stop(): Promise<void>
  /** From now on starts it again, on the same port, when it ends without being asked; each time `tell` gets a sentence. */
  keepUp(tell: (sentence: string) => void): void
  /** Stops it and deletes its data, wherever that lives. */
  remove(): Promise<void>
  /** Throws the application's database away and makes it anew, empty. */
  empty(): Promise<void>
  /** A sentence for the person at the keyboard when the data could not live in the project. */
  movedBecause: string | null
}

/**
 * Starts (or finds running) the Postgres server of this data folder and makes sure of the role and database
 * `order_queue`. `fast` trades durability for speed and lets the role make databases: for tests only.
 */
export async function startEmbedded(
  dataDir: string,
  options: { fast?: boolean } = {},
): Promise<EmbeddedServer> {
  const place = choosePlace(dataDir)
  const fast = options.fast ?? false
  await putOrphanAside(place)
  const notes = readNotes(place) ?? (await initialise(place))
  if (!(await answersHere(place, notes)))
    await startPatiently(place, notes, fast, () => freePort(notes.port || null))
  await prepareDatabase(adminUrl(notes), notes.password, fast)
  let endWatch = () => Promise.resolve()
  const stop = async () => {
    await endWatch()
    await stopServer(place)
  }
  return {
    url: `postgres://order_queue:${notes.password}@127.0.0.1:${notes.port}/order_queue`,
    adminUrl: adminUrl(notes),
    movedBecause: place.movedBecause,
    stop,
    keepUp: (tell) => {
      endWatch = watchServer(adminUrl(notes), () => revive(place, notes, fast), tell)
    },
    remove: async () => {
      await stop()
      rmSync(place.removable, { recursive: true, force: true })
    },
    empty: async () => {
      await onServer(adminUrl(notes), (client) =>
        client.query('drop database if exists order_queue with (force)'),
      )
      await prepareDatabase(adminUrl(notes), notes.password, fast)
    },
  }
}

const adminUrl = ({ password, port }: Notes) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`

async function startPatiently(
  place: Place,
  notes: Notes,
  fast: boolean,
  choosePort: () => Promise<number>,
): Promise<void> {
  const until = Date.now() + START_PATIENCE_MS
  for (;;) {
    dropStalePid(place)
    notes.port = await choosePort()
    writeNotes(place, notes)
    try {
      return await startServer(place, notes.port, fast)
    } catch (cause) {
      if (await answersHere(place, notes)) return
      if (Date.now() > until) throw new Error(`The database did not start.\n${logTail(place)}`, { cause })
      await pause(500)
    }
  }
}

/** Everybody knows the port by now, so it must be the same again. */
async function revive(place: Place, notes: Notes, fast: boolean): Promise<'was up' | 'revived'> {
  if (await answersHere(place, notes)) return 'was up'
  await startPatiently(place, notes, fast, () => Promise.resolve(notes.port))
  return 'revived'
}

function logTail(place: Place): string {
  const file = logFile(place)
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-6) : []
  return [...lines, `All of it: ${file}`].join('\n')
}

/** Whether the server of exactly this folder answers: a copied folder names the port of the one it was copied from. */
async function answersHere(place: Place, notes: Notes): Promise<boolean> {
  if (notes.port === 0) return false
  const client = new pg.Client({ connectionString: adminUrl(notes), connectionTimeoutMillis: 2_000 })
  // A server that ends under an open connection must not end this process with it.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const shown = await client.query<{ data_directory: string }>('show data_directory')
    return realpathSync(shown.rows[0]?.data_directory ?? '') === realpathSync(place.data)
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** The application's role owns its database but is no superuser, so FORCE ROW LEVEL SECURITY holds for it. */
function prepareDatabase(url: string, password: string, mayCreate: boolean): Promise<void> {
  return onServer(url, async (client) => {
    const role = await client.query(`select 1 from pg_roles where rolname = 'order_queue'`)
    if (role.rowCount === 0)
      await client.query(
        `create role order_queue login nosuperuser ${mayCreate ? 'createdb' : 'nocreatedb'} ` +
          `password ${client.escapeLiteral(password)}`,
      )
    const database = await client.query(`select 1 from pg_database where datname = 'order_queue'`)
    if (database.rowCount === 0) await client.query('create database order_queue owner order_queue')
  })
}
