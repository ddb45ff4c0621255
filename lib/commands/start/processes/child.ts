import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { LogFile } from './log-file'

export interface ChildPlan {
  name: string
  args: string[]
  env: NodeJS.ProcessEnv
  /** Waits for a line of JSON with `ready: true` on its output; answers that line. */
  announces: boolean
}

const BACKOFF_MS = { first: 1_000, most: 30_000 }

/** Milliseconds before the next life: twice the last pause, or the first again after a life that was long enough. */
export const nextPauseMs = (lastMs: number | null, livedMs: number): number =>
  lastMs === null || livedMs > BACKOFF_MS.most ? BACKOFF_MS.first : Math.min(BACKOFF_MS.most, lastMs * 2)

interface Life {
  announced: Promise<Record<string, unknown>>
  /** How it ended: a signal's name or an exit code. Never rejects. */
  ended: Promise<string>
}

/**
 * A process that is kept alive: when it dies it is started again after a growing pause. It leads a process group of
 * its own, so Ctrl-C reaches only the starter, which ends everything in order.
 */
export class Child {
  private process: ChildProcess | null = null
  private stopping = false
  /** How often it ended without being asked. */
  deaths = 0
  private readonly log: LogFile

  constructor(
    private readonly plan: ChildPlan,
    logs: string,
    private readonly onChange: (name: string, pid: number | null) => void,
  ) {
    this.log = new LogFile(join(logs, `${plan.name}.log`))
  }

  /** Starts it; with `announces`, answers what it announced. Throws with the end of its log when it ends before. */
  async start(): Promise<Record<string, unknown>> {
    const life = this.live()
    const early = life.ended.then((how) => {
      throw new Error(`${this.plan.name} ended (${how}).\n${this.tail()}`)
    })
    const announced = await Promise.race([life.announced, early])
    early.catch(() => undefined)
    void this.keepAlive(life)
    return announced
  }

  private live(): Life {
    const child = spawn(process.execPath, this.plan.args, {
      env: this.plan.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.process = child
    this.onChange(this.plan.name, child.pid ?? null)
    child.stderr.on('data', (chunk: Buffer) => this.log.write(chunk))
    const lines = createInterface({ input: child.stdout })
    const announced = new Promise<Record<string, unknown>>((resolve) => {
      if (!this.plan.announces) resolve({})
      lines.on('line', (line) => {
        this.log.write(`${line}\n`)
        if (line.startsWith('{"ready":true')) resolve(JSON.parse(line) as Record<string, unknown>)
      })
    })
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) => resolve(signal ?? String(code)))
    }).then((how) => {
      this.process = null
      // What it had started itself, such as a watcher's program, would go on beside its next life.
      if (child.pid) endGroup(child.pid)
      this.onChange(this.plan.name, null)
      return how
    })
    return { announced, ended }
  }

  private async keepAlive(first: Life): Promise<void> {
    let [life, pauseMs, began] = [first, null as number | null, Date.now()]
    for (;;) {
      const how = await life.ended
      if (this.stopping) return
      this.deaths += 1
      pauseMs = nextPauseMs(pauseMs, Date.now() - began)
      console.log(
        `! ${this.plan.name} ended (${how}), starts again in ${pauseMs / 1000} s; see ${this.log.path}`,
      )
      await pause(pauseMs)
      if (this.stopping) return
      // The crash point of a chaos run is for the first life only.
      delete this.plan.env['CRASH_AT']
      began = Date.now()
      life = this.live()
    }
  }

  /** Asks it to end, and makes it after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.stopping = true
    const child = this.process
    if (!child?.pid) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    signalGroup(child.pid, 'SIGTERM')
    await Promise.race([ended, pause(patienceMs, undefined, { ref: false })])
    if (!this.process) return
    signalGroup(child.pid, 'SIGKILL')
    await ended
  }

  /** Ends it at once, for a person who will not wait. */
  kill(): void {
    this.stopping = true
    if (this.process?.pid) signalGroup(this.process.pid, 'SIGKILL')
  }

  /** The last lines of its log, for an error message. */
  tail(lines = 12): string {
    return this.log.tail(lines)
  }
}

/** Ends whoever is left of a group whose leader is gone. Nobody is the usual case; Windows has no groups. */
function endGroup(leader: number): void {
  try {
    if (process.platform !== 'win32') process.kill(-leader, 'SIGKILL')
  } catch {
    // Nobody left.
  }
}

/** To the whole group; the process itself where groups do not exist. */
export function signalGroup(pid: number, name: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, name)
      return
    } catch {
      continue
    }
  }
}
