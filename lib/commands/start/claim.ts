import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isStart } from '../running'

/**
 * Takes a data folder for this process, so that of two starts at the same moment only one goes on. Answers the process
 * that has it already, or null when it is ours. A claim of a process that is gone counts for nothing.
 */
export function claimFolder(data: string): number | null {
  const file = join(data, 'start.pid')
  // A link appears with its content, or not at all: nobody meets a claim without a number.
  const ours = `${file}.${process.pid}`
  writeFileSync(ours, String(process.pid))
  try {
    for (;;) {
      if (linked(ours, file)) return null
      const holder = holderOf(file)
      if (holder !== null && isStart(holder)) return holder
      takeAway(file)
    }
  } finally {
    rmSync(ours, { force: true })
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

export function freeFolder(data: string): void {
  const file = join(data, 'start.pid')
  if (holderOf(file) === process.pid) rmSync(file, { force: true })
}

/** Of two starts that find the same stale claim only one gets it by its name; what it got, it looks at again. */
function takeAway(file: string): void {
  const taken = `${file}.${process.pid}.stale`
  try {
    renameSync(file, taken)
  } catch {
    return
  }
  const holder = holderOf(taken)
  if (holder !== null && isStart(holder)) renameSync(taken, file)
  else rmSync(taken, { force: true })
}

function holderOf(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8')) || null
  } catch {
    return null
  }
}
