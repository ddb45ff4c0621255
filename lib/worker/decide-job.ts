import { done, snooze, type JobAnswer } from '@/lib/jobs/kinds'
import { decideOrder, whatToRead } from '@/lib/orders/planning/deciding'
import { mayDecide } from '@/lib/orders/restore/pushing-off'
import { readItems } from './read-items'
import type { Workshop } from './registry'

/** Reads the stock of an order's items and decides it. While Lightspeed cannot be read it comes back later. */
export async function decideJob(
  workshop: Workshop,
  { merchantId, orderId }: { merchantId: string; orderId: string },
): Promise<JobAnswer> {
  const { waits, now } = workshop
  // A plan made now could not know of sales that the change feed has still to tell of.
  if (!(await mayDecide(merchantId, waits, now()))) return snooze(waits.stockRetryMs / 5)
  const wanted = await whatToRead(merchantId, orderId)
  if (!wanted) return done
  const reading = await readItems(workshop, merchantId, wanted)
  if (reading.kind === 'later') return snooze(reading.ms)
  const outcome = await decideOrder(merchantId, orderId, reading, waits.stockPatienceMs, now())
  if (outcome === 'read-again') return snooze(0)
  return outcome === 'wait' ? snooze(waits.stockRetryMs) : done
}
