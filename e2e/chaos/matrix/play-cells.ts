import { crashMark } from '../../../lib/crash'
import { present } from '../../../lib/result'
import { diesIn, endsToken, nameOf, playedIn, type Cell } from './cells/cells'
import { crashOf, referencesOf, STEPS } from './cells/steps'
import { faultPlan, type FaultPlan, type Target } from './cells/faults'
import { judge, type LedgerSale, type Verdict } from './judge'
import { pageOf, pushByHand, untilPushed } from './orders'
import { Fleet } from './processes/fleet'
import { momentsOf, rests, settled, untilFewer } from './quiet'
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
  /** `NUMBERS` times as many numbers as there are cells are taken, from this one on. */
  firstNumber: number
  workers: number
  scale: number
  seed: string
}

/** An order's number and those of its spares. */
export const NUMBERS = 3

/** As many jobs of one kind as there are merchants (`run-matrix.ts`): a process of six pushes one order of each. */
const SLOTS = 6

/** What the merchants' orders of one life of the processes have in common. */
interface Run extends Playing {
  placed: Placed[]
  spares: Placed[]
  fleet: Fleet
  /** Marks of the deaths that no worker died. */
  died: Set<string>
  /** All that is to be judged. */
  sent: Placed[]
}

/** Plays cells side by side: each is an order of its own with one fault and one death, and all share the processes. */
export async function playCells(stage: Stage, cells: Cell[], playing: Playing): Promise<CellResult[]> {
  const placed = place(stage, cells, playing.firstNumber)
  const spares = placed.flatMap((one) => sparesOf(one, playing.firstNumber, cells.length))
  await scriptAll(stage, placed, playing)
  const ofWorkers = [...placed, ...spares].filter(({ cell }) => diesIn(cell) === 'worker')
  const fleet = new Fleet(stage, { holdAt: ofWorkers.map(({ crash }) => crash), slots: SLOTS })
  await fleet.start(playing.workers)
  const run: Run = { ...playing, placed, spares, fleet, died: new Set(), sent: [...placed] }
  try {
    const played = Promise.all(stage.seats.map((seat) => playMerchant(stage, seat, run)))
    await Promise.race([played, fleet.givenUp])
    await fleet.stop()
  } finally {
    fleet.kill()
  }
  if (fleet.complaints.length > 0) throw new Error(fleet.complaints.join('\n'))
  return results(stage, run.sent, new Set([...run.died, ...fleet.happened()]))
}

/** One merchant's orders, and once more those that missed their death or fault, until nothing moves any more. */
async function playMerchant(stage: Stage, seat: Seat, run: Run): Promise<void> {
  const own = run.placed.filter((one) => one.seat === seat)
  const again = (swept: boolean) => playMissed(stage, seat, run, swept)
  await playSeat(stage, seat, own, run.died, async () => {
    await again(false)
  })
  while (await again(false));
  // The sweeper has come by then, or never will.
  do await rested(stage, seat, run)
  while (await again(true))
}

function rested(stage: Stage, seat: Seat, { sent, scale }: Run): Promise<void> {
  const numbers = sent.filter((one) => one.seat === seat).map(({ number }) => number)
  return settled(stage, seat, numbers, scale)
}

/** Sends one more order for each cell that missed its death or fault, those of the sweeper or the others. Whether there were any. */
async function playMissed(stage: Stage, seat: Seat, run: Run, swept: boolean): Promise<boolean> {
  const missed = (await missedOf(stage, seat, run)).filter((cell) => isSwept(cell) === swept)
  const again = missed.flatMap(
    (cell) => run.spares.find((spare) => spare.cell === cell && !run.sent.includes(spare)) ?? [],
  )
  run.sent.push(...again)
  await scriptAll(stage, again, run)
  await playSeat(stage, seat, again, run.died)
  return again.length > 0
}

async function scriptAll(stage: Stage, placed: Placed[], { seed, scale }: Playing): Promise<void> {
  await Promise.all(
    placed.flatMap(({ cell, number }) =>
      playedIn(cell, seed).map((played) =>
        script(stage, number, isSwept(cell) ? putOff(played) : played, scale),
      ),
    ),
  )
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
async function commitOnceRested(stage: Stage, { seat, number, cell }: Placed): Promise<void> {
  if (cell.shape === 'by-hand') await untilPushed(seat, number)
  await untilFewer(seat, [number], 1)
  await simulatorDoor(stage.simulatorUrl, '/late', 'POST', { includes: referencesOf(number) })
}

/** One merchant's orders, until they have come to rest. `onceSent`: when most of them have been sent and none is waited for. */
async function playSeat(
  stage: Stage,
  seat: Seat,
  placed: Placed[],
  died: Set<string>,
  onceSent = () => Promise.resolve(),
) {
  const inTurn = placed.filter(({ cell }) => endsToken(cell))
  const atOnce = placed.filter(({ cell }) => !endsToken(cell))
  const [late, soon] = [atOnce.filter(isLate), atOnce.filter((one) => !isLate(one))]
  await Promise.all([
    sendAll(stage, seat, late, died).then(() =>
      Promise.all(late.filter(({ cell }) => isSwept(cell)).map((one) => commitOnceRested(stage, one))),
    ),
    sendAll(stage, seat, soon, died).then(onceSent),
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
 * The same cell as other orders of its merchant, for when the first did not meet its death or its fault: another one's
 * death can tear an order past its own. None where the death is not about one order; there every process would die once
 * more. The worker processes are told of them from the start.
 */
function sparesOf(one: Placed, firstNumber: number, cells: number): Placed[] {
  if (STEPS[one.cell.step].by === 'account' || endsToken(one.cell)) return []
  return Array.from({ length: NUMBERS - 1 }, (_, nth): Placed => {
    const number = `#${firstNumber + (nth + 1) * cells + one.index}`
    const crash = crashOf(one.cell.step, number)
    return { ...one, number, crash, mark: crashMark(crash) }
  })
}

/** The merchant's cells all of whose orders have come to rest without their death or without their fault. */
async function missedOf(stage: Stage, seat: Seat, { fleet, died, sent }: Run): Promise<Cell[]> {
  const own = sent.filter((one) => one.seat === seat)
  const moments = await momentsOf(
    seat,
    own.map(({ number }) => number),
  )
  const resting = new Set(moments.filter(rests).map(({ number }) => number))
  const happened = new Set([...died, ...fleet.happened()])
  const unplayed = await unplayedOrders(stage)
  const missed = (one: Placed) => resting.has(one.number) && !hasFired(one, happened, unplayed)
  const open = new Set(own.filter((one) => !missed(one)).map(({ cell }) => cell))
  return [...new Set(own.map(({ cell }) => cell))].filter((cell) => !open.has(cell))
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
