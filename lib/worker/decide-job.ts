import { done, snooze, type JobAnswer } from '@/lib/jobs/kinds'
import { GatewayError } from '@/lib/lightspeed/types'
import { decideOrder, whatToRead, type StockReading } from '@/lib/orders/planning/deciding'
import { ReconnectNeeded } from '@/lib/pos-accounts/account'
import type { Workshop } from './registry'

/** Reads the stock of an order's items and decides it. While Lightspeed cannot be read it comes back later. */
export async function decideJob(
  { open, waits, now }: Workshop,
  { merchantId, orderId }: { merchantId: string; orderId: string },
): Promise<JobAnswer> {
  const wanted = await whatToRead(merchantId, orderId)
  if (!wanted) return done
  const readAt = now()
  let reading: StockReading
  try {
    const accounts = []
    for (const account of wanted.accounts) {
      const items =
        wanted.codes.length > 0 ? await open(merchantId, account).gateway.findItems(wanted.codes) : []
      accounts.push({
        posAccountId: account.id,
        items: items.map(({ description, ...item }) => ({ ...item, title: description })),
      })
    }
    reading =
      accounts.length > 0
        ? { kind: 'read', codes: wanted.codes, accounts, readAt }
        : { kind: 'unreadable', because: 'No Lightspeed account is connected.' }
  } catch (error) {
    if (error instanceof GatewayError && error.kind === 'rate-limited')
      return snooze(error.facts.retryAfterMs ?? waits.stockRetryMs)
    if (!(error instanceof GatewayError) && !(error instanceof ReconnectNeeded)) throw error
    reading = { kind: 'unreadable', because: error.message }
  }
  const outcome = await decideOrder(merchantId, orderId, reading, waits.stockPatienceMs, now())
  if (outcome === 'read-again') return snooze(0)
  return outcome === 'wait' ? snooze(waits.stockRetryMs) : done
}
