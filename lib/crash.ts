import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Named steps at which a chaos run ends this process with SIGKILL (`CRASH_AT`), has it stand still with SIGSTOP until
 * somebody continues it (`STOP_AT`), or lets what reached the step go no further and ends the process with SIGKILL once
 * nothing else moves in it (`HOLD_AT`): several may die together then, and few of those that are not meant. All are lists,
 * by commas: `<step>#<nth>` is due at the nth time the step is reached, `<step>@<order number>` when it is reached for that
 * order, `<step>~<text>` when what it works on has this text in it; what is listed twice happens twice. With `CRASH_ONCE`, a
 * folder, each of them happens once over all processes that share it, and leaves a file there with the process id. Without
 * the lists, which nothing but a test sets, this does nothing.
 */
interface Crash {
  step: string
  /** Names its file: the text of the list, and how many of the same came before it. */
  mark: string
  kind: 'die' | 'stop' | 'hold'
  due(about: string, times: number): boolean
}

const RULES: Record<string, (value: string) => Crash['due']> = {
  '@': (value) => (about) => about === value,
  '~': (value) => (about) => about.includes(value),
  '#': (value) => (_, times) => times === Number(value || '1'),
}

/** How the file of the `nth` (from 0) entry of this text is called. */
export const crashMark = (text: string, nth = 0): string =>
  encodeURIComponent(nth === 0 ? text : `${text} again ${nth}`)

function readList(value: string | undefined, kind: Crash['kind']): Crash[] {
  const texts = (value ?? '').split(',').filter((text) => text !== '')
  return texts.map((text, index) => {
    const [, step = '', by = '#', given = ''] = /^([^#@~]+)([#@~])?(.*)$/.exec(text) ?? []
    const nth = texts.slice(0, index).filter((earlier) => earlier === text).length
    return { step, mark: crashMark(text, nth), kind, due: RULES[by]?.(given) ?? (() => false) }
  })
}

const crashes = [
  ...readList(process.env['CRASH_AT'], 'die'),
  ...readList(process.env['STOP_AT'], 'stop'),
  ...readList(process.env['HOLD_AT'], 'hold'),
]
const reached = new Map<string, number>()

/** No step was reached for so long: nothing else moves. */
const QUIET_MS = 1_000
/** What still moves then dies with the others. */
const HOLD_MS = 6_000
let quiet: NodeJS.Timeout | null = null
let whenHeld = () => undefined as void

/** Called when the first of this process is held. */
export function onHold(work: () => void): void {
  whenHeld = work
}

/** `about`: the order's number, or the text of what the step works on. To be awaited, as nothing may go on behind it. */
export function crashPoint(step: string, about = ''): Promise<never> | undefined {
  if (crashes.length === 0) return undefined
  const times = (reached.get(step) ?? 0) + 1
  reached.set(step, times)
  quiet?.refresh()
  const crash = crashes.find((one) => one.step === step && one.due(about, times) && isFirst(one))
  if (crash?.kind === 'die') die()
  // Comes back from here, whenever that may be.
  if (crash?.kind === 'stop') process.kill(process.pid, 'SIGSTOP')
  return crash?.kind === 'hold' ? hold() : undefined
}

const die = () => process.kill(process.pid, 'SIGKILL')

function hold(): Promise<never> {
  if (quiet === null) {
    quiet = setTimeout(die, QUIET_MS)
    setTimeout(die, HOLD_MS)
    whenHeld()
  }
  return new Promise(() => undefined)
}

/** Whether this one has not happened before; from now on it has. */
function isFirst(crash: Crash): boolean {
  const folder = process.env['CRASH_ONCE']
  if (!folder) return true
  try {
    writeFileSync(join(folder, crash.mark), String(process.pid), { flag: 'wx' })
    return true
  } catch {
    return false
  }
}
