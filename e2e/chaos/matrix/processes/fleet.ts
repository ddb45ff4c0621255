import { spawn, type ChildProcess } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { bundle } from './bundle'
import type { Stage } from './stage'

/** Worker processes that are started again at once whenever they die, as a service manager would. */
export class Fleet {
  private readonly alive = new Set<ChildProcess>()
  private stopping = false
  private program = ''
  deaths = 0
  /** Ends that nobody ordered: the last lines of what such a process said. */
  readonly complaints: string[] = []

  /** `crashAt` in the form of CRASH_AT; each of them ends one process once. */
  constructor(
    private readonly stage: Stage,
    private readonly crashAt: string[],
    /** In the form of STOP_AT; each of them stops one process once. */
    private readonly stopAt: string[] = [],
  ) {
    process.once('exit', () => this.kill())
  }

  async start(workers: number): Promise<void> {
    this.program = await bundle('lib/worker/main.ts')
    for (let index = 0; index < workers; index += 1) this.live()
  }

  get pids(): number[] {
    return [...this.alive].flatMap(({ pid }) => pid ?? [])
  }

  private live(): void {
    const child = spawn(process.execPath, [this.program], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...this.stage.env,
        PROCESS_NAME: 'worker',
        CRASH_AT: this.crashAt.join(','),
        STOP_AT: this.stopAt.join(','),
        CRASH_ONCE: this.stage.crashFolder,
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
      if (signal !== 'SIGKILL') this.complaints.push(`worker ended with ${code ?? signal}\n${said}`)
      this.live()
    })
  }

  /** Ends them at once, as a machine that goes off. */
  kill(): void {
    this.stopping = true
    for (const child of this.alive) child.kill('SIGKILL')
  }

  /** Ends them as a deploy would. */
  async stop(): Promise<void> {
    this.stopping = true
    const ends = [...this.alive].map((child) => new Promise((resolve) => child.once('exit', resolve)))
    for (const child of this.alive) child.kill('SIGTERM')
    await Promise.all(ends)
  }
}

/** The crashes that have happened, in the form of CRASH_AT. */
export const happened = (stage: Stage): Set<string> =>
  new Set(readdirSync(stage.crashFolder).map((name) => decodeURIComponent(name)))
