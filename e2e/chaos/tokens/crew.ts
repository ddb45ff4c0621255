import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Errand, Report } from './errand'

type Wanted = Errand extends infer E ? (E extends Errand ? Omit<E, 'id'> : never) : never

/** One process of the crew, and what it still owes an answer to. */
export class Member {
  private readonly open = new Map<number, (report: Report) => void>()
  private last = 0
  /** Resolved when it has ended, with the signal that ended it. */
  readonly ended: Promise<NodeJS.Signals | null>

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (report: Report) => this.settle(report))
    this.ended = once(child, 'exit').then(([, signal]) => {
      for (const id of this.open.keys()) this.settle({ id, outcome: 'died' })
      return signal as NodeJS.Signals | null
    })
  }

  /** Starts one that dies at the first time it reaches `crashAt`, or at none. */
  static async start(merchantId: string, env: NodeJS.ProcessEnv, crashAt = ''): Promise<Member> {
    const child = fork('e2e/chaos/tokens/token-worker.ts', [merchantId], {
      execArgv: ['--import', 'tsx'],
      env: { ...env, CRASH_AT: crashAt, PROCESS_NAME: 'tokens', LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const member = new Member(child)
    await new Promise<Report>((resolve) => {
      member.open.set(0, resolve)
    })
    return member
  }

  ask(wanted: Wanted): Promise<Report> {
    this.last += 1
    const id = this.last
    return new Promise((resolve) => {
      this.open.set(id, resolve)
      if (this.child.connected) this.child.send({ ...wanted, id })
      else this.settle({ id, outcome: 'died' })
    })
  }

  async end(): Promise<void> {
    if (this.child.connected) this.child.disconnect()
    await this.ended
  }

  private settle(report: Report): void {
    const resolve = this.open.get(report.id)
    this.open.delete(report.id)
    resolve?.(report)
  }
}
