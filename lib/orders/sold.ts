import { and, eq } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { parts } from './tables'

/** Whether some part of the order is a completed sale. */
export async function hasCompletedPart({ tx, merchantId }: MerchantTx, orderId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: parts.id })
    .from(parts)
    .where(and(eq(parts.merchantId, merchantId), eq(parts.orderId, orderId), eq(parts.state, 'completed')))
    .limit(1)
  return row !== undefined
}
