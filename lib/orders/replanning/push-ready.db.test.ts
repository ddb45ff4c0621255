import { eq, sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { listIntegrations, makeLive } from '@/lib/integrations/store'
import { clearJobs } from '@/lib/jobs/queue'
import { pushWhole, undoPush } from '../commands/commands'
import { exampleMerchant, item, later, placeOrder, type ExampleMerchant } from '../example-merchant'
import { decideOrder } from '../planning/deciding'
import type { ReadItem } from '../planning/match-lines'
import { orders, parts } from '../tables'
import { replanHeld, whatToReplan } from './replanning'

useTestDatabase()
let shop: ExampleMerchant
let count = 0
beforeEach(async () => {
  count += 1
  shop = await exampleMerchant(`shop${String.fromCharCode(96 + count)}`, { kind: 'hold-if-short' })
  await withMerchant(shop.merchantId, async (scope) => {
    const [web] = await listIntegrations(scope)
    const body = {
      policy: { kind: 'hold-if-short' as const },
      allowedStores: null,
      reviewRules: [],
      paused: false,
      promiseToHeldOrders: false,
      closedRegister: 'send' as const,
      pushReady: true,
    }
    await makeLive(scope, web?.id ?? '', body, 'test', later(0))
  })
})

const rowOf = (orderId: string) =>
  withMerchant(shop.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, orderId))
    if (!row) throw new Error('no order')
    return row
  })
const accounts = (items: ReadItem[]) => [{ posAccountId: shop.posAccountId, items }]
async function replanOn(items: ReadItem[], now: Date) {
  const codes = (await whatToReplan(shop.merchantId))?.codes ?? []
  await replanHeld(shop.merchantId, { kind: 'read', codes, accounts: accounts(items), readAt: now }, now)
}
const decide = (orderId: string, sku: string, items: ReadItem[], now: Date) =>
  decideOrder(
    shop.merchantId,
    orderId,
    { kind: 'read', codes: [sku], accounts: accounts(items), readAt: now },
    300_000,
    now,
  )
const decisionsAsked = () =>
  withMerchant(shop.merchantId, async ({ tx, merchantId }) => {
    const { rows } = await tx.execute(
      sql`select 1 from jobs.job where name = 'decide' and data ->> 'merchantId' = ${merchantId} and state = 'created'`,
    )
    return rows.length
  })
const none = item('MUG', [0, 0, 0])
const two = item('MUG', [2, 0, 0])
const held = () => placeOrder(shop, '#1', [{ sku: 'MUG', quantity: 2 }], [none], later(1))

test('stock comes: the order is decided as if new and pushed by the policy, once, without an undo time', async () => {
  const orderId = await held()
  await clearJobs()
  await replanOn([two], later(60))
  expect(await decisionsAsked()).toBe(1)
  await decide(orderId, 'MUG', [two], later(61))
  expect(await rowOf(orderId)).toMatchObject({ state: 'pushing', sendAfter: null })
  await decide(orderId, 'MUG', [two], later(62))
  const made = await withMerchant(shop.merchantId, ({ tx }) =>
    tx.select().from(parts).where(eq(parts.orderId, orderId)),
  )
  expect(made).toMatchObject([{ ordinal: 1, state: 'planned', oversold: false }])
})

test('stock that is gone again by the time it is decided leaves it held', async () => {
  const orderId = await held()
  await replanOn([two], later(60))
  await decide(orderId, 'MUG', [none], later(61))
  expect(await rowOf(orderId)).toMatchObject({ state: 'held', ready: false })
})

test('what a person pushed and took back waits for a person, however much stock comes', async () => {
  const orderId = await held()
  const push = { orderId, storeId: shop.stores['Bend'] ?? '', acceptShort: true }
  await pushWhole(shop.as('manager'), { ...push, version: (await rowOf(orderId)).version }, later(10))
  await undoPush(shop.as('manager'), { orderId, version: (await rowOf(orderId)).version }, later(12))
  await clearJobs()
  await replanOn([two], later(60))
  expect(await decisionsAsked()).toBe(0)
  expect(await rowOf(orderId)).toMatchObject({ state: 'held', ready: true })
  await replanOn([item('MUG', [5, 5, 5])], later(120))
  await decide(orderId, 'MUG', [two], later(121))
  expect(await rowOf(orderId)).toMatchObject({ state: 'held', ready: true })
})
