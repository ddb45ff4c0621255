import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { listIntegrations, makeLive } from '@/lib/integrations/store'
import { present } from '@/lib/result'
import type { Policy, PolicyBody } from '@/lib/routing/types'
import { exampleMerchant, item, later, NOW, placeOrder, type ExampleMerchant } from '../example-merchant'
import { pushWhole } from '../commands/commands'
import { readOrder } from './order/order-read'
import { previewDraft } from './policy-preview'
import { orders, plans } from '../tables'

useTestDatabase()

const body = (policy: Policy): PolicyBody => ({
  policy,
  allowedStores: null,
  reviewRules: [],
  paused: false,
  promiseToHeldOrders: false,
  closedRegister: 'send',
})
const HOLD = body({ kind: 'hold-if-short' })
const SPLIT = body({
  kind: 'split',
  maxParts: null,
  keepLinesWhole: false,
  smallestPartMinor: null,
  whenUncovered: 'hold',
})

let north: ExampleMerchant
let other: ExampleMerchant
let integrationId = ''
const mug = item('MUG', [1, 0, 0])
const cap = item('CAP', [0, 1, 0])

beforeAll(async () => {
  north = await exampleMerchant('north', HOLD.policy)
  other = await exampleMerchant('other', HOLD.policy)
  const [channel] = await withMerchant(north.merchantId, listIntegrations)
  integrationId = present(channel, 'channel').id
})

const viewer = () => north.as('viewer')
const preview = (draft: PolicyBody, now = later(60)) =>
  previewDraft(viewer(), { integrationId, body: draft }, now)

describe('a draft is tried on past orders', () => {
  test('with the stock of their first decision, though a person decided again since', async () => {
    const one = await placeOrder(north, '#1001', [{ sku: 'LAMP', quantity: 1 }], [item('LAMP', [0, 0, 5])])
    const two = await placeOrder(
      north,
      '#1002',
      [
        { sku: 'MUG', quantity: 1 },
        { sku: 'CAP', quantity: 1 },
      ],
      [mug, cap],
      later(1),
    )
    const held = present(await readOrder(north.as('manager'), two, { tab: 'all' }), 'order')
    const push = {
      orderId: two,
      version: held.version,
      storeId: north.stores['Bend'] ?? '',
      acceptShort: true,
    }
    expect((await pushWhole(north.as('manager'), push, later(2))).ok).toBe(true)
    expect(await preview(SPLIT)).toEqual({
      orders: 2,
      since: NOW.toISOString(),
      cutShort: false,
      liveVersion: 1,
      before: { pushed: 1, split: 0, held: 1, parts: 1, oversold: 0, unitsOversold: 0 },
      after: { pushed: 1, split: 1, held: 0, parts: 3, oversold: 0, unitsOversold: 0 },
      changed: [
        {
          orderId: two,
          number: '#1002',
          receivedAt: later(1).toISOString(),
          before: 'Held: no store has all of it',
          after: expect.stringMatching(/^Split: (Bend \+ Eugene|Eugene \+ Bend)$/),
        },
      ],
    })
    expect((await preview(HOLD))?.changed).toEqual([])
    const salem = await preview({ ...SPLIT, allowedStores: [north.stores['Bend'] ?? ''] })
    expect(salem?.changed.find((row) => row.orderId === one)).toMatchObject({
      before: 'Pushed to Salem',
      after: 'Held: short everywhere',
    })
  })

  test('against the policy that is live now', async () => {
    await withMerchant(north.merchantId, (scope) => makeLive(scope, integrationId, SPLIT, 'test', later(3)))
    expect(await preview(SPLIT)).toMatchObject({ liveVersion: 2, changed: [] })
  })

  test('and changes nothing', async () => {
    const count = () =>
      withMerchant(north.merchantId, ({ tx }) => tx.$count(plans, eq(plans.merchantId, north.merchantId)))
    const before = await count()
    await preview(HOLD)
    expect(await count()).toBe(before)
  })

  test('another merchant is told nothing', async () => {
    expect(await previewDraft(other.as('owner'), { integrationId, body: SPLIT }, NOW)).toBeNull()
  })
})

describe('the past ends', () => {
  test('after 60 days', async () => {
    expect(await preview(SPLIT, later(61 * 86_400))).toMatchObject({ orders: 0, since: null })
  })

  test('after the newest 500 orders, found by the index of the channel', async () => {
    await withMerchant(north.merchantId, async ({ tx }) => {
      const copied = sql.raw(
        'snapshot, snapshot_at, total_minor, currency, units_to_ship, hold_reasons, ready, placed_at, state_changed_at',
      )
      await tx.execute(sql`
        insert into orders (merchant_id, integration_id, external_id, number, state, version, received_at, ${copied})
        select merchant_id, integration_id, 'copy-' || n, '#C' || n, state, version,
          received_at + n * interval '1 second', ${copied}
        from orders, generate_series(1, 620) n where number = '#1001'`)
      await tx.execute(sql`
        insert into plans (merchant_id, order_id, revision, policy_version, request, decision, hash, decided_by, created_at)
        select p.merchant_id, c.id, 1, p.policy_version, p.request, p.decision, p.hash, p.decided_by, p.created_at
        from plans p join orders o on o.id = p.order_id and o.number = '#1001', orders c
        where c.number like '#C%' and p.revision = 1`)
    })
    const found = await preview(SPLIT, later(3600))
    expect(found).toMatchObject({ orders: 500, since: later(121).toISOString() })
    const lines = await withMerchant(north.merchantId, async ({ tx }) => {
      await tx.execute(sql`set local enable_seqscan = off`)
      const query = tx
        .select({ id: orders.id })
        .from(orders)
        .where(and(eq(orders.merchantId, north.merchantId), eq(orders.integrationId, integrationId)))
        .orderBy(sql`${orders.receivedAt} desc`)
        .limit(100)
      return (await tx.execute<{ 'QUERY PLAN': string }>(sql`explain ${query}`)).rows
    })
    expect(lines.map((row) => row['QUERY PLAN']).join('\n')).toContain('orders_channel')
  })
})
