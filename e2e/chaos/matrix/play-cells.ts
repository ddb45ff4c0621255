import { crashMark } from '../../../lib/crash'
import { present } from '../../../lib/result'
import { diesIn, endsToken, nameOf, playedIn, type Cell } from './cells/cells'
import { crashOf, referencesOf, STEPS } from './cells/steps'
import { faultPlan, type FaultPlan, type Target } from './cells/faults'
import { judge, type LedgerSale, type Verdict } from './judge'
import { pageOf, pushByHand } from './orders'
import { Fleet } from './processes/fleet'
import { settled, untilFewer } from './quiet'
import { byHand, sendAll, sendInTurn, unplayedOrders, type Placed } from './sending'
import { simulatorDoor, type Seat, type Stage } from './stage'

export interface CellResult {
  cell: Cell
  number: string
  /** Its process died at its step, and its fault was played: else nothing is shown by it. */
  fired: boolean
  verdict: Verdict
}

export interface Playing {
  /** Twice as many numbers as there are cells are taken, from this one on. */
  firstNumber: number
  workers: number
  scale: number
  seed: string
}

/** As many jobs of one kind as there are merchants (`run-matrix.ts`): a process of six pushes one order of each. */
const SLOTS = 6

/** Plays cells side by side: each is an order of its own with one fault and one death, and all share the processes. */
export async function playCells(stage: Stage, cells: Cell[], playing: Playing): Promise<CellResult[]> {
  const { workers, scale, seed } = playing
  const placed = place(stage, cells, playing.firstNumber)
  const spares = placed.flatMap((one) => spareOf(one, playing.firstNumber + cells.length) ?? [])
  const scripted = (those: Placed[]) =>
    Promise.all(
      those.flatMap(({ cell, number }) =>
        playedIn(cell, seed).map((played) =>
          script(stage, number, isSwept(cell) ? putOff(played) : played, scale),
        ),
      ),
    )
  await scripted(placed)
  const ofWorkers = [...placed, ...spares].filter(({ cell }) => diesIn(cell) === 'worker')
  const fleet = new Fleet(stage, { holdAt: ofWorkers.map(({ crash }) => crash), slots: SLOTS })
  await fleet.start(workers)
  const died = new Set<string>()
  const sent = [...placed]
  try {
    const played = Promise.all(
      stage.seats.map(async (seat) => {
        const own = placed.filter((one) => one.seat === seat)
        await playSeat(stage, seat, own, died)
        const missed = await unfiredOf(stage, own, fleet, died)
        const again = spares.filter((spare) => missed.has(spare.cell))
        await scripted(again)
        await playSeat(stage, seat, again, died)
        sent.push(...again)
        const numbers = [...own, ...again].map(({ number }) => number)
        await settled(stage, seat, numbers, scale)
      }),
    )
    await Promise.race([played, fleet.givenUp])
    await fleet.stop()
  } finally {
    fleet.kill()
  }
  if (fleet.complaints.length > 0) throw new Error(fleet.complaints.join('\n'))
  return results(stage, sent, new Set([...died, ...fleet.happened()]))
}

/** Longer than this, at full scale, an order mostly waits: it takes nobody's place among those under way. */
const LATE_MS = 60_000
const isLate = ({ cell }: Placed) => faultPlan(cell.fault).ms > LATE_MS

/** Its death is the sweeper's, which comes by for a sale that turns up when its order is done with. */
const isSwept = ({ step }: Cell) => STEPS[step].by === 'reference'

/** Longer than any run, at each scale. */
const PUT_OFF_MS = 1_000_000_000
type Played = ReturnType<typeof playedIn>[number]
const putOff = (played: Played): Played => ({ ...played, plan: { ...played.plan, ms: PUT_OFF_MS } })

/** However long an order takes on a busy machine, what it has given up on arrives after that. */
async function commitOnceRested(stage: Stage, { seat, number }: Placed): Promise<void> {
  await untilFewer(seat, [number], 1)
  await simulatorDoor(stage.simulatorUrl, '/late', 'POST', { includes: referencesOf(number) })
}

/** One merchant's orders, until they have come to rest. */
async function playSeat(stage: Stage, seat: Seat, placed: Placed[], died: Set<string>) {
  const inTurn = placed.filter(({ cell }) => endsToken(cell))
  const atOnce = placed.filter(({ cell }) => !endsToken(cell))
  const [late, soon] = [atOnce.filter(isLate), atOnce.filter((one) => !isLate(one))]
  await Promise.all([
    sendAll(stage, seat, late, died).then(() =>
      Promise.all(late.filter(({ cell }) => isSwept(cell)).map((one) => commitOnceRested(stage, one))),
    ),
    sendAll(stage, seat, soon, died),
    pushByHand(seat, byHand(atOnce)),
    sendInTurn(stage, seat, inTurn, died),
  ])
  await untilFewer(
    seat,
    placed.map(({ number }) => number),
    1,
  )
}

/**
 * The same cell as another order of its merchant, for when the first did not meet its death or its fault: another one's
 * death can tear an order past its own. Null where the death is not about one order; there every process would die once
 * more. The worker processes are told of it from the start.
 */
function spareOf(one: Placed, fromNumber: number): Placed | null {
  // The sweeper's comes when the order has long come to rest.
  if (STEPS[one.cell.step].by === 'account' || isSwept(one.cell) || endsToken(one.cell)) return null
  const number = `#${fromNumber + one.index}`
  const crash = crashOf(one.cell.step, number)
  return { ...one, number, crash, mark: crashMark(crash) }
}

async function unfiredOf(
  stage: Stage,
  placed: Placed[],
  fleet: Fleet,
  died: Set<string>,
): Promise<Set<Cell>> {
  const happened = new Set([...died, ...fleet.happened()])
  const unplayed = await unplayedOrders(stage)
  return new Set(placed.filter((one) => !hasFired(one, happened, unplayed)).map(({ cell }) => cell))
}

const hasFired = ({ mark, number }: Placed, happened: Set<string>, unplayed: Set<string>) =>
  happened.has(mark) && !unplayed.has(referencesOf(number))

/** Numbers them and deals them out, those that end tokens by themselves; deaths that are not about one order are told apart by how many of the same there were before. */
function place({ seats }: Stage, cells: Cell[], firstNumber: number): Placed[] {
  const times = new Map<string, number>()
  const dealt = { inTurn: 0, atOnce: 0 }
  return cells.map((cell, index): Placed => {
    const number = `#${firstNumber + index}`
    const crash = crashOf(cell.step, number)
    const nth = times.get(crash) ?? 0
    times.set(crash, nth + 1)
    const turn = dealt[endsToken(cell) ? 'inTurn' : 'atOnce']++
    const seat = present(seats[turn % seats.length], 'seat')
    return { cell, index, number, seat, crash, mark: crashMark(crash, nth) }
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
    ms: Math.round(plan.ms * (plan.kind === 'look-up-lag' ? 1 : scale)),
  })
  if (plan.losesRefresh)
    await simulatorDoor(stage.simulatorUrl, '/faults', 'POST', {
      kind: 'answer-lost-after-commit',
      match: { method: 'POST', pathIncludes: 'auth/oauth/token' },
    })
}

async function results(stage: Stage, placed: Placed[], happened: Set<string>): Promise<CellResult[]> {
  const unplayed = await unplayedOrders(stage)
  const found: CellResult[] = []
  for (const one of placed) {
    const { cell, number, seat } = one
    const verdict = judge(cell, await salesOf(stage, number), await pageOf(seat, number))
    found.push({ cell, number, fired: hasFired(one, happened, unplayed), verdict })
  }
  return found
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
