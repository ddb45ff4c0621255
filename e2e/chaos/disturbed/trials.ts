import { setTimeout as pause } from 'node:timers/promises'
import { FAULTS, nameOf, notReachable, SHAPES, type Cell, type Step } from '../matrix/cells'
import { judge, type LedgerSale, type Verdict } from '../matrix/judge'
import { referencesOf, salesOf, script, settled, unplayedOrders } from '../matrix/matrix'
import { deliver, deliveryOf, pageOf, pushByHand } from '../matrix/orders'
import type { Stage } from '../matrix/stage'

/** One order that something happens to: like a cell of the matrix, but what happens has several steps. */
export interface Trial {
  number: string
  cell: Cell
  /** What is to happen, in the form of CRASH_AT or STOP_AT. */
  crashes: string[]
}

export interface TrialResult {
  trial: Trial
  /** Whether its fault was played; what happens to processes is for each regime to say. */
  played: boolean
  verdict: Verdict
}

/** A cell for these steps, all of which it can reach, from `random`; half of them without a fault. */
export function anyCell(steps: Step[], random: () => number): Cell {
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)]
  const calm = random() < 0.5
  const names = Object.keys(FAULTS).filter((name) => (calm ? name === 'none' : !name.startsWith('staff-')))
  for (let tries = 0; tries < 10_000; tries += 1) {
    const fault = pick(names) ?? 'none'
    const target = pick(FAULTS[fault]?.targets ?? []) ?? 'create'
    const shape = pick(SHAPES) ?? 'whole'
    const [step = 'part-claimed'] = steps
    const cell: Cell = { step, fault, shape, target }
    if (steps.every((one) => notReachable({ ...cell, step: one }) === null)) return cell
  }
  throw new Error(`no cell reaches ${steps.join(' and ')}`)
}

/** Tries `work` until it does not throw any more: what asks the product has to sit out its database's restart. */
export async function patiently<T>(work: () => Promise<T>, patienceMs = 60_000): Promise<T> {
  const until = Date.now() + patienceMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (Date.now() > until) throw error
      await pause(200)
    }
  }
}

const patientPage: typeof pageOf = (stage, number) => patiently(() => pageOf(stage, number))

/**
 * Scripts the faults, sends the orders as their channel does (again, until they are acknowledged), pushes by hand what
 * waits for that, and answers when all have come to rest.
 */
export async function playTrials(
  stage: Stage,
  trials: Trial[],
  options: { scale: number; patienceMs: number },
): Promise<void> {
  for (const trial of trials) await script(stage, trial, options.scale)
  const byHand: Promise<void>[] = []
  for (const { number, cell } of trials) {
    const delivery = deliveryOf(number, cell.shape, new Date())
    await patiently(() => deliver(delivery))
    if (cell.shape === 'by-hand')
      byHand.push(patiently(() => pushByHand(stage, number, options.patienceMs), options.patienceMs))
  }
  await Promise.all(byHand)
  await settled(stage, trials, options.scale, patientPage)
}

/** Judges each by Lightspeed's own ledger and the manager's page. */
export async function judgeTrials(stage: Stage, trials: Trial[]): Promise<TrialResult[]> {
  const unplayed = await unplayedOrders(stage)
  const results: TrialResult[] = []
  for (const trial of trials) {
    const { cell, number } = trial
    const sales = await salesOf(stage, number)
    const verdict = paidOnce(judge(cell, sales, await patientPage(stage, number)), sales)
    results.push({ trial, played: !unplayed.has(referencesOf(number)), verdict })
  }
  return results
}

/** A worker that goes on late could pay a sale again that another one has paid. */
function paidOnce(verdict: Verdict, sales: (LedgerSale & { paid?: string })[]): Verdict {
  for (const { saleID, completed, voided, paid, total } of sales)
    if (completed && !voided && paid !== total) {
      verdict.doubled = true
      verdict.because.push(`doubled: sale ${saleID} of ${total} is paid ${paid ?? 'with nothing'}`)
    }
  return verdict
}

export const troublesOf = (results: TrialResult[]): string[] =>
  results
    .filter(({ verdict }) => verdict.because.length > 0)
    .map(
      ({ trial, verdict }) =>
        `${trial.number} ${nameOf(trial.cell)}, ${trial.crashes.join(' then ')}: ${verdict.because.join('; ')}`,
    )

/** The verdicts as figures. */
export function countVerdicts(results: TrialResult[]) {
  const sum = (of: 'lost' | 'doubled' | 'limbo' | 'attention' | 'attentionExpected') =>
    results.filter(({ verdict }) => verdict[of]).length
  return {
    orders: results.length,
    lost: sum('lost'),
    doubled: sum('doubled'),
    limbo: sum('limbo'),
    attention: sum('attention'),
    attentionExpected: sum('attentionExpected'),
  }
}
