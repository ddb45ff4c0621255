import { and, eq, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { DecisionRequest, HeldClaim } from '@/lib/routing/types'
import { plans } from '../tables'
import type { OrderRow } from '../planning/write-plan'
import { stillWaiting } from './waiting'

/**
 * The request as plans see it: units that held orders before this one count on are promised to them, as long as those
 * wait. What became of an order that no longer does is in the stock and in the promises of its parts.
 */
export async function withClaims(
  scope: MerchantTx,
  request: DecisionRequest,
  claims: HeldClaim[],
): Promise<DecisionRequest> {
  const waiting = await stillWaiting(scope, [...new Set(claims.map((claim) => claim.orderId))])
  const heldBefore = claims.filter((claim) => waiting.has(claim.orderId))
  if (heldBefore.length === 0) return request
  return {
    ...request,
    heldBefore,
    stock: request.stock.map((row) => {
      const own = heldBefore.filter((claim) => claim.storeId === row.storeId && claim.itemId === row.itemId)
      return { ...row, promised: row.promised + own.reduce((sum, claim) => sum + claim.units, 0) }
    }),
  }
}

/** What held orders before this one counted on when it was planned last. */
export async function claimsBefore(
  { tx, merchantId }: MerchantTx,
  { currentPlanId }: Pick<OrderRow, 'currentPlanId'>,
): Promise<HeldClaim[]> {
  if (currentPlanId === null) return []
  const [plan] = await tx
    .select({ claims: sql<HeldClaim[] | null>`${plans.request} -> 'heldBefore'` })
    .from(plans)
    .where(and(eq(plans.merchantId, merchantId), eq(plans.id, currentPlanId)))
  return plan?.claims ?? []
}
