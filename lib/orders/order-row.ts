import { and, eq, inArray } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { invariant, present } from '@/lib/result'
import { mayFollow, type OrderCommand, type OrderState } from './states'
import { orders } from './tables'
import type { OrderRow } from './planning/write-plan'

/** The order's row, locked until the transaction ends: every change of an order begins here. */
export async function lockOrder({ tx, merchantId }: MerchantTx, orderId: string): Promise<OrderRow | null> {
  const [row] = await tx
    .select()
    .from(orders)
    .where(and(eq(orders.merchantId, merchantId), eq(orders.id, orderId)))
    .for('update')
  return row ?? null
}

export async function getOrder({ tx, merchantId }: MerchantTx, orderId: string): Promise<OrderRow | null> {
  const [row] = await tx
    .select()
    .from(orders)
    .where(and(eq(orders.merchantId, merchantId), eq(orders.id, orderId)))
  return row ?? null
}

/** The numbers orders are known by, and their versions, by id. */
export async function listNumbers(
  { tx, merchantId }: MerchantTx,
  orderIds: string[],
): Promise<Map<string, { number: string; version: number }>> {
  if (orderIds.length === 0) return new Map()
  const rows = await tx
    .select({ id: orders.id, number: orders.number, version: orders.version })
    .from(orders)
    .where(and(eq(orders.merchantId, merchantId), inArray(orders.id, orderIds)))
  return new Map(rows.map((row) => [row.id, row]))
}

type Change = Partial<Omit<OrderRow, 'id' | 'merchantId' | 'state' | 'version'>>

/** A snooze is a pause: since when the order waits, and what it was told since, stays as it is. */
const PAUSES: OrderCommand[] = ['snooze', 'wake']
const IN_QUEUE: OrderState[] = ['held', 'partly-pushed']

/** After these a person decides what becomes of an order. */
const TO_A_PERSON: OrderCommand[] = ['undo', 'reopen', 'snooze', 'settle', 'adopt']

const leavesToPerson = (row: OrderRow, command: OrderCommand, change: Change): boolean =>
  row.state !== 'received' && (TO_A_PERSON.includes(command) || (change.changedUpstream ?? null) !== null)

/** What a state puts an end to: a snooze, standing on top of the queue because of one, and waiting for transfers. */
const endedBy = (to: OrderState): Change => ({
  ...(to === 'snoozed' ? {} : { snoozedUntil: null, snoozedForStock: false }),
  ...(IN_QUEUE.includes(to) ? {} : { woken: false }),
  ...(to === 'pushing' ? {} : { awaitsTransfers: false }),
})

/**
 * Saves a change of a locked order: version + 1, and a new state only if the state table allows it for this
 * command.
 */
export async function saveOrder(
  scope: MerchantTx,
  row: OrderRow,
  command: OrderCommand,
  to: OrderState,
  change: Change,
  now: Date,
): Promise<OrderRow> {
  const { tx, merchantId } = scope
  invariant(mayFollow(command, row.state, to), `${command} may not lead from ${row.state} to ${to}`)
  // What was not sent yet of transfers nobody waits for any more is called off.
  if (row.awaitsTransfers && to !== 'pushing') await enqueue(tx, 'transfers', { merchantId, orderId: row.id })
  const [saved] = await tx
    .update(orders)
    .set({
      ...change,
      ...endedBy(to),
      ...(leavesToPerson(row, command, change) ? { leftToPerson: true } : {}),
      state: to,
      version: row.version + 1,
      ...(to === row.state || PAUSES.includes(command) ? {} : { stateChangedAt: now }),
    })
    .where(and(eq(orders.merchantId, merchantId), eq(orders.id, row.id), eq(orders.version, row.version)))
    .returning()
  return present(saved, 'order under lock')
}

/**
 * A newer plan that says the same of a locked order on other figures. Its version stays: nothing was decided that a
 * person would have to see before they act.
 */
export async function setPlan({ tx, merchantId }: MerchantTx, row: OrderRow, planId: string): Promise<void> {
  await tx
    .update(orders)
    .set({ currentPlanId: planId })
    .where(and(eq(orders.merchantId, merchantId), eq(orders.id, row.id)))
}
