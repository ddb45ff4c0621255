import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { present } from '@/lib/result'
import { exampleMerchant, item, later, NOW, placeOrder } from '../example-merchant'
import { orders, parts } from '../tables'
import { askLook, getLook } from './looks'
import { judgeLook } from './remedies'

useTestDatabase()

test('a look that began before a part was completed judges nothing and is made again', async () => {
  const acme = await exampleMerchant('acme', { kind: 'best-store' })
  const orderId = await placeOrder(acme, '#1', [{ sku: 'MUG', quantity: 1 }], [item('MUG', [1, 0, 0])])
  const part = await withMerchant(acme.merchantId, async (scope) => {
    await scope.tx.update(orders).set({ state: 'pushed' }).where(eq(orders.id, orderId))
    await askLook(scope, orderId, NOW)
    const sold = { state: 'completed' as const, saleId: '10', ticketNumber: '10', completedAt: later(20) }
    return scope.tx.update(parts).set(sold).where(eq(parts.orderId, orderId)).returning()
  })
  const { posAccountId, referenceNumber, money } = present(part[0], 'part')
  const asOpen = {
    posAccountId,
    id: '10',
    ticketNumber: '10',
    referenceNumber,
    shopId: '1',
    state: 'open' as const,
    totalMinor: money.totalMinor,
    refunded: 'no' as const,
    refundedMinor: 0,
    refundTickets: [],
    lines: null,
  }
  const looked = async (began: Date, now: Date) => {
    await judgeLook(acme.merchantId, orderId, { sales: [asOpen], choices: [] }, began, [], now)
    return withMerchant(acme.merchantId, async (scope) => {
      const [row] = await scope.tx.select().from(orders).where(eq(orders.id, orderId))
      return { attention: row?.attention, askedAt: (await getLook(scope, orderId))?.askedAt }
    })
  }
  expect(await looked(later(19), later(21))).toEqual({ attention: null, askedAt: later(21) })
  expect(await looked(later(22), later(23))).toEqual({ attention: 'sale-missing', askedAt: null })
})
