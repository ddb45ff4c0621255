import { seededRandom } from '../../../lib/commands/test-orders/seeded-random'
import { crashMark } from '../../../lib/crash'
import { present } from '../../../lib/result'
import { crashOf, type Step } from '../matrix/cells/steps'
import { Fleet } from '../matrix/processes/fleet'
import { openStage, simulatorDoor, type Stage } from '../matrix/stage'
import { complain, lateCompletion, playPauses, type Played } from './pauses'
import { anyCell, countVerdicts, judgeTrials, playTrials, troublesOf, type Trial } from './trials'

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
  /** Of these, those right before a completion was sent, which another worker then sent. */
  lateCompletions: number
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
  'completion-headers-read',
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
/** Regime b: workers that stand still past their lease and go on, and orders whose worker dies twice. */
export async function runPaused(options: PausedOptions): Promise<PausedSummary> {
  const random = seededRandom(`paused ${options.seed}`)
  const stage = await openStage(options.scale)
  const numbers = { next: 10_001 }
  try {
    let turn = 0
    // A short run has as many batches as there are turns, too.
    const inTurns = Math.ceil(options.pauses / SECOND_COMPLETIONS.length)
    const paused = await untilFired(options, options.pauses, inTurns, async (count) => {
      const secondCompletion = present(SECOND_COMPLETIONS[turn % SECOND_COMPLETIONS.length], 'turn')
      turn += 1
      await simulatorDoor(stage.simulatorUrl, '/settings', 'PUT', { secondCompletion })
      // Where a second completion pays again, none may arrive: what is doubled or late on its way is not ours to keep.
      const calm = secondCompletion === 'pays-again'
      const others = plan(count - 1, numbers, random, { times: 1, calm })
      return playPauses(stage, lateCompletion(numbers), others, random, options)
    })
    await simulatorDoor(stage.simulatorUrl, '/settings', 'PUT', { secondCompletion: 'unchanged' })
    const killed = await untilFired(options, options.doubleKills, BATCH, (count) =>
      playKills(stage, plan(count, numbers, random, { times: 2, calm: false }), options),
    )
    return {
      regime: 'paused',
      paused: paused.fired,
      takenOver: paused.takenOver,
      lateCompletions: paused.lateCompletions,
      killedTwice: killed.fired,
      neverFired: options.pauses + options.doubleKills - paused.fired - killed.fired,
      ...countVerdicts([...paused.results, ...killed.results]),
      seed: options.seed,
    }
  } finally {
    await stage.close()
  }
}

/** Batches of at most `most` until `wanted` of them have come about, or three times as many were tried. */
async function untilFired(
  { tell }: PausedOptions,
  wanted: number,
  most: number,
  play: (count: number) => Promise<Played>,
): Promise<Played> {
  const all: Played = { results: [], fired: 0, takenOver: 0, lateCompletions: 0 }
  const batch = Math.min(BATCH, most)
  while (all.fired < wanted && all.results.length < wanted * TRIES) {
    const played = await play(Math.min(batch, wanted - all.fired))
    all.results.push(...played.results)
    all.fired += played.fired
    all.takenOver += played.takenOver
    all.lateCompletions += played.lateCompletions
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

async function playKills(stage: Stage, trials: Trial[], { scale, workers }: PausedOptions): Promise<Played> {
  const fleet = new Fleet(stage, { holdAt: trials.flatMap(({ crashes }) => crashes) })
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
  return { results, fired: fired.length, takenOver: 0, lateCompletions: 0 }
}
