import { and, asc, eq, gt, lt, ne } from 'drizzle-orm'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant } from '@/lib/db/with-merchant'
import { getOrder } from '../order-row'
import { lookers } from './tables'

/** A page says every five seconds that somebody looks at it; who said nothing for three beats looks no more. */
const GONE_MS = 15_000

/**
 * Notes that this person has the order's page before their eyes, or no longer has; answers the names of the others who
 * have, null when this merchant has no such order.
 */
export function lookAtOrder(
  viewer: Viewer,
  input: { orderId: string; leaves: boolean },
  now: Date,
): Promise<{ names: string[] } | null> {
  return withMerchant(viewer.merchantId, async (scope) => {
    const { tx, merchantId } = scope
    if (!(await getOrder(scope, input.orderId))) return null
    const ofOrder = and(eq(lookers.merchantId, merchantId), eq(lookers.orderId, input.orderId))
    const since = new Date(now.getTime() - GONE_MS)
    await tx.delete(lookers).where(and(ofOrder, lt(lookers.seenAt, since)))
    const own = { merchantId, orderId: input.orderId, userId: viewer.userId, name: viewer.name, seenAt: now }
    if (input.leaves) await tx.delete(lookers).where(and(ofOrder, eq(lookers.userId, viewer.userId)))
    else
      await tx
        .insert(lookers)
        .values(own)
        .onConflictDoUpdate({
          target: [lookers.merchantId, lookers.orderId, lookers.userId],
          set: { seenAt: now, name: viewer.name },
        })
    const others = await tx
      .select({ name: lookers.name })
      .from(lookers)
      .where(and(ofOrder, ne(lookers.userId, viewer.userId), gt(lookers.seenAt, since)))
      .orderBy(asc(lookers.name))
    return { names: others.map((each) => each.name) }
  })
}
