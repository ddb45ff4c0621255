import { readFileSync } from 'node:fs'
import { commandOf } from '../running'

/** How often a parent that went without a word is looked for, ms. */
const LOOK_MS = 500

/**
 * Every way a start can come to its end leads to `end`: a signal, the loss of npm, a bug of our own. Whoever reads our
 * output may be gone before, a closed terminal for one, and writing to them must not be the end of us half-way.
 */
export function onEveryEnd({
  end,
  isEnding,
}: {
  end(code: number): Promise<void>
  isEnding(): boolean
}): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (!isEnding()) console.log('\nEnding…')
      void end(0)
    })
  process.on('uncaughtException', (error) => {
    console.error(error)
    void end(1)
  })
  const before = process.env['npm_lifecycle_event'] ? npmAbove() : []
  if (before.length === 0) return
  // Ended from outside, npm does not always pass it on: losing it, or its shell, means the same as a signal.
  setInterval(() => {
    const now = npmAbove()
    if (!isEnding() && before.some((pid, index) => now[index] !== pid)) void end(0)
  }, LOOK_MS).unref()
}

/** Our parent, and npm above it where npm runs us through a shell and the system tells. */
function npmAbove(): number[] {
  const parent = process.ppid
  const above = parentOf(parent)
  return above !== null && isNpm(above) ? [parent, above] : [parent]
}

const isNpm = (pid: number): boolean => /^npm\b|[/\\]npm(-cli\.js)?\b/.test(commandOf(pid) ?? '')

/** Only Linux tells without running a program. */
function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) || null
  } catch {
    return null
  }
}
