import { setTimeout as pause } from 'node:timers/promises'
import { withMerchant } from '@/lib/db/with-merchant'
import { done, snooze, type JobAnswer } from '@/lib/jobs/kinds'
import { GatewayError } from '@/lib/lightspeed/types'
import { judgeLook, noteLookFailed } from '@/lib/orders/attention/remedies'
import { loadRemedies } from '@/lib/orders/attention/remedy-reads'
import { nextSettleStep, type SettleStep } from './settle-steps'
import { listPosAccounts } from '@/lib/pos-accounts/account'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { invariant } from '@/lib/result'
import type { Workshop } from '../registry'
import { becomeUnknown, begin, lookUp } from './carry-out-remedy'
import { lookAtOrder } from './look'
import { accountOpener, on, takeCalls, type SettleTools, type StepAnswer } from './settle-tools'

/** More steps than any order in attention takes; past it something goes in circles and the sweep takes over. */
const STEP_LIMIT = 100
/** Waits up to this long are sat out; the worker's other jobs go on meanwhile. */
const SHORT_WAIT_MS = 1_500

/**
 * Carries out what a person ordered for an order in attention, and looks at its sales in Lightspeed. Each step is decided
 * from committed rows alone, so a worker that died is followed by one that goes on.
 */
export async function settleJob(
  workshop: Omit<Workshop, 'settings'>,
  { merchantId, orderId }: { merchantId: string; orderId: string },
): Promise<JobAnswer> {
  const accounts = await withMerchant(merchantId, (scope) => listPosAccounts(scope))
  const accountOf = accountOpener(workshop, merchantId, accounts)
  for (let step = 0; step < STEP_LIMIT; step += 1) {
    const loaded = await loadRemedies(merchantId, orderId)
    if (!loaded) return done
    const next = nextSettleStep(loaded.open, loaded.look, workshop.now().getTime())
    if (next.kind === 'nothing') return done
    const tools = { workshop, merchantId, orderId, loaded, accountOf }
    const used = new Set(loaded.parts.map((part) => part.posAccountId))
    const gone = accounts.find((account) => used.has(account.id) && account.state !== 'connected')
    if (gone) {
      // The sweep comes by again, and finds the account connected one day.
      await noteLookFailed(merchantId, orderId, `${gone.name} has to be connected to Lightspeed again first.`)
      return done
    }
    const answer = await takeStep(tools, next)
    if (answer === 'done') return done
    if (answer.kind === 'on') continue
    if (answer.ms > SHORT_WAIT_MS) return snooze(answer.ms, 'person')
    await pause(answer.ms)
  }
  invariant(false, `settling order ${orderId} goes in circles`)
}

async function takeStep(
  tools: SettleTools,
  step: Exclude<SettleStep, { kind: 'nothing' }>,
): Promise<StepAnswer | 'done'> {
  const { merchantId, orderId, workshop } = tools
  try {
    switch (step.kind) {
      case 'wait':
        return { kind: 'later', ms: step.ms }
      case 'mark-unknown':
        return await becomeUnknown(tools, step.remedy)
      case 'look-up':
        return await lookUp(tools, step.remedy)
      case 'begin':
        return await begin(tools, step.remedy)
      case 'look': {
        const began = workshop.now()
        const look = await lookAtOrder(tools)
        await judgeLook(merchantId, orderId, look, began, takeCalls(tools), workshop.now())
        return on
      }
    }
  } catch (error) {
    if (error instanceof GatewayError) {
      await noteLookFailed(merchantId, orderId, error.message)
      // A clear no to a reading will be the same the next time: the sweep tries it now and then.
      if (error.kind === 'refused' || error.kind === 'unauthorized') return 'done'
      return { kind: 'later', ms: error.facts.retryAfterMs ?? workshop.waits.stockRetryMs }
    }
    if (!(error instanceof ReconnectNeeded)) throw error
    await noteLookFailed(merchantId, orderId, error.message)
    return 'done'
  }
}
