import { seededRandom, shuffled } from '../../../../lib/commands/test-orders/seeded-random'
import { allCells, cellOf, endsToken, nameOf, type Cell } from './cells'
import { classOf } from './faults'
import { notReachable } from './reach'
import type { Shape } from './steps'

/** The reachable ones in an order that the seed says: neighbours in the list would share too much. */
export function reachableCells(seed: string): Cell[] {
  return shuffled(
    allCells().filter((cell) => notReachable(cell) === null),
    seededRandom(`order ${seed}`),
  )
}

/** Cells that once failed are part of every choice. */
const ONCE_FAILED = ['looked-up/staff-archives/create/split-2']

/** What a choice is to have met: each fault on each target, and every two of step, class of fault and shape together. */
export const pairsOf = ({ step, fault, target, shape }: Cell): string[] => {
  const sort = classOf(fault)
  return [`${fault} ${target}`, `${step} ${sort}`, `${step} ${shape}`, `${sort} ${target} ${shape}`]
}

/** Of cells that meet as many pairs those are taken that need not wait for one another, then those with less to do. */
const EFFORT: Record<Shape, number> = {
  whole: 0,
  oversold: 0,
  'by-hand': 0.1,
  'split-2': 0.1,
  'split-3': 0.2,
}
const effortOf = (cell: Cell): number => (endsToken(cell) ? 0.5 : 0) + EFFORT[cell.shape]

/** Cells of the short form: on each target every fault, and 464 of 529 pairs with seed 1. */
export const SHORT = 200

/**
 * The `count` reachable cells that meet the most pairs, those that meet most first; fewer when fewer meet them all. The
 * same for the same seed.
 */
export function someCells(count: number, seed: string): Cell[] {
  const chosen = ONCE_FAILED.map(cellOf)
  const met = new Set(chosen.flatMap(pairsOf))
  const left = reachableCells(seed)
    .filter((cell) => !ONCE_FAILED.includes(nameOf(cell)))
    .map((cell) => ({ cell, pairs: pairsOf(cell) }))
  while (chosen.length < count) {
    let best: (typeof left)[number] | null = null
    let most = 0
    for (const one of left) {
      const worth = one.pairs.filter((pair) => !met.has(pair)).length - effortOf(one.cell)
      if (worth > most) [best, most] = [one, worth]
    }
    if (!best) break
    chosen.push(best.cell)
    for (const pair of best.pairs) met.add(pair)
  }
  return chosen.slice(0, count)
}
