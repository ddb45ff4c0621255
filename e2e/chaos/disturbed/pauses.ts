import { setTimeout as pause } from 'node:timers/promises'
import { cellOf } from '../matrix/cells/cells'
import { crashOf } from '../matrix/cells/steps'
import { Fleet } from '../matrix/processes/fleet'
import { settled } from '../matrix/quiet'
import type { Stage } from '../matrix/stage'
import { judgeTrials, playTrials, type Trial, type TrialResult } from './trials'
import { Waker, type Stop } from './waker'

/** What became of the orders of a batch. */
export interface Played {
  results: TrialResult[]
  /** Orders whose stop or deaths and whose fault came about. */
  fired: number
  /** Of these, stops during which another worker asked Lightspeed about the order. */
  takenOver: number
  /** Of these, stops right before a completion was sent, which another worker then sent. */
  lateCompletions: number
}

/**
 * A job of a dead or standing process goes to the next one 3 to 6 s later (matrix/stage.ts): a quarter of the pauses end
 * before, past the lease alone; the others while the next one is at it or when it is through.
 */
const pauseMs = (random: () => number): number =>
  Math.round(random() < 0.25 ? 1_700 + random() * 1_300 : 4_000 + random() * 6_000)

/** The worst that a standing worker can do, part of every batch: it is about to pay what another one pays meanwhile. */
export function lateCompletion(numbers: { next: number }): Trial {
  const number = `#${(numbers.next += 1)}`
  const cell = cellOf('completion-sent/none/create/whole')
  return { number, cell, crashes: [crashOf(cell.step, number)] }
}

/** Plays orders whose worker stands still and goes on; `late` only when another worker has sold it. */
export async function playPauses(
  stage: Stage,
  late: Trial,
  others: Trial[],
  random: () => number,
  { scale, workers }: { scale: number; workers: number },
): Promise<Played> {
  const trials = [late, ...others]
  const stops = trials.map((trial): Stop => ({
    number: trial.number,
    crash: trial.crashes[0] ?? '',
    ms: pauseMs(random),
    untilSold: trial === late,
  }))
  const fleet = new Fleet(stage, { stopAt: stops.map(({ crash }) => crash) })
  const waker = new Waker(stage, fleet, stops)
  await fleet.start(workers)
  try {
    await playTrials(stage, trials, scale)
    // Whoever still stands goes on with what it had in hand, and that has to come to rest too.
    while (waker.waits) await pause(100)
    await settled(
      stage,
      stage,
      trials.map(({ number }) => number),
      scale,
    )
    waker.end()
    await fleet.stop()
  } finally {
    waker.end()
    fleet.kill()
  }
  complain(fleet)
  const results = await judgeTrials(stage, trials)
  const unplayed = new Set(results.filter(({ played }) => !played).map(({ trial }) => trial.number))
  const counts = ({ number }: Stop) => !unplayed.has(number)
  const takenOver = [...waker.takenOver].filter(counts)
  return {
    results,
    fired: [...waker.over].filter(counts).length,
    takenOver: takenOver.length,
    lateCompletions: takenOver.filter(({ untilSold }) => untilSold).length,
  }
}

/** A worker that ends although nobody killed it is a fault of its own. */
export function complain(fleet: Fleet): void {
  if (fleet.complaints.length > 0) throw new Error(fleet.complaints.join('\n'))
}
