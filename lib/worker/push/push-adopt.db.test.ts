import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import type { Gateway } from '@/lib/lightspeed/types'
import { readOrder } from '@/lib/orders/screens/order/order-read'
import { parts } from '@/lib/orders/tables'
import {
  control,
  ordered,
  pushed,
  salesOf,
  shop,
  stateOf,
  usePushStage,
  workshop,
  addLine,
} from './example-push'
import { runJob } from '../registry'

useTestDatabase()
usePushStage()

const draftOf = (number: string, unitPriceMinor: number) => ({
  referenceNumber: `${number}-1`,
  referenceSource: '',
  shopId: '1',
  registerId: '1',
  employeeId: '1',
  customerId: '0',
  taxCategoryId: '0',
  currency: 'USD',
  lines: [{ itemId: '0', quantity: 1, unitPriceMinor, taxed: false, note: 'Late' }],
  totalMinor: unitPriceMinor,
  shipTo: null,
})

describe('a sale with our reference is there although we know of none', () => {
  /** The first try is turned away with a 429; before the second, a sale of this total turns up. */
  async function surprised(number: string, off: number, completed: boolean) {
    const at = workshop()
    const orderId = await ordered(number, 1, at)
    await control('/faults', 'POST', {
      kind: 'rate-limited',
      match: { method: 'POST', pathIncludes: '/Sale' },
      ms: 5_000,
    })
    const first = await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
    expect(first).toMatchObject({ kind: 'snooze' })
    at.skip(10_000)
    const { totalMinor } = await stateOf(orderId)
    const [part] = await withMerchant(shop.merchantId, ({ tx }) =>
      tx.select().from(parts).where(eq(parts.orderId, orderId)),
    )
    const { gateway } = at.open()
    const draft = { ...draftOf(number, totalMinor + off), referenceSource: part?.referenceSource ?? '' }
    const sale = await gateway.createSale(draft)
    if (completed) await gateway.completeSale(sale.id, { paymentTypeId: '3', amountMinor: totalMinor + off })
    return { at, orderId }
  }

  test.each([
    ['open', '3001', false],
    ['completed by somebody', '3002', true],
  ])('%s: it is taken as the part’s own, no second one is made', async (_, number, completed) => {
    const { at, orderId } = await surprised(number, 0, completed)
    await pushed(orderId, at)
    expect((await salesOf(number)).map((sale) => sale.completed)).toEqual([true])
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
  })

  test('of another total: nothing is sent, a person is asked, once', async () => {
    const { at, orderId } = await surprised('3003', 500, false)
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await runJob(at, 'push', { merchantId: shop.merchantId, orderId })).toMatchObject({
        kind: 'snooze',
      })
      at.skip(400_000)
    }
    expect((await salesOf('3003')).map((sale) => sale.completed)).toEqual([false])
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushing', attention: 'sale-altered' })
    const screen = await readOrder(shop.as('owner'), orderId, { tab: 'attention' })
    expect(screen?.timeline.filter((entry) => entry.title === 'Needs attention')).toHaveLength(1)
  })
})

describe('somebody is at the desk in Lightspeed meanwhile', () => {
  /** The same worker, with `act` carried out just before the sale is completed. */
  function meddling(
    at: ReturnType<typeof workshop>,
    act: (gateway: Gateway, saleId: string) => Promise<void>,
  ): typeof at {
    return {
      ...at,
      open: () => {
        const opened = at.open()
        const { gateway } = opened
        return {
          ...opened,
          gateway: {
            ...gateway,
            completeSale: async (saleId, payment) => {
              await act(gateway, saleId)
              return gateway.completeSale(saleId, payment)
            },
          },
        }
      },
    }
  }

  test('a sale they changed and completed is taken, and a person is told', async () => {
    const at = workshop()
    const orderId = await ordered('3010', 1, at)
    const { totalMinor } = await stateOf(orderId)
    const altered = meddling(at, async (gateway, saleId) => {
      await addLine(saleId, { itemID: '0', unitQuantity: 1, unitPrice: '5.00', tax: false })
      await gateway.completeSale(saleId, { paymentTypeId: '3', amountMinor: totalMinor + 500 })
    })
    await pushed(orderId, altered)
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: 'sale-altered' })
  })

  test('a second sale with the part’s reference, completed by hand, is told before the order is done', async () => {
    const at = workshop()
    const orderId = await ordered('3011', 1, at)
    const { totalMinor } = await stateOf(orderId)
    const doubled = meddling(at, async (gateway, saleId) => {
      const { referenceNumber, referenceSource } = await gateway.readSale(saleId)
      const line = { itemId: '0', quantity: 1, unitPriceMinor: totalMinor, taxed: false, note: 'By hand' }
      const second = await gateway.createSale({
        ...draftOf('3011', totalMinor),
        referenceNumber,
        referenceSource,
        lines: [line],
      })
      await gateway.completeSale(second.id, { paymentTypeId: '3', amountMinor: totalMinor })
    })
    await pushed(orderId, doubled)
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: 'several-sales' })
    const screen = await readOrder(shop.as('owner'), orderId, { tab: 'attention' })
    expect(screen?.timeline.filter((entry) => entry.title === 'Needs attention')).toHaveLength(1)
  })
})
