import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { listStores, mirrorShops, placeStore } from '@/lib/stores/store'
import { stores } from '@/lib/stores/tables'
import { exampleMerchant, item, later, NOW, placeOrder, type ExampleMerchant } from '../example-merchant'
import { decideOrder } from './deciding'
import { readOrder } from '../screens/order/order-read'
import { orders, plans } from '../tables'

useTestDatabase()
let acme: ExampleMerchant
beforeAll(async () => {
  acme = await exampleMerchant('acme', { kind: 'hold-if-short' })
})

const mirror = (zip: Record<string, string>) =>
  withMerchant(acme.merchantId, (scope) =>
    mirrorShops(
      scope,
      acme.posAccountId,
      Object.entries(zip).map(([name, postalCode], index) => ({
        externalId: String(index + 1),
        name,
        timeZone: 'UTC',
        archived: false,
        address: { address1: '', city: name, region: 'OR', postalCode, country: 'US' },
        registers: [{ id: String(index + 1), name: 'Web', open: true, archived: false }],
      })),
      NOW,
    ),
  )
const places = async () =>
  Object.fromEntries(
    (await withMerchant(acme.merchantId, listStores)).map((store) => [store.name, store.location]),
  )

const bend = { latitude: 44.0928, longitude: -121.2936 }

/** An order whose address has no coordinates, decided where every store has one of everything. */
async function decided(number: string, postalCode: string): Promise<string> {
  const sku = `MUG${number}`
  const orderId = await placeOrder(acme, number, [{ sku, quantity: 1 }], [item(sku, [0, 0, 0])])
  await withMerchant(acme.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, orderId))
    if (!row?.snapshot.shipTo) throw new Error('no address')
    const shipTo = { ...row.snapshot.shipTo, latitude: null, longitude: null, postalCode }
    await tx
      .update(orders)
      .set({ snapshot: { ...row.snapshot, shipTo } })
      .where(eq(orders.id, orderId))
  })
  const reading = {
    kind: 'read' as const,
    codes: [sku],
    accounts: [{ posAccountId: acme.posAccountId, items: [item(sku, [1, 1, 1])] }],
    readAt: later(60),
  }
  await decideOrder(acme.merchantId, orderId, reading, 0, later(60))
  return orderId
}
const explained = async (orderId: string) =>
  (await readOrder(acme.as('manager'), orderId, { tab: 'all' }))?.explanation

describe('distance', () => {
  test('an order without coordinates, and stores by their addresses: the nearer one wins, and it says so', async () => {
    await mirror({ Bend: '97701', Eugene: '97401', Salem: '97301' })
    const orderId = await decided('#1', '97402-0001')
    const [plan] = await withMerchant(acme.merchantId, ({ tx }) =>
      tx
        .select({ request: plans.request, decision: plans.decision })
        .from(plans)
        .innerJoin(orders, eq(orders.currentPlanId, plans.id))
        .where(eq(orders.id, orderId)),
    )
    expect(plan?.request).toMatchObject({ placedBy: 'postal-code' })
    expect(plan?.decision).toMatchObject({ parts: [{ storeId: acme.stores['Eugene'] }] })
    const explanation = await explained(orderId)
    expect(explanation?.distance).toBe('Distances go by the postal code of the order’s address.')
    expect(explanation?.stores).toContainEqual(
      expect.objectContaining({ name: 'Salem', sentence: expect.stringContaining('nearer') }),
    )
  })

  test('a store that moves is placed anew; one that was placed by hand stays', async () => {
    expect((await places())['Bend']).toEqual(bend)
    const byHand = { latitude: 1, longitude: 2 }
    await withMerchant(acme.merchantId, (scope) => placeStore(scope, '3', byHand))
    await mirror({ Bend: '97401', Eugene: '97401', Salem: '97401' })
    const moved = await places()
    expect(moved['Bend']).toEqual(moved['Eugene'])
    expect(moved['Salem']).toEqual(byHand)
    await mirror({ Bend: '', Eugene: '97401', Salem: '97401' })
    expect((await places())['Bend']).toBeNull()
  })

  test('no place at all: no distance, and it says what decides instead', async () => {
    const orderId = await decided('#2', 'none')
    expect((await explained(orderId))?.distance).toBe(
      'No distance is known, as the order has neither coordinates nor a postal code that can be placed: among equals priority decides.',
    )
  })

  test('no store has a place: no distance either', async () => {
    await withMerchant(acme.merchantId, ({ tx }) =>
      tx.update(stores).set({ latitude: null, longitude: null }),
    )
    expect((await explained(await decided('#3', '97402')))?.distance).toBe(
      'No distance is known, as no store has coordinates or a postal code that can be placed: among equals priority decides.',
    )
  })
})
