import { eq } from 'drizzle-orm'
import { withMerchant } from '@/lib/db/with-merchant'
import type { Gateway } from '@/lib/lightspeed/types'
import { readOrder } from '@/lib/orders/screens/order/order-read'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { parts } from '@/lib/orders/tables'
import { refundSale } from '@/lib/orders/commands/attention'
import { askLook } from '@/lib/orders/attention/looks'
import { remedies } from '@/lib/orders/attention/tables'
import type { workshop } from '../push/example-push'
import { control, ordered, pushed, shop, stateOf } from '../push/example-push'
import { runJob } from '../registry'

/** Orders in attention for this room's database tests, made by what people do in Lightspeed. */
export type At = ReturnType<typeof workshop>

export const screenOf = async (orderId: string): Promise<OrderScreen> => {
  const screen = await readOrder(shop.as('manager'), orderId, { tab: 'attention' })
  if (!screen) throw new Error('the order has no page')
  return screen
}
export const partsOf = (orderId: string) =>
  withMerchant(shop.merchantId, ({ tx }) =>
    tx.select().from(parts).where(eq(parts.orderId, orderId)).orderBy(parts.ordinal),
  )
export const remediesOf = (orderId: string) =>
  withMerchant(shop.merchantId, ({ tx }) =>
    tx.select().from(remedies).where(eq(remedies.orderId, orderId)).orderBy(remedies.askedAt),
  )
export const seen = async (orderId: string) => {
  const { id, version } = await screenOf(orderId)
  return { orderId: id, version }
}

/** Runs the settle job until it has nothing more to do, jumping over its waits. */
export async function settled(
  orderId: string,
  at: Pick<At, 'skip'> & Parameters<typeof runJob>[0],
): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) {
    const answer = await runJob(at, 'settle', { merchantId: shop.merchantId, orderId })
    if (answer.kind === 'done') return
    at.skip(answer.kind === 'snooze' ? answer.ms : 1_000)
  }
  throw new Error('settling goes on for ever')
}

/** What a push and the look after it make of the order, until both rest. */
export async function rested(orderId: string, at: At): Promise<void> {
  await settled(orderId, at)
  if ((await stateOf(orderId)).state === 'pushing') await pushed(orderId, at)
  await settled(orderId, at)
}

/** A pushed order whose page was not looked at since. */
export async function pushedOrder(number: string, stores: number, at: At): Promise<string> {
  const orderId = await ordered(number, stores, at)
  await pushed(orderId, at)
  return orderId
}

/** Asks for a look as the change feed or a person does, and makes it. */
export async function lookedAt(orderId: string, at: At): Promise<void> {
  await withMerchant(shop.merchantId, (scope) => askLook(scope, orderId, at.now()))
  await settled(orderId, at)
}

export const voidSale = (saleId: string | null) =>
  control('/void', 'POST', { saleID: saleId, reason: 'changed my mind' })

/** Somebody makes and completes another sale with the reference of a part, of this total. */
export async function secondSale(orderId: string, ordinal: number, off: number, at: At): Promise<string> {
  const part = (await partsOf(orderId)).find((one) => one.ordinal === ordinal)
  if (!part) throw new Error('no such part')
  const { gateway } = at.open()
  const shopId = await shopOf(gateway, part.saleId)
  const amountMinor = part.money.totalMinor + off
  const sale = await gateway.createSale({
    referenceNumber: part.referenceNumber,
    referenceSource: part.referenceSource,
    shopId,
    registerId: shopId,
    employeeId: '1',
    customerId: '0',
    taxCategoryId: '0',
    currency: 'USD',
    lines: part.lines.map((line, i) => ({
      itemId: line.externalItemId,
      quantity: line.quantity,
      unitPriceMinor: i === 0 ? amountMinor / line.quantity : 0,
      taxed: false,
      note: '',
    })),
    totalMinor: amountMinor,
    shipTo: null,
  })
  await gateway.completeSale(sale.id, { paymentTypeId: '3', amountMinor })
  return sale.id
}

const shopOf = async (gateway: Gateway, saleId: string | null) =>
  saleId === null ? '1' : (await gateway.readSale(saleId)).shopId

/** How often this was sent to Lightspeed: its method and the end of its path. */
export async function sentTimes(method: string, path: string): Promise<number> {
  const requests = (await (await control('/requests', 'GET')).json()) as { method: string; path: string }[]
  return requests.filter((one) => one.method === method && one.path.includes(path)).length
}

export const manager = () => shop.as('manager')
/** The sale on the page, as the person who presses its button sees it. */
export async function onPage(orderId: string, saleId: string) {
  const { settling } = await screenOf(orderId)
  const parts = settling?.parts ?? []
  const part = parts.find((one) => one.sales.some((sale) => sale.id === saleId))
  const sale = [...parts.flatMap((one) => one.sales), ...(settling?.strangers ?? [])].find(
    (one) => one.id === saleId,
  )
  if (!sale) throw new Error(`sale ${saleId} is not on the page`)
  return {
    sale,
    target: {
      saleId,
      posAccountId: sale.posAccountId,
      figures: sale.figures,
      ordinal: part?.ordinal ?? null,
    },
  }
}
export const refundOnPage = async (orderId: string, saleId: string, at: At) => {
  const { sale, target } = await onPage(orderId, saleId)
  return refundSale(
    manager(),
    {
      ...(await seen(orderId)),
      ...target,
      registerId: sale.registers[0]?.id ?? '',
      paymentTypeId: '3',
      amountMinor: sale.totalMinor,
    },
    at.now(),
  )
}
export const part = async (orderId: string, ordinal = 1) => {
  const found = (await partsOf(orderId)).find((one) => one.ordinal === ordinal)
  if (!found) throw new Error('no such part')
  return found
}
/** Where the rest of an order with parts stands: units of its lines still to place. */
export const toPlace = async (orderId: string) =>
  (await screenOf(orderId)).lines.reduce((sum, line) => sum + line.toPlace, 0)
