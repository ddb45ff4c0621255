import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readJson, writeJson } from './json-file'

/** What a running start leaves for other commands, in `<data>/running.json`. */
export interface Running {
  pid: number
  /** As people and mails know it. */
  webUrl: string
  /** The same on this machine, whatever stands in front of it. */
  localUrl: string
  simulatorUrl: string | null
  mailUrl: string | null
  smtpUrl: string | null
  databaseUrl: string
  /** The folder with what stand-ins and demo remember. */
  standIns: string
  children: Record<string, number>
}

/** Reads .env, if there is one; what the environment says already stays. */
export function readDotEnv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/** The folder all data of this checkout lives in. */
export const dataDir = (): string => resolve(process.env['DATA_DIR'] || '.data')

/** Commands that have a data folder to themselves while they run. */
const CLAIMS = /lib\/commands\/(start|backup\/(backup|restore))\.ts/

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
export const readNotes = (data = dataDir()): Running | null => readJson<Running>(notesFile(data))

/** The database's password is in it. */
export const writeNotes = (running: Running, data = dataDir()): void => writeJson(notesFile(data), running)

/**
 * Whether this process is a living start, or a backup or restore, and not ourselves. Numbers of processes come round (in a container at every
 * start), so its command line must say so too.
 */
export function isStart(pid: number): boolean {
  if (pid === process.pid || !isAlive(pid)) return false
  const command = commandOf(pid)
  return command === null || CLAIMS.test(command)
}

/** The instance that runs on this checkout's data; null when there is none. */
export function findRunning(data = dataDir()): Running | null {
  const running = readNotes(data)
  return running && isStart(running.pid) ? running : null
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
