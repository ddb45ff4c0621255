import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { crashMark } from '../../../lib/crash'
import { referencesOf } from '../matrix/cells/steps'
import type { Fleet } from '../matrix/processes/fleet'
import { salesOf } from '../matrix/play-cells'
import { simulatorDoor, type Stage } from '../matrix/stage'

/** One stop to be: which step of which order, and how long the process stands still. */
export interface Stop {
  number: string
  /** In the form of STOP_AT. */
  crash: string
  ms: number
  /** It goes on only when another worker has completed the order's sale meanwhile. */
  untilSold?: boolean
}

/** How often it is looked whether a process stands still, ms. */
const LOOK_MS = 40
/** What the process sent before it stopped has reached Lightspeed within this time. */
const IN_FLIGHT_MS = 250

/** Longer than it takes another worker to notice the one that stands, and to complete its sale, on a busy machine. */
const SOLD_PATIENCE_MS = 180_000

/** Continues the processes that stand still, each after the time of its stop. */
export class Waker {
  private readonly left: Set<Stop>
  private readonly asleep = new Map<number, NodeJS.Timeout>()
  private readonly look: NodeJS.Timeout
  /** Stops that took place and are over. */
  readonly over = new Set<Stop>()
  /** Of these, those during which somebody else asked Lightspeed about the order. */
  readonly takenOver = new Set<Stop>()

  constructor(
    private readonly stage: Stage,
    private readonly fleet: Fleet,
    stops: Stop[],
  ) {
    this.left = new Set(stops)
    this.look = setInterval(() => this.findStopped(), LOOK_MS)
    process.once('exit', () => this.wakeAll())
  }

  /** Whether a process stands still right now. */
  get waits(): boolean {
    return this.asleep.size > 0
  }

  /** No process is left standing still. */
  end(): void {
    clearInterval(this.look)
    this.wakeAll()
  }

  private findStopped(): void {
    for (const stop of this.left) {
      const file = join(this.fleet.crashFolder, crashMark(stop.crash))
      const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
      if (pid === 0) continue
      this.left.delete(stop)
      const since = Date.now() + IN_FLIGHT_MS
      this.asleep.set(
        pid,
        setTimeout(() => void this.wake(stop, pid, since), stop.ms),
      )
    }
  }

  private async wake(stop: Stop, pid: number, since: number): Promise<void> {
    if (stop.untilSold) await this.sold(stop)
    // Asked first: what the continued process does is no take-over.
    if (await this.askedSince(stop, since)) this.takenOver.add(stop)
    this.asleep.delete(pid)
    continueProcess(pid)
    this.over.add(stop)
  }

  private async sold({ number }: Stop): Promise<void> {
    const until = Date.now() + SOLD_PATIENCE_MS
    while (Date.now() < until && !(await salesOf(this.stage, number)).some((sale) => sale.completed))
      await pause(LOOK_MS)
  }

  /** Whether Lightspeed has had a request since then that names this order. */
  private async askedSince({ number }: Stop, since: number): Promise<boolean> {
    const seen = (await simulatorDoor(this.stage.simulatorUrl, '/requests')) as {
      at: string
      reference: string
      path: string
      body: string
    }[]
    const begin = referencesOf(number)
    return seen.some(
      ({ at, reference, path, body }) =>
        Date.parse(at) >= since &&
        (reference.startsWith(begin) || path.includes(begin) || body.includes(`"${begin}`)),
    )
  }

  private wakeAll(): void {
    for (const [pid, timer] of this.asleep) {
      clearTimeout(timer)
      continueProcess(pid)
    }
    this.asleep.clear()
  }
}

/** A process that was ended meanwhile needs no waking. */
function continueProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT')
  } catch {
    // It is gone.
  }
}
