import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { crashMark } from '../../../lib/crash'
import { diesIn, endsToken, nameOf, playedIn, type Cell } from './cells/cells'
import { crashOf, referencesOf } from './cells/steps'
import type { Target, FaultPlan } from './cells/faults'
import { judge, type LedgerSale, type Verdict } from './judge'
import { deliver, deliveryOf, pageOf, pushByHand } from './orders'
import { bundle } from './processes/bundle'
import { Fleet } from './processes/fleet'
import { settled, untilFewer } from './quiet'
import { simulatorDoor, type Stage } from './stage'

export interface CellResult {
  cell: Cell
  number: string
  /** Its process died at its step, and its fault was played: else nothing is shown by it. */
  fired: boolean
  verdict: Verdict
}

interface Placed {
  cell: Cell
  number: string
  /** The death it asks for, in the form of CRASH_AT, and the file that tells of it. */
  crash: string
  mark: string
}

export interface Playing {
  firstNumber: number
  workers: number
  scale: number
  seed: string
}

/** Plays cells side by side: each is an order of its own with one fault and one death, and all share the processes. */
export async function playCells(stage: Stage, cells: Cell[], playing: Playing): Promise<CellResult[]> {
  const { workers, scale, seed } = playing
  const placed = place(cells, playing.firstNumber)
  for (const { cell, number } of placed)
    for (const played of playedIn(cell, seed)) await script(stage, number, played, scale)
  const ofWorkers = placed.filter(({ cell }) => diesIn(cell) === 'worker')
  const fleet = new Fleet(
    stage,
    ofWorkers.map(({ crash }) => crash),
  )
  await fleet.start(workers)
  const diedInIntake = new Set<string>()
  const inTurn = placed.filter(({ cell }) => endsToken(cell))
  const atOnce = placed.filter(({ cell }) => !endsToken(cell))
  try {
    await Promise.all([
      sendAll(stage, atOnce, diedInIntake),
      pushByHand(stage, byHand(atOnce)),
      sendInTurn(stage, inTurn, diedInIntake),
    ])
    await settled(
      stage,
      placed.map(({ number }) => number),
      scale,
    )
    await fleet.stop()
  } finally {
    fleet.kill()
  }
  if (fleet.complaints.length > 0) throw new Error(fleet.complaints.join('\n'))
  const happened = new Set([...diedInIntake, ...fleet.happened()])
  return results(stage, placed, happened)
}

const byHand = (placed: Placed[]): string[] =>
  placed.filter(({ cell }) => cell.shape === 'by-hand').map(({ number }) => number)

/** Numbers them; deaths that are not about one order are told apart by how many of the same there were before. */
function place(cells: Cell[], firstNumber: number): Placed[] {
  const times = new Map<string, number>()
  return cells.map((cell, index): Placed => {
    const number = `#${firstNumber + index}`
    const crash = crashOf(cell.step, number)
    const nth = times.get(crash) ?? 0
    times.set(crash, nth + 1)
    return { cell, number, crash, mark: crashMark(crash, nth) }
  })
}

/** Tells the simulator which fault to play for this order. */
export async function script(
  stage: Stage,
  number: string,
  { plan, target }: { plan: FaultPlan; target: Target },
  scale: number,
): Promise<void> {
  if (plan.kind === '') return
  const method = target === 'create' ? 'POST' : 'PUT'
  const on = plan.on ?? { method, pathIncludes: '/Sale' }
  await simulatorDoor(stage.simulatorUrl, '/faults', 'POST', {
    kind: plan.kind,
    match: { ...on, referenceIncludes: referencesOf(number) },
    ms: Math.round(plan.ms * scale),
  })
  if (plan.losesRefresh)
    await simulatorDoor(stage.simulatorUrl, '/faults', 'POST', {
      kind: 'answer-lost-after-commit',
      match: { method: 'POST', pathIncludes: 'auth/oauth/token' },
    })
}

/** Orders on their way: enough to keep the processes busy while some wait for a dead one's job to be handed on. */
const AT_ONCE = 24

/**
 * The channel sends the orders; where nobody acknowledges one, it sends it again. Who is to die while it takes one in
 * does so in a process of its own, and its mark goes into `died`.
 */
async function sendAll(stage: Stage, placed: Placed[], died: Set<string>): Promise<void> {
  for (const [index, { cell, number, crash, mark }] of placed.entries()) {
    await untilFewer(
      stage,
      placed.slice(0, index).map((one) => one.number),
      AT_ONCE,
    )
    const delivery = deliveryOf(number, cell.shape, new Date())
    if (diesIn(cell) === 'intake') {
      const child = spawn(process.execPath, [await bundle('e2e/chaos/matrix/processes/intake-host.ts')], {
        stdio: ['pipe', 'inherit', 'inherit'],
        env: { ...stage.env, CRASH_AT: crash, CRASH_ONCE: '' },
      })
      child.stdin.end(JSON.stringify(delivery))
      const signal = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)))
      if (signal === 'SIGKILL') died.add(mark)
    }
    await deliver(delivery)
  }
}

/** How long a token's end is given to be over for all orders, before the next one, ms. */
const TOKEN_REST_MS = 500
/** Longer than it takes an order to meet its fault on a busy machine, a death before it included. */
const FAULT_PATIENCE_MS = 120_000

/**
 * One after the other, each when the one before has met its fault: two writes of one part that are turned away in a row
 * are for a person, and rightly so.
 */
async function sendInTurn(stage: Stage, placed: Placed[], died: Set<string>): Promise<void> {
  for (const one of placed) {
    await sendAll(stage, [one], died)
    await pushByHand(stage, byHand([one]))
    const until = Date.now() + FAULT_PATIENCE_MS
    while (Date.now() < until && (await unplayedOrders(stage)).has(referencesOf(one.number)))
      await pause(TOKEN_REST_MS / 2)
    await pause(TOKEN_REST_MS)
  }
}

async function results(stage: Stage, placed: Placed[], happened: Set<string>): Promise<CellResult[]> {
  const unplayed = await unplayedOrders(stage)
  const found: CellResult[] = []
  for (const { cell, number, mark } of placed) {
    const verdict = judge(cell, await salesOf(stage, number), await pageOf(stage, number))
    const fired = happened.has(mark) && !unplayed.has(referencesOf(number))
    found.push({ cell, number, fired, verdict })
  }
  return found
}

/** The beginnings of references (`referencesOf`) whose fault nothing has met yet. */
export async function unplayedOrders(stage: Stage): Promise<Set<string>> {
  const { waiting } = (await simulatorDoor(stage.simulatorUrl, '/faults')) as {
    waiting: { match: { referenceIncludes?: string } }[]
  }
  return new Set(waiting.flatMap((fault) => fault.match.referenceIncludes ?? []))
}

/** Every sale of the order in Lightspeed's own ledger. */
export async function salesOf(stage: Stage, number: string): Promise<LedgerSale[]> {
  const path = `/sales?reference=${encodeURIComponent(referencesOf(number))}`
  return (await simulatorDoor(stage.simulatorUrl, path)) as LedgerSale[]
}

/** What went wrong, a line for each cell. */
export const troubles = (cells: CellResult[]): string[] =>
  cells
    .filter(({ verdict }) => verdict.because.length > 0)
    .map(({ cell, number, verdict }) => `${number} ${nameOf(cell)}: ${verdict.because.join('; ')}`)
