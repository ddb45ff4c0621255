import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { listIntegrations, makeLive } from '@/lib/integrations/store'
import { pushWhole, undoPush } from '../commands/commands'
import { exampleMerchant, item, later, placeOrder, type ExampleMerchant } from '../example-merchant'
import { snoozeOrder } from '../handling/snooze'
import { readOrder } from '../screens/order/order-read'
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
const partsOf = (orderId: string) =>
  withMerchant(shop.merchantId, ({ tx }) => tx.select().from(parts).where(eq(parts.orderId, orderId)))
const none = item('MUG', [0, 0, 0])
const two = item('MUG', [2, 0, 0])
const held = () => placeOrder(shop, '#1', [{ sku: 'MUG', quantity: 2 }], [none], later(1))

test('stock comes: pushed by the policy, once, without an undo time, and told in the history', async () => {
  const orderId = await held()
  await replanOn([two], later(60))
  expect(await rowOf(orderId)).toMatchObject({ state: 'pushing', sendAfter: null, ready: false })
  await replanOn([item('MUG', [9, 9, 9])], later(61))
  await decide(orderId, 'MUG', [two], later(62))
  expect(await partsOf(orderId)).toMatchObject([{ ordinal: 1, state: 'planned', oversold: false }])
  const page = await readOrder(shop.as('manager'), orderId, { tab: 'all' })
  expect(page?.timeline.map((entry) => entry.detail).join()).toContain('pushed by itself as its policy says')
})

test('of two that want the same, the older is pushed and the newer waits', async () => {
  const older = await held()
  const newer = await placeOrder(shop, '#2', [{ sku: 'MUG', quantity: 2 }], [none], later(2))
  await replanOn([two], later(60))
  expect((await rowOf(older)).state).toBe('pushing')
  expect(await rowOf(newer)).toMatchObject({ state: 'held', ready: false })
})

test('units that were promised to a new order while the plan was made are not given twice', async () => {
  const orderId = await held()
  const codes = (await whatToReplan(shop.merchantId))?.codes ?? []
  const reading = { kind: 'read' as const, codes, accounts: accounts([two]), readAt: later(60) }
  const [replanned, rival] = await Promise.all([
    replanHeld(shop.merchantId, reading, later(60)),
    placeOrder(shop, '#2', [{ sku: 'MUG', quantity: 2 }], [two], later(60)),
  ])
  expect(replanned.looked).toBe(1)
  const states = [(await rowOf(orderId)).state, (await rowOf(rival)).state].toSorted()
  expect(states).toEqual(['held', 'pushing'])
})

test.each<[string, Partial<typeof orders.$inferInsert>]>([
  ['left to a person', { leftToPerson: true }],
  ['ready before', { ready: true }],
  ['in attention', { attention: 'refused-after-sale' }],
  ['refused by Lightspeed', { holdReasons: [{ code: 'push-refused', lines: [], facts: {} }] }],
  [
    'reviewed by a rule as well',
    {
      holdReasons: [
        { code: 'no-single-store', lines: [], facts: {} },
        { code: 'review-rule', lines: [], facts: {} },
      ],
    },
  ],
])('%s: only marked ready', async (_what, change) => {
  const orderId = await held()
  await withMerchant(shop.merchantId, ({ tx }) => tx.update(orders).set(change).where(eq(orders.id, orderId)))
  await replanOn([two], later(60))
  expect(await rowOf(orderId)).toMatchObject({ state: 'held', ready: true })
  expect(await partsOf(orderId)).toEqual([])
})

test('what a person pushed and took back waits for a person, however much stock comes', async () => {
  const orderId = await held()
  const push = { orderId, storeId: shop.stores['Bend'] ?? '', acceptShort: true }
  await pushWhole(shop.as('manager'), { ...push, version: (await rowOf(orderId)).version }, later(10))
  await undoPush(shop.as('manager'), { orderId, version: (await rowOf(orderId)).version }, later(12))
  for (const [at, items] of [
    [60, [two]],
    [120, [none]],
    [180, [item('MUG', [5, 5, 5])]],
  ] as const)
    await replanOn([...items], later(at))
  await decide(orderId, 'MUG', [two], later(240))
  expect(await rowOf(orderId)).toMatchObject({ state: 'held', ready: true, leftToPerson: true })
})

test('snoozed by a person: it comes back, and waits for them', async () => {
  const orderId = await held()
  const { version } = await rowOf(orderId)
  await snoozeOrder(shop.as('manager'), { orderId, version, until: null, orStock: true }, later(10))
  await replanOn([two], later(60))
  expect(await rowOf(orderId)).toMatchObject({ state: 'held', ready: true, woken: true })
  await replanOn([none], later(120))
  await replanOn([two], later(180))
  expect((await rowOf(orderId)).state).toBe('held')
})
