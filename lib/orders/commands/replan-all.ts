import { may, whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant } from '@/lib/db/with-merchant'
import { askReplan } from '@/lib/jobs/ask-replan'
import { ok, refuse, type Result } from '@/lib/result'
import { countWaiting, REPLAN_LIMIT } from '../replanning/waiting'
import type { CommandRefusal } from './refusals'

/** Asks that all held orders be planned again together; says how many are looked at. The queue shows what changes. */
export async function replanAll(viewer: Viewer): Promise<Result<{ message: string }, CommandRefusal>> {
  if (!may(viewer.role, 'act-on-orders'))
    return refuse({ kind: 'not-permitted', because: whyNot(viewer.role, 'act-on-orders') ?? '' })
  return withMerchant(viewer.merchantId, async (scope) => {
    const waiting = await countWaiting(scope)
    if (waiting === 0) return refuse({ kind: 'not-now', because: 'No order is held.' })
    await askReplan(scope)
    const orders =
      waiting === 1
        ? '1 held order'
        : waiting < REPLAN_LIMIT
          ? `${waiting} held orders`
          : `the ${REPLAN_LIMIT} oldest held orders`
    return ok({ message: `Reading the stock in Lightspeed and planning ${orders} again…` })
  })
}
