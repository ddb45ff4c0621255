import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { diesIn, type Cell } from './cells/cells'
import { referencesOf } from './cells/steps'
import { deliver, deliveryOf, pushByHand } from './orders'
import { bundle } from './processes/bundle'
import { momentsOf, rests, untilFewer } from './quiet'
import { simulatorDoor, type Seat, type Stage } from './stage'

/** A cell that has become an order. */
export interface Placed {
  cell: Cell
  /** Its place among the cells. */
  index: number
  number: string
  /** Whose order it is. */
  seat: Seat
  /** The death it asks for, in the form of CRASH_AT, and the file that tells of it. */
  crash: string
  mark: string
}

export const byHand = (placed: Placed[]): string[] =>
  placed.filter(({ cell }) => cell.shape === 'by-hand').map(({ number }) => number)

/** Orders of one merchant on their way: enough to keep the processes busy while some wait for a dead one's job to be handed on. */
const AT_ONCE = 8

/**
 * The channel sends the orders; where nobody acknowledges one, it sends it again. Who is to die while it takes one in
 * does so in a process of its own, and its mark goes into `died`.
 */
export async function sendAll(stage: Stage, seat: Seat, placed: Placed[], died: Set<string>): Promise<void> {
  for (const [index, { cell, number, crash, mark }] of placed.entries()) {
    await untilFewer(
      seat,
      placed.slice(0, index).map((one) => one.number),
      AT_ONCE,
    )
    const delivery = deliveryOf(seat, number, cell.shape, new Date())
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

const LOOK_MS = 300
/** Longer than it takes an order to meet its fault on a busy machine, a death before it included. */
const FAULT_PATIENCE_MS = 600_000

/**
 * Orders that end the merchant's token, one after the other, each when nobody is in the middle of a renewal any more: two
 * writes of one part that are turned away in a row are for a person, and rightly so.
 */
export async function sendInTurn(
  stage: Stage,
  seat: Seat,
  placed: Placed[],
  died: Set<string>,
): Promise<void> {
  for (const one of placed) {
    await sendAll(stage, seat, [one], died)
    await pushByHand(seat, byHand([one]))
    const until = Date.now() + FAULT_PATIENCE_MS
    do await pause(LOOK_MS)
    while (Date.now() < until && ((await waitsForFault(stage, seat, one)) || (await turnedAway(stage, seat))))
  }
}

async function waitsForFault(stage: Stage, seat: Seat, { number }: Placed): Promise<boolean> {
  if (!(await unplayedOrders(stage)).has(referencesOf(number))) return false
  const [moment] = await momentsOf(seat, [number])
  return !moment || !rests(moment)
}

/** Far more requests than there are between a write that is turned away and its repetition. */
const LAST_REQUESTS = 1_000

/** Whether an order of the merchant is under way whose last write was turned away. */
async function turnedAway(stage: Stage, seat: Seat): Promise<boolean> {
  const seen = (await simulatorDoor(stage.simulatorUrl, `/requests?limit=${LAST_REQUESTS}`)) as {
    method: string
    reference: string
    status: number
  }[]
  const last = new Map<string, number>()
  for (const { method, reference, status } of seen)
    if (method !== 'GET' && reference !== '') last.set(reference, status)
  const numbers = [...last].flatMap(([reference, status]) =>
    status === 401 ? [`#${reference.replace(/-.*/, '')}`] : [],
  )
  return (await momentsOf(seat, numbers)).some((moment) => !rests(moment))
}

/** The beginnings of references (`referencesOf`) whose fault nothing has met yet. */
export async function unplayedOrders(stage: Stage): Promise<Set<string>> {
  const { waiting } = (await simulatorDoor(stage.simulatorUrl, '/faults')) as {
    waiting: { match: { referenceIncludes?: string } }[]
  }
  return new Set(waiting.flatMap((fault) => fault.match.referenceIncludes ?? []))
}
