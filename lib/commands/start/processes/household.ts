import { sentenceOf } from '../../running'
import { Child, type ChildPlan } from './child'
import { runOneOff, type OneOff } from './one-off'

/** In this order everything is ended: nobody loses what they stand on before they are done. */
const ORDER = ['one-off', 'web', 'worker', 'mail-catcher', 'simulator', 'database'] as const
export type Member = (typeof ORDER)[number]

/** How long each may take to finish what it is at, ms; the worker drains its jobs in 8 s. */
const PATIENCE_MS = { web: 5_000, worker: 12_000, 'mail-catcher': 5_000, simulator: 5_000 }
export type ChildName = keyof typeof PATIENCE_MS

/** Everything one start has started. */
export class Household {
  private readonly ends: { member: Member; end: () => Promise<void> }[] = []
  readonly children: Child[] = []
  private readonly ending = new AbortController()

  constructor(
    private readonly logs: string,
    private readonly onChange: (name: string, pid: number | null) => void,
  ) {}

  /** Aborted once the end has begun: one-off programs end with it, and nothing more is started. */
  get signal(): AbortSignal {
    return this.ending.signal
  }

  /** Registered before it is up, so that an end in the middle of a start finds it. */
  add(member: Member, end: () => Promise<void>): void {
    this.signal.throwIfAborted()
    this.ends.push({ member, end })
  }

  async startChild(plan: ChildPlan & { name: ChildName }): Promise<Child> {
    const child = new Child(plan, this.logs, this.onChange)
    this.add(plan.name, () => child.stop(PATIENCE_MS[plan.name]))
    this.children.push(child)
    await child.start()
    return child
  }

  /** A program that comes to its own end, known by name while it runs. Answers what it printed. */
  runOneOff(
    name: string,
    what: string,
    args: string[],
    options: Pick<OneOff, 'env' | 'tail'>,
  ): Promise<string> {
    const onChange = (pid: number | null) => this.onChange(name, pid)
    const output = runOneOff(what, args, { ...options, signal: this.signal, onChange })
    const ended = output.then(
      () => undefined,
      () => undefined,
    )
    this.add('one-off', () => ended)
    return output
  }

  /** Ends everything in order; a failure is told and does not keep the others. */
  async end(): Promise<void> {
    this.ending.abort()
    for (const member of ORDER)
      for (const { end } of this.ends.filter((one) => one.member === member))
        await end().catch((error: unknown) => console.error(sentenceOf(error)))
  }

  /** For a person who presses Ctrl-C again. The database is left to itself; the next start finds it. */
  kill(): void {
    for (const child of this.children) child.kill()
  }
}
