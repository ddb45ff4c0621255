import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Stage } from '../stage'
import { bundle } from './bundle'

/** So many ends that nobody ordered, and no more processes are started: they would only end again. */
const MOST_COMPLAINTS = 10
/** A process that ended by itself is started again after this pause, so that its trouble can pass. */
const REST_MS = 500

/** Many small workers: each of their deaths is to hit few others. */
const FEW_SLOTS = 4

/** A run that is cut short leaves none of them behind. */
const running = new Set<Fleet>()
process.once('exit', () => {
  for (const fleet of running) fleet.kill()
})

export interface FleetOptions {
  /** In the form of STOP_AT; each of them stops one process once. */
  stopAt?: string[]
  /** In the form of HOLD_AT; each of them ends one process once, some of them together. */
  holdAt?: string[]
  /** Jobs of one process running side by side. */
  slots?: number
  /** A process may end by itself, as one that starts while there is no database does. */
  mayEnd?: boolean
}

/** Worker processes that are started again at once whenever they die, as a service manager would. */
export class Fleet {
  private readonly alive = new Set<ChildProcess>()
  private stopping = false
  private program = ''
  private giveUp: (error: Error) => void = () => undefined
  /** Fails when too many processes have ended by themselves: nobody is at work any more. */
  readonly givenUp = new Promise<never>((_, reject) => {
    this.giveUp = reject
  })
  deaths = 0
  /** Ends that nobody ordered: the last lines of what such a process said. */
  readonly complaints: string[] = []
  /** A file per crash or stop that has happened, named by `crashMark`, with the process id. */
  readonly crashFolder: string

  constructor(
    private readonly stage: Stage,
    private readonly options: FleetOptions,
  ) {
    this.crashFolder = mkdtempSync(join(stage.crashFolder, 'fleet-'))
    running.add(this)
    this.givenUp.catch(() => undefined)
  }

  async start(workers: number): Promise<void> {
    this.program = await bundle('e2e/chaos/matrix/processes/worker-host.ts')
    for (let index = 0; index < workers; index += 1) this.live()
  }

  /** The crashes and stops that have happened, by their marks. */
  happened(): Set<string> {
    return new Set(readdirSync(this.crashFolder))
  }

  private live(): void {
    const { stopAt = [], holdAt = [], slots = FEW_SLOTS } = this.options
    const child = spawn(process.execPath, [this.program], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...this.stage.env,
        PROCESS_NAME: 'worker',
        STOP_AT: stopAt.join(','),
        CRASH_ONCE: this.crashFolder,
        HOLD_AT: holdAt.join(','),
        WORKER_SLOTS: String(slots),
      },
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2_000)
    })
    this.alive.add(child)
    child.once('exit', (code, signal) => {
      this.alive.delete(child)
      if (this.stopping) return
      this.deaths += 1
      if (signal === 'SIGKILL') return this.live()
      this.complaints.push(`worker ended with ${code ?? signal}\n${said}`)
      if (!this.options.mayEnd && this.complaints.length >= MOST_COMPLAINTS)
        return this.giveUp(new Error(this.complaints.join('\n')))
      setTimeout(() => this.revive(), REST_MS)
    })
  }

  private revive(): void {
    if (!this.stopping) this.live()
  }

  /** Ends them at once, as a machine that goes off. */
  kill(): void {
    this.stopping = true
    running.delete(this)
    for (const child of this.alive) child.kill('SIGKILL')
  }

  /** Ends them as a deploy would. */
  async stop(): Promise<void> {
    this.stopping = true
    const ends = [...this.alive].map((child) => new Promise((resolve) => child.once('exit', resolve)))
    for (const child of this.alive) child.kill('SIGTERM')
    await Promise.all(ends)
    running.delete(this)
  }
}
