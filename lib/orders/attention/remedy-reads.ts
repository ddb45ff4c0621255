import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { getOrder } from '../order-row'
import type { OrderRow } from '../planning/write-plan'
import { getLook, SWEEP_LIMIT } from './looks'
import { partsOfOrder, type PartRow } from './picture'
import { remedies, type LookRow, type RemedyRow, type RemedyState } from './tables'

/** Ordered, and not ended. */
export const OPEN: RemedyState[] = ['asked', 'sent', 'unknown']
/** A page shows the latest few. */
const SHOWN = 5

/** What was ordered for an order, the newest first. */
export function listRemedies({ tx, merchantId }: MerchantTx, orderId: string): Promise<RemedyRow[]> {
  return tx
    .select()
    .from(remedies)
    .where(and(eq(remedies.merchantId, merchantId), eq(remedies.orderId, orderId)))
    .orderBy(desc(remedies.askedAt))
    .limit(SHOWN)
}

export async function openRemedy(scope: MerchantTx, orderId: string): Promise<RemedyRow | null> {
  const [row] = await scope.tx
    .select()
    .from(remedies)
    .where(
      and(
        eq(remedies.merchantId, scope.merchantId),
        eq(remedies.orderId, orderId),
        inArray(remedies.state, OPEN),
      ),
    )
  return row ?? null
}

export interface LoadedRemedies {
  row: OrderRow
  parts: PartRow[]
  open: RemedyRow | null
  look: LookRow | null
  /** Refunds of ours that went through. */
  refunds: RefundMade[]
}

export interface RefundMade {
  posAccountId: string
  saleId: string
  refundId: string
}

/** Everything the next step for an order in attention depends on, as committed. */
export function loadRemedies(merchantId: string, orderId: string): Promise<LoadedRemedies | null> {
  return withMerchant(merchantId, async (scope) => {
    const row = await getOrder(scope, orderId)
    if (!row) return null
    return {
      row,
      parts: await partsOfOrder(scope, orderId),
      open: await openRemedy(scope, orderId),
      look: await getLook(scope, orderId),
      refunds: await refundsMade(scope, orderId),
    }
  })
}

async function refundsMade({ tx, merchantId }: MerchantTx, orderId: string): Promise<RefundMade[]> {
  const rows = await tx
    .select({ posAccountId: remedies.posAccountId, saleId: remedies.saleId, response: remedies.response })
    .from(remedies)
    .where(
      and(
        eq(remedies.merchantId, merchantId),
        eq(remedies.orderId, orderId),
        eq(remedies.kind, 'refund'),
        eq(remedies.state, 'done'),
      ),
    )
  return rows.flatMap(({ posAccountId, saleId, response }) =>
    saleId !== null && typeof response?.['refundId'] === 'string'
      ? [{ posAccountId, saleId, refundId: response['refundId'] }]
      : [],
  )
}

/** Orders with something ordered before then that has not ended. */
export async function listUnremedied({ tx, merchantId }: MerchantTx, before: Date): Promise<string[]> {
  const rows = await tx
    .select({ orderId: remedies.orderId })
    .from(remedies)
    .where(
      and(eq(remedies.merchantId, merchantId), inArray(remedies.state, OPEN), lt(remedies.askedAt, before)),
    )
    .limit(SWEEP_LIMIT)
  return rows.map((row) => row.orderId)
}
