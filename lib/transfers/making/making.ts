import { and, asc, eq, inArray, isNull, lte, or } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { SYSTEM } from '@/lib/orders/actor'
import { getOrder, lockOrder } from '@/lib/orders/order-row'
import { listGivenUp } from '@/lib/orders/push/awaiting'
import { FenceLost } from '@/lib/orders/push/pushing'
import { present } from '@/lib/result'
import { listStores } from '@/lib/stores/store'
import { tell, transfersOfOrder, type TransferRow } from '../rows'
import type { TransferView } from './steps'
import { transferAttempts, transfers } from '../tables'

export type TransferAttempt = typeof transferAttempts.$inferSelect

export interface LoadedTransfer {
  row: TransferRow
  orderNumber: string
  view: TransferView
  /** Lightspeed's ids of the two shops. */
  fromShopId: string
  toShopId: string
  fromName: string
  /** Something was sent for it, whatever became of that. */
  tried: boolean
}

/** The transfers of an order that somebody asked for and that are not sent yet, as committed. */
export function loadTransfers(merchantId: string, orderId: string): Promise<LoadedTransfer[]> {
  return withMerchant(merchantId, async (scope) => {
    const order = await getOrder(scope, orderId)
    const rows = (await transfersOfOrder(scope, orderId)).filter(
      (row) => row.state === 'creating' || row.state === 'open',
    )
    if (!order || rows.length === 0) return []
    const tries = await attemptsOf(scope, rows)
    const open = tries.filter(({ state }) => state === 'sent' || state === 'unknown')
    const stores = new Map((await listStores(scope)).map((store) => [store.id, store]))
    const partIds = rows.map((row) => row.partId)
    const givenUp = await listGivenUp(scope, partIds)
    return rows.map((row) => ({
      row,
      orderNumber: order.number,
      view: viewOf(
        row,
        open.find((attempt) => attempt.transferId === row.id) ?? null,
        givenUp.has(row.partId),
      ),
      tried: tries.some((attempt) => attempt.transferId === row.id),
      fromShopId: stores.get(row.fromStoreId)?.externalId ?? '',
      toShopId: stores.get(row.toStoreId)?.externalId ?? '',
      fromName: stores.get(row.fromStoreId)?.name ?? '',
    }))
  })
}

function attemptsOf({ tx, merchantId }: MerchantTx, rows: TransferRow[]): Promise<TransferAttempt[]> {
  const ids = rows.map((row) => row.id)
  return tx
    .select()
    .from(transferAttempts)
    .where(and(eq(transferAttempts.merchantId, merchantId), inArray(transferAttempts.transferId, ids)))
}

/** A transfer and its open attempt as the next step is chosen from. `calledOff`: the part it was for is given up. */
export function viewOf(row: TransferRow, open: TransferAttempt | null, calledOff: boolean): TransferView {
  return {
    id: row.id,
    state: row.state,
    filled: row.filled,
    givenUp: row.because !== null || calledOff,
    fence: row.fence,
    leaseUntilMs: row.leaseUntil?.getTime() ?? 0,
    open: open && {
      id: open.id,
      kind: open.kind,
      state: open.state === 'sent' ? 'sent' : 'unknown',
      deadlineMs: open.deadline.getTime(),
      nextLookUpMs: open.nextLookUpAt?.getTime() ?? 0,
      lookUps: open.lookUps,
    },
  }
}

/** What a worker holds while it works on a transfer; every write checks it. */
export interface TransferClaim {
  merchantId: string
  orderId: string
  transferId: string
  fence: number
}

/** Claims a transfer for one step; null when somebody else has had it since it was seen. */
export function claimTransfer(
  merchantId: string,
  { row }: LoadedTransfer,
  leaseMs: number,
  now: Date,
): Promise<TransferClaim | null> {
  return withMerchant(merchantId, async (scope) => {
    const [taken] = await scope.tx
      .update(transfers)
      .set({ fence: row.fence + 1, leaseUntil: new Date(now.getTime() + leaseMs) })
      .where(
        and(
          eq(transfers.merchantId, merchantId),
          eq(transfers.id, row.id),
          eq(transfers.fence, row.fence),
          eq(transfers.state, row.state),
          or(isNull(transfers.leaseUntil), lte(transfers.leaseUntil, now)),
        ),
      )
      .returning({ fence: transfers.fence })
    return taken ? { merchantId, orderId: row.orderId, transferId: row.id, fence: taken.fence } : null
  })
}

/** The claimed transfer under lock, or FenceLost. The order first, as everybody locks them. */
export async function requireTransfer(scope: MerchantTx, claim: TransferClaim): Promise<TransferRow> {
  await lockOrder(scope, claim.orderId)
  const [row] = await scope.tx
    .select()
    .from(transfers)
    .where(
      and(
        eq(transfers.merchantId, scope.merchantId),
        eq(transfers.id, claim.transferId),
        eq(transfers.fence, claim.fence),
      ),
    )
    .for('update')
  if (!row) throw new FenceLost(`transfer ${claim.transferId} has a newer claim than ${claim.fence}`)
  return row
}

const ABOUT_TO = {
  create: 'intent noted, about to make it',
  fill: 'intent noted, about to add its items',
  send: 'intent noted, about to send it',
}

/**
 * The intent: an attempt row, committed before the first byte leaves; the partial unique index refuses a second open one.
 * `stockBefore`: what the sending store has on hand, so that it can be told when a transfer's stock leaves. Null, and the
 * claim ended: the part it is for was given up since the step was chosen.
 */
export function writeTransferIntent(
  claim: TransferClaim,
  intent: {
    kind: 'create' | 'fill' | 'send'
    requestHash: string
    deadline: Date
    stockBefore?: Record<string, number>
  },
  now: Date,
): Promise<string | null> {
  return withMerchant(claim.merchantId, async (scope) => {
    const { tx, merchantId } = scope
    const row = await requireTransfer(scope, claim)
    if ((await listGivenUp(scope, [row.partId])).has(row.partId)) {
      await tx
        .update(transfers)
        .set({ leaseUntil: null })
        .where(and(eq(transfers.merchantId, merchantId), eq(transfers.id, row.id)))
      return null
    }
    const known = await tx
      .select({ n: transferAttempts.n })
      .from(transferAttempts)
      .where(and(eq(transferAttempts.merchantId, merchantId), eq(transferAttempts.transferId, row.id)))
      .orderBy(asc(transferAttempts.n))
    const { kind, requestHash, deadline, stockBefore } = intent
    const n = known.length + 1
    const [attempt] = await tx
      .insert(transferAttempts)
      .values({ merchantId, transferId: row.id, n, kind, state: 'sent', requestHash, sentAt: now, deadline })
      .returning({ id: transferAttempts.id })
    await tx
      .update(transfers)
      .set({ leaseUntil: deadline, ...(stockBefore ? { stockBefore } : {}) })
      .where(and(eq(transfers.merchantId, merchantId), eq(transfers.id, row.id)))
    await tell(scope, row, {
      kind: 'transfer-changed',
      actor: SYSTEM,
      at: now,
      data: { state: row.state, what: ABOUT_TO[kind], attempt: n },
    })
    return present(attempt, 'attempt').id
  })
}
