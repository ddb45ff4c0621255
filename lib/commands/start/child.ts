import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

export interface ChildPlan {
  name: string
  args: string[]
  env: NodeJS.ProcessEnv
  /** Waits for a line of JSON with `ready: true` on its output; answers that line. */
  announces: boolean
}

/** A log begins anew at this size; the one before is kept as `.1`. */
const LOG_LIMIT = 10 * 1024 * 1024
const BACKOFF_MS = { first: 500, most: 30_000 }

/**
 * A process that is kept alive: when it dies it is started again after a growing pause. It leads a process group of
 * its own, so Ctrl-C reaches only the starter, which ends everything in order.
 */
export class Child {
  private process: ChildProcess | null = null
  private stopping = false
  private backoff = BACKOFF_MS.first
  readonly logFile: string

  constructor(
    private readonly plan: ChildPlan,
    logs: string,
    private readonly onChange: (name: string, pid: number | null) => void,
  ) {
    mkdirSync(logs, { recursive: true })
    this.logFile = join(logs, `${plan.name}.log`)
    if (existsSync(this.logFile) && statSync(this.logFile).size > LOG_LIMIT)
      renameSync(this.logFile, `${this.logFile}.1`)
  }

  /** Starts it; with `announces`, answers what it announced. Throws with the end of its log when it cannot start. */
  start(): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, this.plan.args, {
        env: this.plan.env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      this.process = child
      this.onChange(this.plan.name, child.pid ?? null)
      const log = createWriteStream(this.logFile, { flags: 'a', mode: 0o600 })
      child.stderr?.pipe(log, { end: false })
      const lines = createInterface({ input: child.stdout ?? process.stdin })
      lines.on('line', (line) => {
        log.write(`${line}\n`)
        if (this.plan.announces && line.startsWith('{"ready":true'))
          resolve(JSON.parse(line) as Record<string, unknown>)
      })
      child.once('error', reject)
      child.once('exit', (code, signal) => {
        log.end()
        this.process = null
        this.onChange(this.plan.name, null)
        reject(new Error(`${this.plan.name} ended (${signal ?? code}).\n${this.tail()}`))
        if (!this.stopping) void this.again(signal ?? String(code))
      })
      if (!this.plan.announces) resolve({})
    })
  }

  private async again(how: string): Promise<void> {
    console.log(`! ${this.plan.name} ended (${how}) and is started again`)
    await pause(this.backoff)
    this.backoff = Math.min(BACKOFF_MS.most, this.backoff * 2)
    if (this.stopping) return
    // The crash point of a chaos run is for the first life only.
    delete this.plan.env['CRASH_AT']
    const began = Date.now()
    await this.start().catch(() => undefined)
    if (Date.now() - began > BACKOFF_MS.most) this.backoff = BACKOFF_MS.first
  }

  /** Asks it to end, and makes it after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.stopping = true
    const child = this.process
    if (!child?.pid) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    signal(child.pid, 'SIGTERM')
    await Promise.race([ended, pause(patienceMs)])
    if (this.process) {
      signal(child.pid, 'SIGKILL')
      await ended
    }
  }

  /** The last lines of its log, for an error message. */
  tail(lines = 12): string {
    if (!existsSync(this.logFile)) return ''
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  }
}

/** To the whole group; the process itself where groups do not exist. */
function signal(pid: number, name: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, name)
      return
    } catch {
      continue
    }
  }
}
