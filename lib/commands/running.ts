import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What a running start leaves for other commands, in `<data>/running.json`. */
export interface Running {
  pid: number
  webUrl: string
  simulatorUrl: string | null
  mailUrl: string | null
  smtpUrl: string | null
  databaseUrl: string
  children: Record<string, number>
}

/** Reads .env, if there is one; what the environment says already stays. */
export function readDotEnv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/** The folder all data of this checkout lives in. */
export const dataDir = (): string => resolve(process.env['DATA_DIR'] || '.data')

const notesFile = (data: string): string => join(data, 'running.json')

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // No right to signal it means that it is there.
    return (error as { code?: string }).code === 'EPERM'
  }
}

/** The command line of a living process; null where the system does not tell. */
export function commandOf(pid: number): string | null {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return null
  }
}

/** What the last start noted, whether it still runs or was cut short. */
export function readNotes(data = dataDir()): Running | null {
  return existsSync(notesFile(data)) ? (JSON.parse(readFileSync(notesFile(data), 'utf8')) as Running) : null
}

/** Written under another name first, so that a reader never meets half of it. The database's password is in it. */
export function writeNotes(running: Running, data = dataDir()): void {
  const unfinished = `${notesFile(data)}.new`
  writeFileSync(unfinished, JSON.stringify(running), { mode: 0o600 })
  renameSync(unfinished, notesFile(data))
}

/**
 * The instance that runs on this checkout's data; null when there is none. Numbers of processes come round (in a
 * container at every start), so the one noted must also be a start.
 */
export function findRunning(data = dataDir()): Running | null {
  const running = readNotes(data)
  if (!running || running.pid === process.pid || !isAlive(running.pid)) return null
  return commandOf(running.pid)?.includes('lib/commands/start') === false ? null : running
}

/** One sentence on standard error and the end: for what the person at the keyboard can mend. */
export function stopWith(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

/** What went wrong, for the person at the keyboard: a sentence where we know one, else the error's own words. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, path } = error as NodeJS.ErrnoException
  if ((code === 'EACCES' || code === 'EPERM') && path)
    return (
      `${path} cannot be read or written (${code}): it may belong to another user, for example from a start ` +
      'as root. Give yourself the right, or set DATA_DIR to another folder.'
    )
  if (code === 'ENOSPC') return 'The disk is full.'
  return error.message || String(error)
}
