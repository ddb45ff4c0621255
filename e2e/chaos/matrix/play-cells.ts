import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { TSX } from '../../../lib/commands/start/stand-ins'
import { FAULTS, nameOf, STEPS, type Cell } from './cells'
import { Fleet, happened } from './fleet'
import { judge, type LedgerSale, type Verdict } from './judge'
import { deliver, deliveryOf, pageOf, pushByHand } from './orders'
import { simulatorDoor, type Stage } from './stage'

export interface CellResult {
  cell: Cell
  number: string
  fired: boolean
  verdict: Verdict
}

interface Placed {
  cell: Cell
  number: string
  /** The death it asks for, in the form of CRASH_AT. */
  crash: string
}

/** The most that a batch of orders may take after the last sign of life, in milliseconds at scale 1. */
const QUIET_MS = 2_000_000

/** What comes late, such as a commit long after its caller gave up, comes within this time; at scale 1. */
const LATEST_MS = 200_000

const RESTING = new Set(['pushed', 'partly-pushed', 'held'])

/** Where an order's number is in the text that a step works on. */
const crashOf = (step: string, number: string) =>
  step === 'headers-read' ? `headers-read~"${number.slice(1)}-` : `${step}@${number}`

/** Plays cells side by side: each is an order of its own with one fault and one death, and all share the processes. */
export async function playCells(
  stage: Stage,
  cells: Cell[],
  options: { firstNumber: number; workers: number; scale: number },
): Promise<CellResult[]> {
  const placed = cells.map((cell, index): Placed => {
    const number = `#${options.firstNumber + index}`
    return { cell, number, crash: crashOf(cell.step, number) }
  })
  for (const one of placed) await script(stage, one, options.scale)
  const fleet = new Fleet(
    stage,
    placed.filter(({ cell }) => STEPS[cell.step] === 'worker').map(({ crash }) => crash),
  )
  await fleet.start(options.workers)
  try {
    const byHand: Promise<void>[] = []
    for (const one of placed) {
      await send(stage, one)
      if (one.cell.shape === 'by-hand') byHand.push(pushByHand(stage, one.number, QUIET_MS * options.scale))
    }
    await Promise.all(byHand)
    await settled(stage, placed, options.scale)
    await fleet.stop()
  } finally {
    fleet.kill()
  }
  if (fleet.complaints.length > 0) throw new Error(fleet.complaints.join('\n'))
  return results(stage, placed)
}

/** Tells the simulator which fault to play for this order. */
export async function script(
  stage: Stage,
  { cell, number }: { cell: Pick<Cell, 'fault' | 'target'>; number: string },
  scale: number,
): Promise<void> {
  const fault = FAULTS[cell.fault]
  if (!fault || fault.kind === '') return
  const method = cell.target === 'create' ? 'POST' : 'PUT'
  await simulatorDoor(stage.simulatorUrl, '/faults', 'POST', {
    kind: fault.kind,
    match: { method, pathIncludes: '/Sale', referenceIncludes: referencesOf(number) },
    ms: Math.round(fault.ms * scale),
  })
}

/** The channel sends the order; where nobody acknowledges it, it sends it again. */
async function send(stage: Stage, { cell, number, crash }: Placed): Promise<void> {
  const delivery = deliveryOf(number, cell.shape, new Date())
  if (STEPS[cell.step] === 'intake') {
    const child = spawn(process.execPath, [...TSX, 'e2e/chaos/matrix/intake-host.ts'], {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { ...stage.env, CRASH_AT: `${cell.step}#1`, CRASH_ONCE: '' },
    })
    child.stdin.end(JSON.stringify(delivery))
    const signal = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)))
    if (signal === 'SIGKILL') diedInIntake.add(crash)
  }
  await deliver(delivery)
}

/** Deaths of processes that took in one delivery. */
const diedInIntake = new Set<string>()

/** Waits until every order has come to rest, or nothing has moved for long; then for what may still come late. */
export async function settled(
  stage: Stage,
  placed: { number: string }[],
  scale: number,
  read: typeof pageOf = pageOf,
): Promise<void> {
  const moving = new Map(placed.map(({ number }) => [number, '']))
  let lastChange = Date.now()
  while (moving.size > 0 && Date.now() - lastChange < QUIET_MS * scale) {
    const [number = ''] = moving.keys()
    const page = await read(stage, number)
    const state = page ? `${page.state} ${page.version} ${page.timeline.length}` : ''
    if (state !== moving.get(number)) lastChange = Date.now()
    moving.delete(number)
    const rests = page && (RESTING.has(page.state) || page.attention !== null)
    // To the end of the line: the next look is at another one.
    if (!rests) moving.set(number, state)
    await pause(100)
  }
  await pause(LATEST_MS * scale)
}

async function results(stage: Stage, placed: Placed[]): Promise<CellResult[]> {
  const deaths = happened(stage)
  const unplayed = await unplayedOrders(stage)
  const found: CellResult[] = []
  for (const { cell, number, crash } of placed) {
    const verdict = judge(cell, await salesOf(stage, number), await pageOf(stage, number))
    const fired = (deaths.has(crash) || diedInIntake.has(crash)) && !unplayed.has(referencesOf(number))
    found.push({ cell, number, fired, verdict })
  }
  return found
}

/** How the references of an order's parts begin. */
export const referencesOf = (number: string) => `${number.slice(1)}-`

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
