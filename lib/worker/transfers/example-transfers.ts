import { asc, eq } from 'drizzle-orm'
import { withMerchant } from '@/lib/db/with-merchant'
import type { Gateway } from '@/lib/lightspeed/types'
import { readOrder } from '@/lib/orders/screens/order/order-read'
import { makeTransfers } from '@/lib/transfers/commands'
import { readTransfersOfOrder } from '@/lib/transfers/screen'
import { transferAttempts, transfers } from '@/lib/transfers/tables'
import { control, ordered, pushed, shop, type workshop } from '../push/example-push'
import { runJob } from '../registry'

/** What the database tests of transfers do again and again, on the stage of the push. */
export type At = ReturnType<typeof workshop>

const SHOPS = ['Bend', 'Eugene', 'Salem']

/** Puts these units into Bend, Eugene and Salem. */
export async function stockUp(sku: string, units: [number, number, number]): Promise<void> {
  for (const [index, qoh] of units.entries())
    await control('/stock', 'PUT', { sku, shopID: String(index + 1), qoh })
}

/** What the simulator's ledger says the three stores hold. */
export async function shelves(sku: string): Promise<number[]> {
  const table = (await (await control('/stock', 'GET')).json()) as {
    sku: string
    byShop: Record<string, number>
  }[]
  const row = table.find((one) => one.sku === sku)
  return SHOPS.map((name) => row?.byShop[name] ?? 0)
}

export interface LedgerTransfer {
  transferID: string
  note: string
  status: string
  archived: boolean
  from: string
  to: string
  items: { sku: string; toSend: number; sent: number; received: number }[]
}

/** Transfers of an order in the simulator's ledger, archived ones too. */
export async function ledgerOf(number: string): Promise<LedgerTransfer[]> {
  const all = (await (await control('/transfers', 'GET')).json()) as LedgerTransfer[]
  return all.filter((one) => one.note.startsWith(`For order #${number},`))
}

/** Runs the transfers' job of an order until it has nothing more to do, jumping over its waits. */
export async function worked(orderId: string, at: At): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) {
    const answer = await runJob(at, 'transfers', { merchantId: shop.merchantId, orderId })
    if (answer.kind === 'done') return
    at.skip(answer.kind === 'snooze' ? answer.ms : 1_000)
  }
  throw new Error('the transfers go on for ever')
}

/** An order of one line, decided while Bend, Eugene and Salem have these units; answers its id. */
export async function decidedOn(
  number: string,
  sku: string,
  units: [number, number, number],
  quantity: number,
  at: At,
): Promise<string> {
  await stockUp(sku, units)
  return ordered(number, 0, at, [{ sku, quantity }])
}

/** An order pushed although its store was short, with what puts it right proposed; answers its id. */
export async function oversold(...[number, sku, units, quantity, at]: Parameters<typeof decidedOn>) {
  const orderId = await decidedOn(number, sku, units, quantity, at)
  await pushed(orderId, at)
  at.skip(1_000)
  await worked(orderId, at)
  return orderId
}

export const linesOf = (orderId: string) => readTransfersOfOrder(shop.as('manager'), orderId)

export const rowsOf = (orderId: string) =>
  withMerchant(shop.merchantId, ({ tx }) =>
    tx.select().from(transfers).where(eq(transfers.orderId, orderId)).orderBy(asc(transfers.ordinal)),
  )

export const attemptsOf = (transferId: string) =>
  withMerchant(shop.merchantId, ({ tx }) =>
    tx
      .select()
      .from(transferAttempts)
      .where(eq(transferAttempts.transferId, transferId))
      .orderBy(asc(transferAttempts.n)),
  )

/** Presses *Make* for all that is proposed for an order. */
export async function pressMake(orderId: string, at: At, role: 'manager' | 'viewer' = 'manager') {
  const order = await readOrder(shop.as('manager'), orderId, { tab: 'all' })
  const transferIds = (await linesOf(orderId)).filter((one) => one.state === 'proposed').map((one) => one.id)
  return makeTransfers(shop.as(role), { orderId, version: order?.version ?? 0, transferIds }, at.now())
}

/** Somebody at the receiving store counts what came; then our next look. */
export async function receivedThere(transferID: string, at: At, units?: number): Promise<void> {
  await control('/receive', 'POST', { transferID, ...(units === undefined ? {} : { units }) })
  await look(at)
}

/** Time passes, and the sent transfers are looked at. */
export async function look(at: At): Promise<void> {
  at.skip(at.waits.transferLookMs + 1_000)
  await runJob(at, 'follow-transfers', { merchantId: shop.merchantId })
}

/** The same workshop with calls of its gateway replaced; each gets the real gateway. */
export function changed(at: At, change: (real: Gateway) => Partial<Gateway>): At {
  return {
    ...at,
    open: () => {
      const opened = at.open()
      return { ...opened, gateway: { ...opened.gateway, ...change(opened.gateway) } }
    },
  }
}
