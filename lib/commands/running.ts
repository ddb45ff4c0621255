import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What a running start leaves for other commands, in `<data>/running.json`. */
export interface Running {
  pid: number
  webUrl: string
  simulatorUrl: string | null
  mailUrl: string | null
  databaseUrl: string
  children: Record<string, number>
}

/** The folder all data of this checkout lives in. */
export const dataDir = (): string => resolve(process.env['DATA_DIR'] ?? '.data')

export const notesFile = (name: string): string => join(dataDir(), name)

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // No right to signal it means that it is there.
    return (error as { code?: string }).code === 'EPERM'
  }
}

/** The instance that runs on this checkout's data; null when there is none. */
export function findRunning(): Running | null {
  const file = notesFile('running.json')
  if (!existsSync(file)) return null
  const running = JSON.parse(readFileSync(file, 'utf8')) as Running
  return isAlive(running.pid) ? running : null
}

/** One sentence on standard error and the end: for what the person at the keyboard can mend. */
export function stopWith(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
