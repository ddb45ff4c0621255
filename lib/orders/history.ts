import { and, desc, eq } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { Actor } from './actor'
import type { OrderState, PartState } from './states'
import { history, type HistoryKind } from './tables'

export interface HistoryEntry {
  orderId: string
  kind: HistoryKind
  actor: Actor
  at: Date
  before?: OrderState | PartState
  after?: OrderState | PartState
  partOrdinal?: number
  data?: Record<string, unknown>
}

/** Writes what happened, in the transaction that makes it happen. */
export async function record({ tx, merchantId }: MerchantTx, ...entries: HistoryEntry[]): Promise<void> {
  if (entries.length > 0) await tx.insert(history).values(entries.map((entry) => ({ merchantId, ...entry })))
}

/** What happened last to an order. */
export async function lastKind({ tx, merchantId }: MerchantTx, orderId: string): Promise<HistoryKind | null> {
  const [last] = await tx
    .select({ kind: history.kind })
    .from(history)
    .where(and(eq(history.merchantId, merchantId), eq(history.orderId, orderId)))
    .orderBy(desc(history.id))
    .limit(1)
  return last?.kind ?? null
}
