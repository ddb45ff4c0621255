import { and, asc, desc, eq, isNotNull } from 'drizzle-orm'
import type { Viewer } from '@/lib/access/viewer'
import { readMerchant } from '@/lib/db/with-merchant'
import { inTab } from '../queue/listing'
import { orders, parts } from '../tables'

/** How orders come and go, UTC ISO 8601; null: never yet, or none waits. */
export interface Flow {
  lastOrderAt: string | null
  lastPushAt: string | null
  /** Since when the order that has waited longest for a person has waited. */
  oldestWaitingAt: string | null
}

export function readFlow(viewer: Viewer): Promise<Flow> {
  return readMerchant(viewer.merchantId, async (scope) => {
    const { tx, merchantId } = scope
    const [order] = await tx
      .select({ at: orders.receivedAt })
      .from(orders)
      .where(eq(orders.merchantId, merchantId))
      .orderBy(desc(orders.receivedAt))
      .limit(1)
    const [part] = await tx
      .select({ at: parts.completedAt })
      .from(parts)
      .where(and(eq(parts.merchantId, merchantId), isNotNull(parts.completedAt)))
      .orderBy(desc(parts.completedAt))
      .limit(1)
    const [waiting] = await tx
      .select({ at: orders.receivedAt })
      .from(orders)
      .where(inTab(scope, 'needs-action'))
      .orderBy(asc(orders.receivedAt))
      .limit(1)
    const iso = (at: Date | null | undefined) => at?.toISOString() ?? null
    return { lastOrderAt: iso(order?.at), lastPushAt: iso(part?.at), oldestWaitingAt: iso(waiting?.at) }
  })
}
