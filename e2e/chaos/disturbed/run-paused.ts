import { setTimeout as pause } from 'node:timers/promises'
import { seededRandom } from '../../../lib/commands/test-orders/seeded-random'
import { crashMark } from '../../../lib/crash'
import { present } from '../../../lib/result'
import { crashOf, type Step } from '../matrix/cells/steps'
import { Fleet } from '../matrix/processes/fleet'
import { settled } from '../matrix/quiet'
import { openStage, simulatorDoor, type Stage } from '../matrix/stage'
import {
  anyCell,
  countVerdicts,
  judgeTrials,
  playTrials,
  troublesOf,
  type Trial,
  type TrialResult,
} from './trials'
import { Waker, type Stop } from './waker'

export interface PausedOptions {
  /** Orders whose worker stands still in the middle of them. */
  pauses: number
  /** Orders whose worker dies twice. */
  doubleKills: number
  seed: string
  scale: number
  workers: number
  tell(line: string): void
}

export interface PausedSummary extends ReturnType<typeof countVerdicts> {
  regime: 'paused'
  /** Of the pauses asked for, those that took place and whose fault was played. */
  paused: number
  /** Of these, those during which another worker asked Lightspeed about the order. */
  takenOver: number
  /** Orders that two kills have hit. */
  killedTwice: number
  neverFired: number
  seed: string
}

const PUSH_STEPS: Step[] = [
  'part-claimed',
  'looked-up',
  'intent-committed',
  'headers-read',
  'create-answered',
  'created-stored',
  'completion-sent',
  'complete-answered',
  'between-parts',
  'reconciler-found',
  'before-archive',
  'before-finish',
]

/** What Lightspeed does with a second completion nobody knows; batches take turns. */
const SECOND_COMPLETIONS = ['unchanged', 'refused', 'pays-again'] as const

/** Orders that share one life of the processes. */
const BATCH = 24
/** What did not come about is played again, as another order. */
const TRIES = 3
/**
 * A job of a dead or standing process goes to the next one 10 to 12 s later (lib/jobs/queue.ts), whatever the waits: a
 * quarter of the pauses end before, past the lease alone; the others while the next one is at it or when it is through.
 */
const pauseMs = (random: () => number): number =>
  Math.round(random() < 0.25 ? 2_500 + random() * 2_000 : 11_000 + random() * 9_000)

/** Regime b: workers that stand still past their lease and go on, and orders whose worker dies twice. */
export async function runPaused(options: PausedOptions): Promise<PausedSummary> {
  const random = seededRandom(`paused ${options.seed}`)
  const stage = await openStage(options.scale)
  const numbers = { next: 10_001 }
  try {
    let turn = 0
    const paused = await untilFired(options, options.pauses, async (count) => {
      const secondCompletion = present(SECOND_COMPLETIONS[turn % SECOND_COMPLETIONS.length], 'turn')
      turn += 1
      await simulatorDoor(stage.simulatorUrl, '/settings', 'PUT', { secondCompletion })
      // Where a second completion pays again, none may arrive: what is doubled or late on its way is not ours to keep.
      const calm = secondCompletion === 'pays-again'
      return playPauses(stage, plan(count, numbers, random, { times: 1, calm }), random, options)
    })
    await simulatorDoor(stage.simulatorUrl, '/settings', 'PUT', { secondCompletion: 'unchanged' })
    const killed = await untilFired(options, options.doubleKills, (count) =>
      playKills(stage, plan(count, numbers, random, { times: 2, calm: false }), options),
    )
    return {
      regime: 'paused',
      paused: paused.fired,
      takenOver: paused.takenOver,
      killedTwice: killed.fired,
      neverFired: options.pauses + options.doubleKills - paused.fired - killed.fired,
      ...countVerdicts([...paused.results, ...killed.results]),
      seed: options.seed,
    }
  } finally {
    await stage.close()
  }
}

interface Played {
  results: TrialResult[]
  fired: number
  takenOver: number
}

/** Batch by batch until `wanted` of them have come about, or three times as many were tried. */
async function untilFired(
  { tell }: PausedOptions,
  wanted: number,
  play: (count: number) => Promise<Played>,
): Promise<Played> {
  const all: Played = { results: [], fired: 0, takenOver: 0 }
  // A short run has as many batches as there are turns, too.
  const batch = Math.min(BATCH, Math.ceil(wanted / SECOND_COMPLETIONS.length))
  while (all.fired < wanted && all.results.length < wanted * TRIES) {
    const played = await play(Math.min(batch, wanted - all.fired))
    all.results.push(...played.results)
    all.fired += played.fired
    all.takenOver += played.takenOver
    for (const line of troublesOf(played.results)) tell(line)
    tell(`${all.results.length} orders, ${all.fired} of ${wanted} came about`)
  }
  return all
}

/** `count` orders, each with so many steps at which something happens. */
function plan(
  count: number,
  numbers: { next: number },
  random: () => number,
  { times, calm }: { times: 1 | 2; calm: boolean },
): Trial[] {
  return Array.from({ length: count }, (): Trial => {
    const number = `#${(numbers.next += 1)}`
    for (;;) {
      const first = Math.floor(random() * PUSH_STEPS.length)
      // The second death is at the same step or a later one: what comes after a death begins with looking up.
      const second = first + Math.floor(random() * (PUSH_STEPS.length - first))
      const steps = [first, second].slice(0, times).map((index) => PUSH_STEPS[index] ?? 'part-claimed')
      const cell = anyCell(steps, random, calm)
      if (cell) return { number, cell, crashes: steps.map((step) => crashOf(step, number)) }
    }
  })
}

async function playPauses(
  stage: Stage,
  trials: Trial[],
  random: () => number,
  { scale, workers }: PausedOptions,
): Promise<Played> {
  const stops = trials.map(({ number, crashes: [crash = ''] }): Stop => ({
    number,
    crash,
    ms: pauseMs(random),
  }))
  const fleet = new Fleet(
    stage,
    [],
    stops.map(({ crash }) => crash),
  )
  const waker = new Waker(stage, fleet, stops)
  await fleet.start(workers)
  try {
    await playTrials(stage, trials, scale)
    // Whoever still stands goes on with what it had in hand, and that has to come to rest too.
    while (waker.waits) await pause(100)
    await settled(
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
  const stopped = results.filter(({ trial, played }) =>
    stops.some((stop) => stop.number === trial.number && waker.over.has(stop) && played),
  )
  return {
    results,
    fired: stopped.length,
    takenOver: [...waker.takenOver].filter((stop) =>
      stopped.some(({ trial }) => trial.number === stop.number),
    ).length,
  }
}

async function playKills(stage: Stage, trials: Trial[], { scale, workers }: PausedOptions): Promise<Played> {
  const fleet = new Fleet(
    stage,
    trials.flatMap(({ crashes }) => crashes),
  )
  await fleet.start(workers)
  try {
    await playTrials(stage, trials, scale)
    await fleet.stop()
  } finally {
    fleet.kill()
  }
  complain(fleet)
  const deaths = fleet.happened()
  const results = await judgeTrials(stage, trials)
  const fired = results.filter(({ trial: { crashes }, played }) => {
    const marks = crashes.map((crash, index) =>
      crashMark(crash, crashes.indexOf(crash) === index ? 0 : index),
    )
    return played && marks.every((mark) => deaths.has(mark))
  })
  return { results, fired: fired.length, takenOver: 0 }
}

/** A worker that ends although nobody killed it is a fault of its own. */
function complain(fleet: Fleet): void {
  if (fleet.complaints.length > 0) throw new Error(fleet.complaints.join('\n'))
}
