import { done, giveUp, snooze, type JobAnswer } from '@/lib/jobs/kinds'
import { log } from '@/lib/log'
import { replanHeld, whatToReplan } from '@/lib/orders/replanning/replanning'
import { readItems } from './read-items'
import type { Workshop } from './registry'

/**
 * Reads the stock of everything the held orders of a merchant want and plans them together. An outage is waited out;
 * an account that somebody has to connect again is not: its held orders stay as they are.
 */
export async function replanJob(
  workshop: Workshop,
  { merchantId }: { merchantId: string },
): Promise<JobAnswer> {
  const wanted = await whatToReplan(merchantId)
  if (!wanted) return done
  const reading = await readItems(workshop, merchantId, wanted)
  if (reading.kind === 'later') return snooze(reading.ms)
  if (reading.kind === 'unreadable')
    return reading.passes ? snooze(workshop.waits.stockRetryMs) : giveUp(reading.because)
  const { looked, changed } = await replanHeld(merchantId, reading, workshop.now())
  log.debug({ merchantId, looked, changed }, 'held orders planned together')
  return done
}
