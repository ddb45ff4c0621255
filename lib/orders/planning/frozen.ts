import { and, asc, eq, inArray } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { HOLDING_UNITS } from '../states'
import { parts, type PartLine } from '../tables'

/** Parts that were or will be sent: what they hold, in units and money, no other part may hold. */
export async function frozenParts({ tx, merchantId }: MerchantTx, orderId: string) {
  return tx
    .select({ ordinal: parts.ordinal, lines: parts.lines, money: parts.money })
    .from(parts)
    .where(
      and(eq(parts.merchantId, merchantId), eq(parts.orderId, orderId), inArray(parts.state, HOLDING_UNITS)),
    )
    .orderBy(asc(parts.ordinal))
}

/** The units such parts hold, for many orders at once; an order without any is absent. */
export async function placedUnitsOf(
  { tx, merchantId }: MerchantTx,
  orderIds: string[],
): Promise<Map<string, PartLine[]>> {
  const placed = new Map<string, PartLine[]>()
  if (orderIds.length === 0) return placed
  const rows = await tx
    .select({ orderId: parts.orderId, lines: parts.lines })
    .from(parts)
    .where(
      and(
        eq(parts.merchantId, merchantId),
        inArray(parts.orderId, orderIds),
        inArray(parts.state, HOLDING_UNITS),
      ),
    )
    .orderBy(asc(parts.orderId), asc(parts.ordinal))
  for (const { orderId, lines } of rows) placed.set(orderId, [...(placed.get(orderId) ?? []), ...lines])
  return placed
}
