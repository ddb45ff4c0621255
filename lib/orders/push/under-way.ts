import { and, eq, gt, inArray, isNotNull, or } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { attempts, parts } from '../tables'

/**
 * Whether a worker is at one of the order's parts, or the effect of something it sent is not known: then no part may
 * be given up. Ask under the order's lock, where no new claim can be made.
 */
export async function isUnderWay(
  { tx, merchantId }: MerchantTx,
  orderId: string,
  now: Date,
): Promise<boolean> {
  const [part] = await tx
    .select({ id: parts.id })
    .from(parts)
    .leftJoin(
      attempts,
      and(
        eq(attempts.merchantId, parts.merchantId),
        eq(attempts.partId, parts.id),
        inArray(attempts.state, ['sent', 'unknown']),
      ),
    )
    .where(
      and(
        eq(parts.merchantId, merchantId),
        eq(parts.orderId, orderId),
        or(gt(parts.leaseUntil, now), isNotNull(attempts.id)),
      ),
    )
    .limit(1)
  return part !== undefined
}
