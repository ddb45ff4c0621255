import { pick, seededRandom } from '../../../../lib/commands/test-orders/seeded-random'
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

/** The account has one token for all: such cells come one after the other. */
export const endsToken = ({ fault }: Cell): boolean => faultPlan(fault).refreshes === true

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
