import { setTimeout as pause } from 'node:timers/promises'
import { pick } from '../../../lib/commands/test-orders/seeded-random'
import { allCells, nameOf, type Cell } from '../matrix/cells/cells'
import { byStaff, faultPlan } from '../matrix/cells/faults'
import { notReachable } from '../matrix/cells/reach'
import { referencesOf, type Step } from '../matrix/cells/steps'
import { judge, type Verdict } from '../matrix/judge'
import { salesOf, script } from '../matrix/play-cells'
import { settled } from '../matrix/quiet'
import { unplayedOrders } from '../matrix/sending'
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

/**
 * A cell that reaches all of these steps, from `random`, or null where there is none. Half of them have no fault, or
 * with `calm` all of them. Tokens, which all orders share, have a regime of their own.
 */
export function anyCell(steps: Step[], random: () => number, calm = false): Cell | null {
  const reached = allCells().filter(
    (cell) =>
      cell.step === steps[0] &&
      cell.fault !== 'mix' &&
      !byStaff(cell.fault) &&
      !faultPlan(cell.fault).refreshes &&
      steps.every((step) => notReachable({ ...cell, step }) === null),
  )
  const without = reached.filter(({ fault }) => fault === 'none')
  if (calm || (random() < 0.5 && without.length > 0)) return pick(without, random) ?? null
  return pick(reached, random) ?? null
}

/** Tries `work` until it does not throw any more: what asks the product has to sit out its database's restart. */
export async function patiently<T>(work: () => Promise<T>, patienceMs = 180_000): Promise<T> {
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

/**
 * Scripts the faults, sends the orders as their channel does (again, until they are acknowledged), pushes by hand what
 * waits for that, and answers when all have come to rest.
 */
export async function playTrials(stage: Stage, trials: Trial[], scale: number): Promise<void> {
  for (const { number, cell } of trials)
    await script(stage, number, { plan: faultPlan(cell.fault), target: cell.target }, scale)
  await Promise.all([
    sendTrials(stage, trials),
    pushByHand(
      stage,
      trials.filter(({ cell }) => cell.shape === 'by-hand').map(({ number }) => number),
      patiently,
    ),
  ])
  await settled(
    stage,
    stage,
    trials.map(({ number }) => number),
    scale,
    patiently,
  )
}

async function sendTrials(stage: Stage, trials: Trial[]): Promise<void> {
  for (const { number, cell } of trials) {
    const delivery = deliveryOf(stage, number, cell.shape, new Date())
    await patiently(() => deliver(delivery))
  }
}

/** Judges each by Lightspeed's own ledger and the manager's page. */
export async function judgeTrials(stage: Stage, trials: Trial[]): Promise<TrialResult[]> {
  const unplayed = await unplayedOrders(stage)
  const results: TrialResult[] = []
  for (const trial of trials) {
    const { cell, number } = trial
    const sales = await salesOf(stage, number)
    const verdict = judge(cell, sales, await patiently(() => pageOf(stage, number)))
    results.push({ trial, played: !unplayed.has(referencesOf(number)), verdict })
  }
  return results
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
  const sum = (of: Exclude<keyof Verdict, 'because'>) => results.filter(({ verdict }) => verdict[of]).length
  return {
    orders: results.length,
    lost: sum('lost'),
    doubled: sum('doubled'),
    limbo: sum('limbo'),
    attention: sum('attention'),
    attentionExpected: sum('attentionExpected'),
  }
}
