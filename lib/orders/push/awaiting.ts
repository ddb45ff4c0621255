import { and, eq, inArray } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { lockOrder, saveOrder } from '../order-row'
import { parts } from '../tables'

/** Parts of the order's current plan, while its push waits for transfers; null: it does not. */
export async function awaitingParts(scope: MerchantTx, orderId: string): Promise<string[] | null> {
  const row = await lockOrder(scope, orderId)
  if (!row?.awaitsTransfers || row.currentPlanId === null) return null
  return (await planParts(scope, row.currentPlanId)).map((part) => part.partId)
}

/** A part as its transfers name it. */
export interface PlannedHere {
  partId: string
  posAccountId: string
  referenceNumber: string
  referenceSource: string
  createdAt: Date
}

/** The parts of a plan, by ordinal. */
export function planParts({ tx, merchantId }: MerchantTx, planId: string): Promise<PlannedHere[]> {
  return tx
    .select({
      partId: parts.id,
      posAccountId: parts.posAccountId,
      referenceNumber: parts.referenceNumber,
      referenceSource: parts.referenceSource,
      createdAt: parts.createdAt,
    })
    .from(parts)
    .where(and(eq(parts.merchantId, merchantId), eq(parts.planId, planId)))
    .orderBy(parts.ordinal)
}

/** The transfers have ended, whatever they brought: the push reads the stock, and sells or comes back short. */
export async function goOn(scope: MerchantTx, orderId: string, now: Date): Promise<void> {
  const row = await lockOrder(scope, orderId)
  if (!row?.awaitsTransfers) return
  await saveOrder(scope, row, 'go-on', 'pushing', { awaitsTransfers: false }, now)
  await enqueue(scope.tx, 'push', { merchantId: scope.merchantId, orderId }, { rank: 'begun' })
}

/** Those of these parts that were given up before anything was sold. */
export async function listGivenUp({ tx, merchantId }: MerchantTx, partIds: string[]): Promise<Set<string>> {
  if (partIds.length === 0) return new Set()
  const rows = await tx
    .select({ id: parts.id })
    .from(parts)
    .where(and(eq(parts.merchantId, merchantId), inArray(parts.id, partIds), eq(parts.state, 'abandoned')))
  return new Set(rows.map((row) => row.id))
}
