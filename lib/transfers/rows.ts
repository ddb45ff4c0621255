import { and, asc, eq, inArray } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { Actor } from '@/lib/orders/actor'
import { record } from '@/lib/orders/history'
import { awaitingParts, goOn } from '@/lib/orders/push/awaiting'
import { invariant } from '@/lib/result'
import { setArrivals } from '@/lib/stores/on-the-way'
import { keepPromise, releasePromises } from '@/lib/stores/promised'
import { listStores } from '@/lib/stores/store'
import { isUnderWay, transferMayFollow, transferWord, type TransferState } from './states'
import { transfers, type TransferItem } from './tables'

export type TransferRow = typeof transfers.$inferSelect

/** How people and the history call a transfer of an order. */
export const transferName = ({ ordinal }: Pick<TransferRow, 'ordinal'>): string => `T${ordinal}`

/** All transfers of an order, oldest first. */
export function transfersOfOrder({ tx, merchantId }: MerchantTx, orderId: string): Promise<TransferRow[]> {
  return tx
    .select()
    .from(transfers)
    .where(and(eq(transfers.merchantId, merchantId), eq(transfers.orderId, orderId)))
    .orderBy(asc(transfers.ordinal))
}

/** Transfers under lock, in one order for everybody; the order's own lock is taken first. */
export function lockTransfers({ tx, merchantId }: MerchantTx, ids: string[]): Promise<TransferRow[]> {
  return tx
    .select()
    .from(transfers)
    .where(and(eq(transfers.merchantId, merchantId), inArray(transfers.id, ids)))
    .orderBy(asc(transfers.id))
    .for('update')
}

/** A line in the order's history about one of its transfers. */
export async function tell(
  scope: MerchantTx,
  row: TransferRow,
  said: {
    kind: 'transfer-asked' | 'transfer-changed'
    actor: Actor
    at: Date
    data: Record<string, unknown>
  },
): Promise<void> {
  const names = new Map((await listStores(scope)).map((store) => [store.id, store.name]))
  await record(scope, {
    orderId: row.orderId,
    kind: said.kind,
    actor: said.actor,
    at: said.at,
    data: {
      transfer: transferName(row),
      from: names.get(row.fromStoreId) ?? '',
      to: names.get(row.toStoreId) ?? '',
      ...said.data,
    },
  })
}

type Change = Partial<
  Pick<
    TransferRow,
    | 'items'
    | 'askedBy'
    | 'askedAt'
    | 'externalId'
    | 'filled'
    | 'because'
    | 'lookAt'
    | 'seenStamp'
    | 'leaseUntil'
  >
>

/**
 * Writes a new state of a locked transfer with its history row and what it means for stock: what was sent is on its way
 * to the receiver; once it is received or ended nothing is promised or on its way any more.
 */
export async function moveTransfer(
  scope: MerchantTx,
  row: TransferRow,
  to: TransferState,
  change: Change,
  actor: Actor,
  now: Date,
  data: Record<string, unknown> = {},
): Promise<void> {
  invariant(transferMayFollow(row.state, to), `transfer may not go from ${row.state} to ${to}`)
  await scope.tx
    .update(transfers)
    .set({ ...change, state: to, stateChangedAt: now, ...(to === 'sent' ? { sentAt: now } : {}) })
    .where(and(eq(transfers.merchantId, scope.merchantId), eq(transfers.id, row.id)))
  await tell(scope, row, {
    kind: to === 'creating' ? 'transfer-asked' : 'transfer-changed',
    actor,
    at: now,
    data: { state: to, what: transferWord(to), ...data },
  })
  const items = change.items ?? row.items
  if (to === 'sent') await setArrivals(scope, row.id, row.toStoreId, comingOf(items))
  if (to === 'received' || to === 'cancelled' || to === 'refused') {
    await setArrivals(scope, row.id, row.toStoreId, [])
    if (to === 'received' && row.leftAtSend !== true) await keepPromise(scope, row.id, now)
    if (to !== 'received') await releasePromises(scope, [row.id])
    await endWaiting(scope, row.orderId, now)
  }
}

/** With the last of the transfers that a push waits for, its waiting ends. */
async function endWaiting(scope: MerchantTx, orderId: string, now: Date): Promise<void> {
  const waiting = await awaitingParts(scope, orderId)
  if (waiting === null) return
  const all = await transfersOfOrder(scope, orderId)
  if (all.some((row) => waiting.includes(row.partId) && isUnderWay(row.state))) return
  await goOn(scope, orderId, now)
}

/** What is still on its way: sent and not received. Before Lightspeed names figures, what was asked for. */
export const comingOf = (items: TransferItem[]): { itemId: string; units: number }[] =>
  items.map((item) => ({
    itemId: item.itemId,
    units: Math.max(0, (item.sent || item.units) - item.received),
  }))
