import { and, asc, eq, notInArray } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { parts } from '../tables'

/** Parts that were or will be sent: what they hold, in units and money, no other part may hold. */
export async function frozenParts({ tx, merchantId }: MerchantTx, orderId: string) {
  return tx
    .select({ ordinal: parts.ordinal, lines: parts.lines, money: parts.money })
    .from(parts)
    .where(
      and(
        eq(parts.merchantId, merchantId),
        eq(parts.orderId, orderId),
        notInArray(parts.state, ['abandoned', 'refused']),
      ),
    )
    .orderBy(asc(parts.ordinal))
}
