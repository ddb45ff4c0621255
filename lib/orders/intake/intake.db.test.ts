import { asc, eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { shopifyBody } from '@/lib/commands/test-orders/bodies'
import { testCustomer } from '@/lib/commands/test-orders/customers'
import { seededRandom } from '@/lib/commands/test-orders/seeded-random'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { BODY_LIMIT_BYTES } from '@/lib/integrations/receive'
import { signShopify } from '@/lib/integrations/shopify/signature'
import { deliveries } from '@/lib/integrations/tables'
import { exampleMerchant, later, NOW, type ExampleMerchant } from '../example-merchant'
import { listForgotten } from '../planning/forgotten'
import { receiveDelivery, workOffDelivery } from './intake'
import { orders } from '../tables'

useTestDatabase()
let acme: ExampleMerchant
beforeAll(async () => {
  acme = await exampleMerchant('acme', { kind: 'hold-if-short' })
})

type Json = Record<string, unknown>
/** The order 77… as the channel sends it at a second of its life, with `over` written over it. */
const bodyOf = (id: string, second: number, over: Json = {}) => {
  const text = shopifyBody({
    id,
    number: `#${id}`,
    placedAt: NOW,
    updatedAt: later(second),
    lines: [{ sku: 'MUG', title: 'Mug', priceMinor: 1999, quantity: 2 }],
    customer: testCustomer(seededRandom(id)),
  })
  return JSON.stringify({ ...(JSON.parse(text) as Json), ...over })
}
let sent = 0
/** Delivers a body and answers the status; each delivery has an id of its own unless one is given. */
async function deliver(body: string, change: { id?: string; secret?: string; key?: string } = {}) {
  sent += 1
  const answer = await receiveDelivery(
    {
      integrationKey: change.key ?? acme.integrationKey,
      rawBody: new TextEncoder().encode(body),
      headers: {
        'x-shopify-topic': 'orders/updated',
        'x-shopify-webhook-id': change.id ?? `d${sent}`,
        'x-shopify-shop-domain': 'x.myshopify.com',
        'x-shopify-hmac-sha256': signShopify(body, change.secret ?? 'shop-secret'),
      },
    },
    later(sent),
  )
  return answer.status
}
const stored = () =>
  withMerchant(acme.merchantId, ({ tx }) =>
    tx.select().from(deliveries).orderBy(asc(deliveries.receivedAt), asc(deliveries.id)),
  )
/** Works off everything that waits; answers the newest delivery. */
async function workOff() {
  for (const row of await stored())
    if (row.state === 'received') await workOffDelivery(acme.merchantId, row.id, later(sent))
  return (await stored()).at(-1)
}
const orderOf = (id: string) =>
  withMerchant(acme.merchantId, async ({ tx }) => {
    const rows = await tx.select().from(orders).where(eq(orders.externalId, id))
    expect(rows.length).toBeLessThanOrEqual(1)
    return rows[0] ?? null
  })
const jobsAbout = async (id: string) => {
  const { rows } = await database().execute<{ name: string }>(
    sql`select name from jobs.job where singleton_key = ${id}`,
  )
  return rows.map((row) => row.name)
}

describe('a delivery', () => {
  test('is stored with its job before it is acknowledged; the same one again is stored once', async () => {
    const body = bodyOf('1', 0)
    const before = (await stored()).length
    const answers = await Promise.all(Array.from({ length: 3 }, () => deliver(body, { id: 'thrice' })))
    expect(answers).toEqual([200, 200, 200])
    const rows = await stored()
    expect(rows).toHaveLength(before + 1)
    const row = rows.find((one) => one.dedupeKey.endsWith('|thrice'))
    expect(row?.body.toString()).toBe(body)
    expect(await jobsAbout(row?.id ?? '')).toEqual(['intake'])
  })

  test('with a wrong signature, an unknown address, or too large leaves nothing', async () => {
    const before = (await stored()).length
    expect(await deliver(bodyOf('2', 0), { secret: 'wrong' })).toBe(401)
    expect(await deliver(bodyOf('2', 0), { secret: '' })).toBe(401)
    expect(await deliver(bodyOf('2', 0), { key: 'nobody000000' })).toBe(404)
    expect(await deliver(' '.repeat(BODY_LIMIT_BYTES + 1))).toBe(413)
    expect(await stored()).toHaveLength(before)
    expect(await orderOf('2')).toBeNull()
  })

  test('that cannot be understood is kept whole with the reason', async () => {
    expect(await deliver('{"id": 3')).toBe(200)
    expect(await workOff()).toMatchObject({ state: 'quarantined', because: 'The body is not valid JSON.' })
    expect((await stored()).at(-1)?.body.toString()).toBe('{"id": 3')
  })

  test('worked off twice at once makes one order', async () => {
    await deliver(bodyOf('4', 0))
    const row = (await stored()).at(-1)
    const twice = [1, 2].map(() => workOffDelivery(acme.merchantId, row?.id ?? '', later(sent)))
    await Promise.all(twice)
    expect(await orderOf('4')).toMatchObject({ state: 'received', version: 1 })
  })

  test('two about one new order at once make one order, as the newer one says', async () => {
    await deliver(bodyOf('5', 9, { note: 'newer' }))
    await deliver(bodyOf('5', 0, { note: 'older' }))
    const waiting = (await stored()).filter((row) => row.state === 'received')
    await Promise.all(waiting.map((row) => workOffDelivery(acme.merchantId, row.id, later(sent))))
    expect((await orderOf('5'))?.snapshot.note).toBe('newer')
  })
})

describe('an order', () => {
  test('may be first heard of by an update, and an older delivery after it changes nothing', async () => {
    await deliver(bodyOf('10', 60))
    await workOff()
    const made = await orderOf('10')
    expect(made).toMatchObject({ state: 'received' })
    await deliver(bodyOf('10', 0, { total_price: '1.00', current_total_price: '1.00' }))
    expect(await workOff()).toMatchObject({ state: 'ignored', because: 'A newer version is known.' })
    expect(await orderOf('10')).toMatchObject({ version: made?.version, totalMinor: made?.totalMinor })
  })

  test('has the id the channel gave it, to the last digit', async () => {
    await deliver(bodyOf('11', 0).replace(/"id":"?11"?/, '"id":820982911946154508'))
    await workOff()
    expect(await orderOf('820982911946154508')).not.toBeNull()
  })

  test.each<[string, Json]>([
    ['20', { test: true }],
    ['21', { source_name: 'pos' }],
    ['22', { financial_status: 'voided' }],
    ['23', { line_items: [{ id: 1, sku: 'G', quantity: 1, price: '5.00', requires_shipping: false }] }],
  ])('%s that is not ours to route never is: %j', async (id, over) => {
    await deliver(bodyOf(id, 0, over))
    await workOff()
    const made = await orderOf(id)
    expect(made).toMatchObject({ state: 'not-routed' })
    expect(made?.closedBecause?.reason).not.toBe('')
    expect(await jobsAbout(made?.id ?? '')).toEqual([])
  })

  test('that is cancelled before it was ever seen is cancelled', async () => {
    await deliver(bodyOf('24', 0, { cancelled_at: NOW.toISOString() }))
    await workOff()
    expect(await orderOf('24')).toMatchObject({ state: 'cancelled' })
  })

  test('that is not paid waits, and is decided once it is', async () => {
    await deliver(bodyOf('25', 0, { financial_status: 'pending' }))
    await workOff()
    const waiting = await orderOf('25')
    expect(waiting).toMatchObject({ state: 'received' })
    expect(await jobsAbout(waiting?.id ?? '')).toEqual([])
    const found = await withMerchant(acme.merchantId, (scope) => listForgotten(scope, later(1e6)))
    expect(found.toDecide).not.toContain(waiting?.id)
    await deliver(bodyOf('25', 60, { financial_status: 'paid' }))
    await workOff()
    expect(await jobsAbout(waiting?.id ?? '')).toEqual(['decide'])
  })
})
