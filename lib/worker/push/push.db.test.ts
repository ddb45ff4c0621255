import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { readOrder } from '@/lib/orders/screens/order/order-read'
import { parts } from '@/lib/orders/tables'
import {
  cents,
  control,
  ordered,
  pushed,
  salesOf,
  shop,
  stateOf,
  used,
  usePushStage,
  workshop,
} from './example-push'

useTestDatabase()
usePushStage()

const FAULTS = [
  'error-500-before',
  'error-500-after',
  'html-502-after',
  'answer-lost-after',
  'cut-body-after',
  'rate-limited',
  'unauthorized',
  'down',
] as const
const CELLS = FAULTS.flatMap((fault) =>
  (['POST', 'PUT'] as const).flatMap((method) => [1, 3].map((parts) => [fault, method, parts] as const)),
)

describe('whatever Lightspeed does to one request, each part becomes exactly one sale', () => {
  test.each(CELLS)('%s on %s, %i parts', async (fault, method, parts) => {
    const number = `${1000 + used}`
    const at = workshop()
    const orderId = await ordered(number, parts, at)
    await control('/faults', 'POST', { kind: fault, match: { method, pathIncludes: '/Sale' }, ms: 1_000 })
    await pushed(orderId, at)
    const left = (await (await control('/faults', 'GET')).json()) as { waiting: unknown[] }
    expect(left.waiting, 'the fault was played').toEqual([])
    const sales = await salesOf(number)
    expect(sales.map((sale) => [sale.referenceNumber, sale.completed]).toSorted()).toEqual(
      Array.from({ length: parts }, (_, i) => [`${number}-${i + 1}`, true]),
    )
    const order = await stateOf(orderId)
    expect(order).toMatchObject({ state: 'pushed', attention: null })
    expect(cents(sales)).toBe(order.totalMinor)
  })

  test('an answer that never comes twice in a row', async () => {
    const at = workshop()
    const orderId = await ordered('2001', 3, at)
    await control('/faults', 'POST', {
      kind: 'answer-lost-after',
      match: { method: 'POST', pathIncludes: '/Sale' },
      times: 2,
    })
    await control('/faults', 'POST', {
      kind: 'error-500-after',
      match: { method: 'PUT', pathIncludes: '/Sale' },
      times: 2,
    })
    await pushed(orderId, at)
    expect((await salesOf('2001')).filter((sale) => sale.completed)).toHaveLength(3)
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
  })

  test('refused before anything is sold: back in the queue, open sales archived, the cause in plain words', async () => {
    const at = workshop()
    const orderId = await ordered('2002', 3, at)
    const { merchantId } = shop
    // No sale can come to this sum, so the second part is refused after the first was made open.
    await withMerchant(merchantId, async ({ tx }) => {
      await tx
        .update(parts)
        .set({ money: { currency: 'USD', lines: [], charges: [], totalMinor: 999_999 } })
        .where(eq(parts.referenceNumber, '2002-2'))
    })
    await pushed(orderId, at)
    expect(await salesOf('2002')).toEqual([])
    expect(await stateOf(orderId)).toMatchObject({ state: 'held' })
    const screen = await readOrder(shop.as('owner'), orderId, { tab: 'all' })
    // Both sums, and Lightspeed is not blamed for what it was never asked.
    expect(screen?.reasons.join()).toMatch(
      /^No sale can balance: the part for (Bend|Eugene|Salem) comes to \$9,999\.99, Lightspeed would make \$0\.00 of it, and /,
    )
  })

  test('stock that ran short since the decision sends the order back, unsold', async () => {
    const at = workshop()
    const orderId = await ordered('2003', 1, at)
    const sku = `SKU${((used - 1) % 19) * 3}`
    await control('/stock', 'PUT', { sku, shopID: '1', qoh: 0 })
    at.skip(1_000)
    await pushed(orderId, at)
    expect(await salesOf('2003')).toEqual([])
    const screen = await readOrder(shop.as('owner'), orderId, { tab: 'all' })
    expect(screen).toMatchObject({ state: 'held' })
    expect(screen?.reasons.join()).toContain('Bend ran short before the sale was made')
    await control('/stock', 'PUT', { sku, shopID: '1', qoh: 50 })
  })

  test('the undo time and a second worker change nothing: two at once make one set of sales', async () => {
    const at = workshop()
    const orderId = await ordered('2004', 3, at)
    await Promise.all([pushed(orderId, at), pushed(orderId, workshop())])
    await pushed(orderId, at)
    expect((await salesOf('2004')).map((sale) => sale.completed)).toEqual([true, true, true])
  })
})
