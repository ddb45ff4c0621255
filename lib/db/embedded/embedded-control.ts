import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeOwned, type Place } from './embedded-place'

const run = promisify(execFile)

/** What we keep inside the data folder, next to Postgres' own files. */
export interface Notes {
  password: string
  /** Of the last start; taken again when it is free. */
  port: number
}

const notesFile = (place: Place) => join(place.data, 'order-queue.json')
export const logFile = (place: Place) => join(place.data, 'server.log')

export function readNotes(place: Place): Notes | null {
  return existsSync(notesFile(place)) ? (JSON.parse(readFileSync(notesFile(place), 'utf8')) as Notes) : null
}

export function writeNotes(place: Place, notes: Notes): void {
  writeFileSync(notesFile(place), JSON.stringify(notes), { mode: 0o600 })
}

/** Runs a server program as its own user, in a folder that user may stand in, free of the caller’s PG… settings. */
async function program(place: Place, name: string, args: string[]): Promise<void> {
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C' }
  for (const key of Object.keys(env)) if (key.startsWith('PG')) delete env[key]
  await run(join(place.binaries, 'bin', name), args, { cwd: '/', ...place.user, env })
}

/** Makes the data folder under another name first, so that one cut short is never taken for a database. */
export async function initialise(place: Place): Promise<Notes> {
  const unfinished: Place = { ...place, data: `${place.data}.new` }
  const passwordFile = `${place.data}.password`
  const notes = { password: randomBytes(24).toString('base64url'), port: 0 }
  if (existsSync(join(place.data, 'PG_VERSION')))
    throw new Error(`${place.data} holds a database this program did not finish making. Move it away.`)
  rmSync(unfinished.data, { recursive: true, force: true })
  makeOwned(unfinished.data, place.user)
  writeFileSync(passwordFile, notes.password, { mode: 0o600 })
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid)
  const options = ['-A', 'scram-sha-256', '-U', 'postgres', '-E', 'UTF8', '--no-locale']
  try {
    await program(place, 'initdb', [...options, '--pwfile', passwordFile, '-D', unfinished.data])
  } catch (cause) {
    throw new Error(
      `A database could not be made in ${place.data}:\n${wordsOf(cause)}\nDATABASE_URL takes a server of your own.`,
      { cause },
    )
  } finally {
    rmSync(passwordFile, { force: true })
  }
  writeNotes(unfinished, notes)
  renameSync(unfinished.data, place.data)
  return notes
}

/**
 * Whoever deletes the data folder wants to start afresh, and that goes for data that lives outside of it too: without
 * its marker such data is put aside. One such copy is kept, in case the folder was only not mounted.
 */
export async function putOrphanAside(place: Place): Promise<void> {
  if (!place.marker || existsSync(place.marker)) return
  if (existsSync(place.data)) {
    await stopServer(place)
    rmSync(`${place.data}.old`, { recursive: true, force: true })
    renameSync(place.data, `${place.data}.old`)
  }
  writeFileSync(place.marker, `${place.data}\n`)
}

/** `fast` trades durability for speed. Throws what pg_ctl says. */
export async function startServer(place: Place, port: number, fast: boolean): Promise<void> {
  const settings = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    '-c unix_socket_directories=',
    '-c max_connections=200',
    ...(fast ? ['-c fsync=off', '-c synchronous_commit=off', '-c full_page_writes=off'] : []),
  ].join(' ')
  await program(place, 'pg_ctl', [
    '-w',
    '-s',
    '-D',
    place.data,
    '-l',
    logFile(place),
    '-o',
    settings,
    'start',
  ])
}

export async function stopServer(place: Place): Promise<void> {
  try {
    await program(place, 'pg_ctl', ['-w', '-s', '-m', 'fast', '-D', place.data, 'stop'])
  } catch (error) {
    // Not running any more is what was wanted.
    if (existsSync(join(place.data, 'postmaster.pid'))) throw error
  }
}

/**
 * Takes away a pid file whose number now belongs to another process: after a crash in a container numbers come
 * round at once, and Postgres would wait for a stranger. A live server stands in its own data folder, so
 * another working directory is proof. Only Linux tells; elsewhere nothing is done.
 */
export function dropStalePid(place: Place): void {
  const file = join(place.data, 'postmaster.pid')
  if (process.platform !== 'linux' || !existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  try {
    if (readlinkSync(`/proc/${pid}/cwd`) !== realpathSync(place.data)) rmSync(file)
  } catch {
    // No such process (Postgres sees that itself), or none of ours to look at.
  }
}

/** What a failed program said, without the command line that was run. */
function wordsOf(cause: unknown): string {
  const { stderr, message } = cause as { stderr?: string; message?: string }
  return (stderr || message || String(cause)).trimEnd().split('\n').slice(-8).join('\n')
}
