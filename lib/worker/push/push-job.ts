import { setTimeout as pause } from 'node:timers/promises'
import { crashPoint } from '@/lib/crash'
import { snooze, done, type JobAnswer } from '@/lib/jobs/kinds'
import type { RateClass } from '@/lib/lightspeed/budget'
import { GatewayError } from '@/lib/lightspeed/types'
import { nextStep, type PartView, type PushStep } from '@/lib/orders/push/push-steps'
import { FenceLost, type LoadedPush } from '@/lib/orders/push/pushing'
import type { PushAccount } from '@/lib/orders/push/push-context'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { invariant, present } from '@/lib/result'
import { composeSale } from './sale/compose-sale'
import { becomeUnknown, completePart, createPart } from './push-calls'
import { lookUpPart, tidySales } from './push-look-up'
import { explainRefusals } from './sale/explain-refusals'
import type { OpenGateway } from '../gateways'
import { pushRows } from './push-rows'
import { partOf, type PushTools, type PushWorkshop, type PushWorld, type StepAnswer } from './push-tools'
import type { Step } from '../account-pace'

/** More steps than any push takes; past it something goes in circles and the sweep takes over. */
const STEP_LIMIT = 200

/** A breath before looking again at what another worker does. */
const PAUSE_MS = 50

/** The channel's clock, which says when an order was placed, and ours may differ by so much. */
const CLOCKS_MS = 3_600_000

/** Waits up to this long are sat out; the worker's other jobs go on meanwhile. */
const SHORT_WAIT_MS = 1_500

/**
 * Carries the push of one order as far as it goes now. Each step is decided from committed rows alone, so it does
 * not matter which process did the one before, or whether it lived to tell.
 */
export async function pushJob(
  workshop: PushWorkshop,
  { merchantId, orderId }: { merchantId: string; orderId: string },
  world: PushWorld = { rows: pushRows, composeSale, explainRefusals, pause },
): Promise<JobAnswer> {
  const opened = new Map<string, OpenGateway>()
  try {
    return await takeSteps(workshop, merchantId, orderId, world, opened)
  } finally {
    await releaseAll(opened)
  }
}

/** What the last steps left of the rate budget goes back. */
async function releaseAll(opened: Map<string, OpenGateway>): Promise<void> {
  for (const lightspeed of opened.values()) await lightspeed.release()
}

async function takeSteps(
  workshop: PushWorkshop,
  merchantId: string,
  orderId: string,
  world: PushWorld,
  opened: Map<string, OpenGateway>,
): Promise<JobAnswer> {
  const turnedAway = new Set<string>()
  const customers = new Map<string, string>()
  let accountOf: PushTools['accountOf'] | null = null
  let heldMs = 0
  for (let step = 0; step < STEP_LIMIT; step += 1) {
    const loaded = await world.rows.loadPush(merchantId, orderId)
    if (!loaded) return done
    const rank = rankOf(loaded, workshop)
    accountOf ??= accountOpener(workshop, merchantId, loaded.accounts, rank, opened)
    const tools: PushTools = {
      ...world,
      workshop,
      merchantId,
      orderId,
      loaded,
      customers,
      accountOf,
      release: () => releaseAll(opened),
      mayBeForgotten: () => false,
      turnedAway,
    }
    const answer = await takeStep(tools)
    if (answer === 'done') return done
    if (answer.kind === 'on') continue
    const limit = answer.kind === 'budget' ? workshop.waits.slotHoldMs - heldMs : SHORT_WAIT_MS
    // For the budget the slot is kept a while: whoever came in instead would have to wait for the same.
    if (answer.ms > limit && (answer.kind === 'later' || limit <= 0)) return snooze(answer.ms, rank)
    const ms = Math.min(answer.ms, limit)
    if (answer.kind === 'budget') heldMs += ms
    await releaseAll(opened)
    await world.pause(ms)
  }
  invariant(false, `push of order ${orderId} goes in circles`)
}

/**
 * Nothing is claimed, and nothing written into the history, while an account of this push cannot be called: the sweep
 * comes by every few seconds, perhaps for days.
 */
function waitsForReconnect({ loaded }: PushTools): boolean {
  const used = new Set(
    loaded.parts.filter((part) => part.state !== 'abandoned').map((part) => part.posAccountId),
  )
  return loaded.accounts.some((account) => used.has(account.id) && account.state !== 'connected')
}

/**
 * After a restore nothing goes on but looking; the sweep comes by until that is over. What the change feed has still to
 * tell is waited for before anything is sent. Null: go on.
 */
async function heldByFeed(tools: PushTools, step: PushStep): Promise<StepAnswer | 'done' | null> {
  const { loaded, merchantId, workshop } = tools
  const used = [...new Set(loaded.parts.map((part) => part.posAccountId))]
  const gate = await tools.rows.feedGate(merchantId, used, workshop.waits, workshop.now())
  tools.mayBeForgotten = (posAccountId) => {
    const restoredAt = gate.restoredAt.get(posAccountId)
    return restoredAt !== undefined && loaded.row.placedAt.getTime() <= restoredAt.getTime() + CLOCKS_MS
  }
  if (step.kind === 'look-up' || step.kind === 'mark-unknown' || gate.state === 'on') return null
  if (gate.state === 'off') return 'done'
  const { stockRetryMs } = workshop.waits
  return { kind: 'later', ms: gate.failing ? stockRetryMs : stockRetryMs / 5 }
}

function accountOpener(
  workshop: PushWorkshop,
  merchantId: string,
  accounts: PushAccount[],
  rank: RateClass,
  opened: Map<string, OpenGateway>,
): PushTools['accountOf'] {
  return (posAccountId: string) => {
    const account = present(
      accounts.find((candidate) => candidate.id === posAccountId),
      'account of the part',
    )
    const lightspeed = opened.get(account.id) ?? workshop.open(merchantId, account, rank)
    opened.set(account.id, lightspeed)
    return { account, lightspeed }
  }
}

/** The budget is taken before the intent, so that no attempt is spent on a 429; what is left goes back with the next step's. */
async function withBudget(
  tools: PushTools,
  view: PartView,
  step: Step,
  work: () => Promise<StepAnswer>,
): Promise<StepAnswer> {
  const { lightspeed } = tools.accountOf(partOf(tools, view).posAccountId)
  const waitMs = await lightspeed.reserve(step, rankOf(tools.loaded, tools.workshop))
  return waitMs > 0 ? { kind: 'budget', ms: waitMs } : work()
}

/** A person waits for the push they asked for; one that has begun comes before those that have not. */
function rankOf({ row, view }: LoadedPush, { waits, now }: PushWorkshop): 'person' | 'begun' | 'waiting' {
  const since = row.sendAfter === null ? Infinity : now().getTime() - row.sendAfter.getTime()
  if (since < waits.personWaitsMs) return 'person'
  return view.parts.some((part) => part.attempts > 0) ? 'begun' : 'waiting'
}

async function takeStep(tools: PushTools): Promise<StepAnswer | 'done'> {
  const { loaded, merchantId, orderId } = tools
  const step = nextStep(loaded.view, tools.workshop.now().getTime())
  if (step.kind !== 'nothing' && step.kind !== 'wait') {
    if (waitsForReconnect(tools)) return 'done'
    const held = await heldByFeed(tools, step)
    if (held) return held
  }
  try {
    switch (step.kind) {
      case 'nothing':
        return 'done'
      case 'wait':
        return { kind: 'later', ms: step.ms }
      case 'mark-unknown':
        return await becomeUnknown(tools, step.part)
      case 'look-up':
        return await withBudget(tools, step.part, { kind: 'look-up' }, () => lookUpPart(tools, step.part))
      case 'create': {
        const lines = partOf(tools, step.part).lines.length
        return await withBudget(tools, step.part, { kind: 'create', lines }, () =>
          createPart(tools, step.part),
        )
      }
      case 'complete':
        return await withBudget(tools, step.part, { kind: 'complete' }, () => completePart(tools, step.part))
      case 'return':
      case 'finish': {
        // What is read and archived now takes budget of its own.
        await tools.release()
        const first = await tidySales(tools)
        if (first) return first
        const end = step.kind === 'return' ? tools.rows.returnToQueue : tools.rows.finishPush
        const explained = await tools.explainRefusals(tools)
        await crashPoint('before-finish', loaded.row.number)
        await end(merchantId, orderId, tools.workshop.now(), explained)
        await crashPoint('finished', loaded.row.number)
        // Nothing left to do, unless another worker is still at it: its lease is waited out.
        return { kind: 'later', ms: PAUSE_MS }
      }
    }
  } catch (error) {
    if (error instanceof FenceLost) return { kind: 'on' }
    // Nothing was written by a failed read: wait as told and begin the step anew.
    if (error instanceof GatewayError)
      return { kind: 'later', ms: error.facts.retryAfterMs ?? tools.workshop.waits.stockRetryMs }
    // The order waits without a job: connecting again enqueues it, and the sweep in case that is missed.
    if (error instanceof ReconnectNeeded) return 'done'
    throw error
  }
}
