import type { Viewer } from '@/lib/access/viewer'
import { ok, refuse } from '@/lib/result'
import { asPerson, type CommandAnswer } from '../commands/command'
import { nextInQueue } from '../queue/neighbours'
import { record } from '../history'
import { saveOrder } from '../order-row'
import { wake } from './wake'

interface Seen {
  orderId: string
  /** The version of the order the person had before their eyes. */
  version: number
}

/** Longer than this is not a snooze but forgetting: such an order is voided, or waits in sight. */
const LONGEST_SNOOZE_MS = 366 * 24 * 3600 * 1000

/** When a snoozed order comes back: at an instant, when its stock says something new, or at whichever comes first. */
export interface SnoozeFor {
  until: Date | null
  orStock: boolean
}

/** Puts an order out of sight until then; it stays planned with the others meanwhile. */
export function snoozeOrder(viewer: Viewer, input: Seen & SnoozeFor, now: Date): Promise<CommandAnswer> {
  return asPerson(viewer, 'snooze', input, async (scope, row, actor) => {
    const { until, orStock } = input
    const wrong = wrongSnooze(input, now)
    if (wrong) return refuse({ kind: 'not-now', because: wrong })
    const change = { snoozedUntil: until, snoozedForStock: orStock }
    await saveOrder(scope, row, 'snooze', 'snoozed', change, now)
    await record(scope, {
      orderId: row.id,
      kind: 'snoozed',
      actor,
      at: now,
      before: row.state,
      after: 'snoozed',
      data: { until: until?.toISOString() ?? null, orStock },
    })
    return ok({
      message: `Order ${row.number} is snoozed. It comes back on top of the queue.`,
      nextOrderId: await nextInQueue(scope, row),
    })
  })
}

function wrongSnooze({ until, orStock }: SnoozeFor, now: Date): string | null {
  if (!until) return orStock ? null : 'Choose a time, or the stock, to bring the order back.'
  if (until <= now) return 'That time has passed already. Choose a later one.'
  return until.getTime() - now.getTime() > LONGEST_SNOOZE_MS
    ? 'That is more than a year away. Choose an earlier time.'
    : null
}

/** Brings a snoozed order back before its time. */
export function wakeOrder(viewer: Viewer, input: Seen, now: Date): Promise<CommandAnswer> {
  return asPerson(viewer, 'wake', input, async (scope, row, actor) => {
    await wake(scope, row, { actor, because: 'person' }, now)
    return ok({ message: `Order ${row.number} is back in the queue.`, nextOrderId: null })
  })
}
