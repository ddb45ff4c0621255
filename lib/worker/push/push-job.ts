import { setTimeout as pause } from 'node:timers/promises'
import { crashPoint } from '@/lib/crash'
import { snooze, done, type JobAnswer } from '@/lib/jobs/kinds'
import { GatewayError } from '@/lib/lightspeed/types'
import { finishPush, returnToQueue } from '@/lib/orders/push/finish-push'
import { nextStep } from '@/lib/orders/push/push-steps'
import { FenceLost, loadPush } from '@/lib/orders/push/pushing'
import { listAccountsOfOrder, type PushAccount } from '@/lib/orders/push/push-context'
import { ReconnectNeeded } from '@/lib/pos-accounts/account'
import { invariant, present } from '@/lib/result'
import { becomeUnknown, completePart, createPart } from './push-calls'
import { lookUpPart, tidySales } from './push-look-up'
import type { OpenGateway } from '../gateways'
import { partOf, type PushTools, type StepAnswer } from './push-tools'
import type { Workshop } from '../registry'

/** More steps than any push takes; past it something goes in circles and the sweep takes over. */
const STEP_LIMIT = 200

/** A breath before looking again at what another worker does. */
const PAUSE_MS = 50

/** Waits up to this long are sat out; the worker's other jobs go on meanwhile. */
const SHORT_WAIT_MS = 1_500

/**
 * Carries the push of one order as far as it goes now. Each step is decided from committed rows alone, so it does
 * not matter which process did the one before, or whether it lived to tell.
 */
export async function pushJob(
  workshop: Workshop,
  { merchantId, orderId }: { merchantId: string; orderId: string },
): Promise<JobAnswer> {
  const accountOf = accountOpener(workshop, merchantId, await listAccountsOfOrder(merchantId))
  for (let step = 0; step < STEP_LIMIT; step += 1) {
    const loaded = await loadPush(merchantId, orderId)
    if (!loaded) return done
    const answer = await takeStep({ workshop, merchantId, orderId, loaded, accountOf })
    if (answer === 'done') return done
    if (answer.kind === 'on') continue
    // A wait for the rate budget is shorter than a turn of the queue.
    if (answer.ms > SHORT_WAIT_MS) return snooze(answer.ms)
    await pause(answer.ms)
  }
  invariant(false, `push of order ${orderId} goes in circles`)
}

function accountOpener(workshop: Workshop, merchantId: string, accounts: PushAccount[]) {
  const opened = new Map<string, OpenGateway>()
  return (posAccountId: string) => {
    const account = present(
      accounts.find((candidate) => candidate.id === posAccountId),
      'account of the part',
    )
    const lightspeed = opened.get(account.id) ?? workshop.open(merchantId, account)
    opened.set(account.id, lightspeed)
    return { account, lightspeed }
  }
}

async function takeStep(tools: PushTools): Promise<StepAnswer | 'done'> {
  const { loaded, merchantId, orderId } = tools
  const step = nextStep(loaded.view, tools.workshop.now().getTime())
  try {
    switch (step.kind) {
      case 'nothing':
        return 'done'
      case 'wait':
        return { kind: 'later', ms: step.ms }
      case 'mark-unknown':
        return await becomeUnknown(tools, step.part)
      case 'look-up':
        return await lookUpPart(tools, step.part)
      case 'create':
      case 'complete': {
        // The budget is taken before the intent, so that no attempt is spent on a 429.
        const waitMs = tools.accountOf(partOf(tools, step.part).posAccountId).lightspeed.waitMs()
        if (waitMs > 0) return { kind: 'later', ms: waitMs }
        return step.kind === 'create'
          ? await createPart(tools, step.part)
          : await completePart(tools, step.part)
      }
      case 'return':
      case 'finish': {
        const first = await tidySales(tools)
        if (first) return first
        const end = step.kind === 'return' ? returnToQueue : finishPush
        crashPoint('before-finish', loaded.row.number)
        await end(merchantId, orderId, tools.workshop.now())
        crashPoint('finished', loaded.row.number)
        // Nothing left to do, unless another worker is still at it: its lease is waited out.
        return { kind: 'later', ms: PAUSE_MS }
      }
    }
  } catch (error) {
    if (error instanceof FenceLost) return { kind: 'on' }
    // Nothing was written by a failed read: wait as told and begin the step anew.
    if (error instanceof GatewayError)
      return { kind: 'later', ms: error.facts.retryAfterMs ?? tools.workshop.waits.stockRetryMs }
    if (error instanceof ReconnectNeeded) return { kind: 'later', ms: tools.workshop.waits.stockPatienceMs }
    throw error
  }
}
