import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Named steps at which a chaos run ends this process with SIGKILL. `CRASH_AT` is a list, by commas: `<step>#<nth>` dies
 * at the nth time the step is reached, `<step>@<order number>` when it is reached for that order, `<step>~<text>` when
 * what it works on has this text in it. With `CRASH_ONCE`, a folder, each of them happens once over all processes that
 * share it, and leaves a file there. Without CRASH_AT, which nothing but a test sets, this does nothing.
 */
interface Crash {
  step: string
  due(about: string, times: number): boolean
}

const RULES: Record<string, (value: string) => Crash['due']> = {
  '@': (value) => (about) => about === value,
  '~': (value) => (about) => about.includes(value),
  '#': (value) => (_, times) => times === Number(value || '1'),
}

const listed = (process.env['CRASH_AT'] ?? '').split(',').filter((text) => text !== '')
const crashes = listed.map((text): Crash => {
  const [, step = '', by = '#', value = ''] = /^([^#@~]+)([#@~])?(.*)$/.exec(text) ?? []
  const rule = RULES[by]
  return { step, due: rule?.(value) ?? (() => false) }
})
const reached = new Map<string, number>()

/** `about`: the order's number, or the text of what the step works on. */
export function crashPoint(step: string, about = ''): void {
  if (crashes.length === 0) return
  const times = (reached.get(step) ?? 0) + 1
  reached.set(step, times)
  const found = crashes.findIndex((crash) => crash.step === step && crash.due(about, times))
  if (found < 0) return
  if (!isFirst(found)) return
  process.kill(process.pid, 'SIGKILL')
}

/** Whether nobody has died of this one before; from now on somebody has. */
function isFirst(crash: number): boolean {
  const folder = process.env['CRASH_ONCE']
  if (!folder) return true
  try {
    closeSync(openSync(join(folder, encodeURIComponent(listed[crash] ?? '')), 'wx'))
    return true
  } catch {
    return false
  }
}
