import { setTimeout as pause } from 'node:timers/promises'
import { closeDatabase } from '@/lib/db/client'
import { withMerchant } from '@/lib/db/with-merchant'
import { env } from '@/lib/env'
import { closeSender } from '@/lib/jobs/queue'
import { GatewayError } from '@/lib/lightspeed/types'
import { listPosAccounts } from '@/lib/pos-accounts/account'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { present } from '@/lib/result'
import { scaledWaits } from '@/lib/waits'
import { gatewayOpener } from '@/lib/worker/gateways'
import { runJob, type Workshop } from '@/lib/worker/registry'
import type { Errand, Report } from './errand'

/**
 * One of the processes that want the same token: the product's own gateways and jobs, run when its parent says so. It
 * dies where CRASH_AT tells it to.
 */
const settings = env()
const waits = scaledWaits(settings.WAIT_SCALE)
const now = () => new Date()
const workshop: Workshop = { settings, waits, now, open: gatewayOpener(settings, waits, now) }
const [merchantId = ''] = process.argv.slice(2)

/** Longest pause between two tries: what the queue of the product would wait for is not what is tested here. */
const TRY_AGAIN_MS = 250
/** Tries after which something is wrong for good. */
const TRIES = 200

/** Reads until Lightspeed answers, as a job does that is snoozed and comes back. */
async function read(): Promise<Report['outcome']> {
  const [account] = await withMerchant(merchantId, listPosAccounts)
  for (let n = 0; n < TRIES; n += 1) {
    try {
      await workshop.open(merchantId, present(account, 'account')).gateway.readAccount()
      return 'ok'
    } catch (error) {
      if (error instanceof ReconnectNeeded) return 'reconnect'
      if (!(error instanceof GatewayError)) throw error
      await pause(Math.min(TRY_AGAIN_MS, error.facts.retryAfterMs ?? TRY_AGAIN_MS))
    }
  }
  return 'stuck'
}

/** Carries a push as far as it goes: to its end, or to where the account waits for a person. */
async function push(orderId: string): Promise<Report['outcome']> {
  for (let n = 0; n < TRIES; n += 1) {
    const answer = await runJob(workshop, 'push', { merchantId, orderId })
    if (answer.kind === 'done') return 'ok'
    await pause(answer.kind === 'snooze' ? Math.min(TRY_AGAIN_MS, answer.ms) : TRY_AGAIN_MS)
  }
  return 'stuck'
}

const tell = (report: Report) => process.send?.(report)

process.on('message', (errand: Errand) => {
  const work = errand.kind === 'read' ? read() : push(errand.orderId)
  work.then(
    (outcome) => tell({ id: errand.id, outcome }),
    (fault: unknown) => tell({ id: errand.id, outcome: 'fault', because: String(fault) }),
  )
})
process.on('disconnect', () => {
  void Promise.all([closeSender(), closeDatabase()]).then(() => process.exit(0))
})
tell({ id: 0, outcome: 'ok' })
