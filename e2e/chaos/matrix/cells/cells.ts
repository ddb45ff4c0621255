import { pick, seededRandom, shuffled } from '../../../../lib/commands/test-orders/seeded-random'
import { byStaff, FAULT_NAMES, faultPlan, type FaultName, type FaultPlan, type Target } from './faults'
import { SHAPES, STEP_NAMES, STEPS, type Shape, type Step } from './steps'
import { notReachable } from './reach'

/** A death at this step, this fault of Lightspeed and this shape of order, together in one order. */
export interface Cell {
  step: Step
  fault: FaultName
  target: Target
  shape: Shape
}

/** `looked-up/staff-archives/create/split-2`: read again by `cellOf`. */
export const nameOf = ({ step, fault, target, shape }: Cell) => `${step}/${fault}/${target}/${shape}`

/** The cell of this name; throws for one that there is not. */
export function cellOf(name: string): Cell {
  const cell = allCells().find((one) => nameOf(one) === name)
  if (!cell) throw new Error(`there is no cell ${name}: it is <step>/<fault>/<create or complete>/<shape>`)
  return cell
}

/** Every combination, reachable or not. */
export function allCells(): Cell[] {
  return SHAPES.flatMap((shape) =>
    STEP_NAMES.flatMap((step) =>
      FAULT_NAMES.flatMap((fault) =>
        faultPlan(fault).targets.map((target): Cell => ({ step, fault, shape, target })),
      ),
    ),
  )
}

/** The reachable ones in an order that the seed says: neighbours in the list would share too much. */
export function reachableCells(seed: string): Cell[] {
  return shuffled(
    allCells().filter((cell) => notReachable(cell) === null),
    seededRandom(`order ${seed}`),
  )
}

/** Cells that once failed are part of every choice. */
const ONCE_FAILED = ['looked-up/staff-archives/create/split-2']

/** The account has one token for all: such cells come one after the other, so a choice has one in ten at most. */
export const endsToken = ({ fault }: Cell): boolean => faultPlan(fault).refreshes === true
const TOKEN_SHARE = 0.1

/** `count` of the reachable ones, spread over steps, faults and shapes alike; the same for the same seed. */
export function someCells(count: number, seed: string): Cell[] {
  const known = ONCE_FAILED.map(cellOf)
  const left = reachableCells(seed).filter((cell) => !ONCE_FAILED.includes(nameOf(cell)))
  const used = new Map<string, number>()
  const times = (name: string) => used.get(name) ?? 0
  const chosen: Cell[] = []
  const choose = (cell: Cell) => {
    for (const name of [cell.step, cell.fault, cell.shape]) used.set(name, times(name) + 1)
    chosen.push(cell)
  }
  for (const cell of known.slice(0, count)) choose(cell)
  let tokens = Math.ceil(count * TOKEN_SHARE)
  while (chosen.length < count && left.length > 0) {
    let best = 0
    let least = Infinity
    for (const [index, cell] of left.entries()) {
      if (tokens === 0 && endsToken(cell)) continue
      const { step, fault, shape } = cell
      const weight = times(step) * 3 + times(fault) * 3 + times(shape)
      if (weight < least) [best, least] = [index, weight]
    }
    if (least === Infinity) break
    for (const cell of left.splice(best, 1)) {
      choose(cell)
      if (endsToken(cell)) tokens -= 1
    }
  }
  return chosen
}

/** What is played in this cell: its fault on its target, or for a mix one on each, which leave its step within reach. */
export function playedIn(cell: Cell, seed: string): { plan: FaultPlan; target: Target }[] {
  if (cell.fault !== 'mix') return [{ plan: faultPlan(cell.fault), target: cell.target }]
  const random = seededRandom(`mix ${nameOf(cell)} ${seed}`)
  return (['create', 'complete'] as const).flatMap((target) => {
    const names = FAULT_NAMES.filter(
      (fault) =>
        fault !== 'mix' &&
        fault !== 'none' &&
        !byStaff(fault) &&
        !faultPlan(fault).refreshes &&
        faultPlan(fault).targets.includes(target) &&
        notReachable({ ...cell, fault, target }) === null,
    )
    const fault = pick(names, random)
    return fault === undefined ? [] : [{ plan: faultPlan(fault), target }]
  })
}

/** Whether the process that takes in deliveries dies, or a worker. */
export const diesIn = (cell: Pick<Cell, 'step'>) => STEPS[cell.step].who
