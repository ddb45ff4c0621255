import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { placeOrder } from '@/lib/orders/example-merchant'
import { orders } from '@/lib/orders/tables'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { control, shop, usePushStage, workshop } from './push/example-push'
import { runJob } from './registry'

useTestDatabase()
usePushStage()

const replan = (at: Parameters<typeof runJob>[0]) => runJob(at, 'replan', { merchantId: shop.merchantId })
const fault = (kind: string, times = 1) =>
  control('/faults', 'POST', { kind, match: { method: 'GET', pathIncludes: '/Item' }, times })
const setStock = (sku: string, qoh: number) => control('/stock', 'PUT', { sku, shopID: '1', qoh })
const rowOf = (orderId: string) =>
  withMerchant(shop.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, orderId))
    return row
  })

describe('the replan job', () => {
  test('with nothing held it asks Lightspeed nothing', async () => {
    const at = workshop()
    expect(await replan(at)).toEqual({ kind: 'done' })
    expect(at.open().takeCalls()).toEqual([])
  })

  test('reads the stock of everything that is wanted in one call, and what has come makes an order ready', async () => {
    const at = workshop()
    await setStock('SKU0', 0)
    await setStock('SKU3', 0)
    const zero = { ...emptyItem('SKU0'), id: '1' }
    const three = { ...emptyItem('SKU3'), id: '4' }
    const first = await placeOrder(shop, '#1', [{ sku: 'SKU0', quantity: 1 }], [zero], at.now())
    const second = await placeOrder(shop, '#2', [{ sku: 'SKU3', quantity: 1 }], [three], at.now())
    await setStock('SKU0', 1)
    at.skip(1_000)
    at.open().takeCalls()
    expect(await replan(at)).toEqual({ kind: 'done' })
    expect(at.open().takeCalls()).toMatchObject([{ method: 'GET', status: 200 }])
    expect(await rowOf(first)).toMatchObject({ state: 'held', ready: true })
    expect(await rowOf(second)).toMatchObject({ state: 'held', ready: false })
  })

  test('an outage is waited out, a slow-down for as long as it says', async () => {
    const at = workshop()
    await fault('error-500-before')
    expect(await replan(at)).toEqual({ kind: 'snooze', ms: at.waits.stockRetryMs })
    await fault('rate-limited')
    expect(await replan(at)).toMatchObject({ kind: 'snooze', ms: expect.any(Number) })
    expect(await replan(at)).toEqual({ kind: 'done' })
  })

  test('an account that must be connected again is not asked for ever', async () => {
    const at = workshop()
    const locked = {
      ...at,
      open: () => ({
        ...at.open(),
        gateway: {
          ...at.open().gateway,
          findItems: () => Promise.reject(new ReconnectNeeded('Connect it again.')),
        },
      }),
    }
    expect(await replan(locked)).toEqual({ kind: 'give-up', because: 'Connect it again.' })
  })

  test('more codes than one call takes: an item that two of them mean stays one', async () => {
    const at = workshop()
    // 120 unknown codes between two that mean the same item: by its own sku, and by its system sku.
    const lines = ['SKU6', ...Array.from({ length: 120 }, (_, i) => `NONE${i}`), '210000000007'].map(
      (sku) => ({ sku, quantity: 1 }),
    )
    const many = await placeOrder(shop, '#3', lines, [], at.now())
    at.skip(1_000)
    expect(await replan(at)).toEqual({ kind: 'done' })
    const unknown = (await rowOf(many))?.holdReasons.find((reason) => reason.code === 'line-not-found')
    expect(unknown?.lines).toHaveLength(120)
  })

  test('an order that came in after the reading began is left to its own decision', async () => {
    const at = workshop()
    let orderId = ''
    const late = {
      ...at,
      open: () => ({
        ...at.open(),
        gateway: {
          ...at.open().gateway,
          findItems: async (codes: string[]) => {
            const nine = { ...emptyItem('SKU9'), id: '10' }
            if (orderId === '')
              orderId = await placeOrder(shop, '#4', [{ sku: 'SKU9', quantity: 1 }], [nine], at.now())
            return at.open().gateway.findItems(codes)
          },
        },
      }),
    }
    expect(await replan(late)).toEqual({ kind: 'done' })
    expect(await rowOf(orderId)).toMatchObject({ state: 'held', ready: false })
    at.skip(1_000)
    expect(await replan(at)).toEqual({ kind: 'done' })
    expect(await rowOf(orderId)).toMatchObject({ state: 'held', ready: true })
  })
})

function emptyItem(sku: string) {
  return {
    customSku: sku,
    systemSku: '',
    manufacturerSku: '',
    upc: '',
    ean: '',
    archived: false,
    title: sku,
    countsStock: true,
    stock: [],
  }
}
