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
