import fc from 'fast-check'
import { judge, type Verdict } from './judge'
import { anyVerifier } from './feed/verifier'
import { anyScript } from './script'
import { playWorld, WORLD_HOURS, type World, type WorldScript } from './world'

/** Orders that share one account of Lightspeed, its numbers and its clock. */
const ORDERS_A_WORLD = 5

export interface ModelSummary {
  regime: 'model'
  orders: number
  parts: number
  /** Faults played, by kind. */
  faults: Record<string, number>
  kills: number
  pauses: number
  /** Orders whose sales somebody at the desk changed, and that the channel changed. */
  meddled: number
  changedByChannel: number
  virtualHours: number
  lost: number
  doubled: number
  limbo: number
  attention: number
  attentionExpected: number
  /** Readings of the change feed, and how often one died or stood still. */
  readings: number
  readingsStumbled: number
  /** Orders that nobody but the change feed put into attention. */
  foundByFeed: number
  /** Open sales that came after their order had ended: swept up, and left. */
  swept: number
  openLeft: number
  /** Jobs that threw and were tried again. */
  thrown: Record<string, number>
  seconds: number
  seed: number
  /** The smallest run found that breaks something: what is wrong, its script and what happened in it. */
  broken: { faults: string[]; script: WorldScript; trace: string[]; path: string } | null
}

/**
 * Plays `orders` orders in virtual time, five to a world, each with its own faults, deaths and pauses made from `seed`,
 * and judges each by Lightspeed's own ledger. The first world that breaks is shrunk to the smallest that still does.
 */
export async function runModel({ orders, seed }: { orders: number; seed: number }): Promise<ModelSummary> {
  const began = performance.now()
  const sums = new Sums()
  const worlds = Math.ceil(orders / ORDERS_A_WORLD)
  const world = fc.record({
    orders: fc.array(anyScript, { minLength: ORDERS_A_WORLD, maxLength: ORDERS_A_WORLD }),
    verifier: anyVerifier,
  })
  let shrinking = false
  const property = fc.asyncProperty(world, async (script) => {
    const played = await playWorld(script)
    const verdict = judge(played)
    // What is tried while shrinking is no part of the run.
    if (!shrinking) sums.add(played, verdict)
    shrinking ||= verdict.faults.length > 0
    return verdict.faults.length === 0
  })
  const details = await fc.check(property, { seed, numRuns: worlds })
  const [smallest] = details.counterexample ?? []
  return {
    ...sums.summary(),
    seconds: Math.round((performance.now() - began) / 100) / 10,
    seed,
    broken: smallest ? await explain(smallest, details.counterexamplePath ?? '') : null,
  }
}

async function explain(script: WorldScript, path: string): Promise<ModelSummary['broken']> {
  const played = await playWorld(script)
  const eventful = played.lives.filter((life) => judge({ ...played, lives: [life] }).faults.length > 0)
  const trace = [...eventful.flatMap((life) => life.trace), ...played.verifier.trace]
  const orders = eventful.map((life) => life.script)
  return { faults: judge(played).faults, script: { ...script, orders }, trace, path }
}

/** Counts over all worlds of a run. */
class Sums {
  private readonly faults: Record<string, number> = {}
  private readonly thrown: Record<string, number> = {}
  private orders = 0
  private parts = 0
  private kills = 0
  private pauses = 0
  private meddled = 0
  private changedByChannel = 0
  private readings = 0
  private readingsStumbled = 0
  private readonly verdict = {
    lost: 0,
    doubled: 0,
    limbo: 0,
    attention: 0,
    attentionExpected: 0,
    foundByFeed: 0,
    swept: 0,
    openLeft: 0,
  }

  add({ lives, verifier }: World, verdict: Verdict): void {
    this.readings += verifier.readings
    this.readingsStumbled += verifier.kills + verifier.pauses
    for (const error of verifier.thrown) this.thrown[error] = (this.thrown[error] ?? 0) + 1
    for (const life of lives) {
      this.orders += 1
      this.parts += life.order.parts.length
      this.kills += life.kills
      this.pauses += life.pauses
      this.meddled += life.meddled ? 1 : 0
      this.changedByChannel += life.changedByChannel ? 1 : 0
      for (const fault of life.played) this.faults[fault] = (this.faults[fault] ?? 0) + 1
      for (const error of life.thrown) this.thrown[error] = (this.thrown[error] ?? 0) + 1
    }
    this.verdict.lost += verdict.lost
    this.verdict.doubled += verdict.doubled
    this.verdict.limbo += verdict.limbo
    this.verdict.attention += verdict.attention
    this.verdict.attentionExpected += verdict.attentionExpected
    this.verdict.foundByFeed += verdict.foundByFeed
    this.verdict.swept += verdict.swept
    this.verdict.openLeft += verdict.openLeft
  }

  summary() {
    const { orders, parts, kills, pauses, meddled, changedByChannel, readings, readingsStumbled, thrown } =
      this
    const faults = Object.fromEntries(Object.entries(this.faults).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    // Every world plays the same length of time.
    const virtualHours = (orders / ORDERS_A_WORLD) * WORLD_HOURS
    const counts = {
      orders,
      parts,
      faults,
      kills,
      pauses,
      meddled,
      changedByChannel,
      readings,
      readingsStumbled,
      virtualHours,
    }
    return { regime: 'model' as const, ...counts, ...this.verdict, thrown }
  }
}
