import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { env } from '@/lib/env'
import { createPace } from '@/lib/lightspeed/budget'
import { createRSeriesGateway } from '@/lib/lightspeed/r-series/connect'
import type { CallRecord } from '@/lib/lightspeed/types'
import { deliver, exampleMerchant, type ExampleMerchant } from '@/lib/orders/example-merchant'
import { readQueue } from '@/lib/orders/queue-read'
import { readOrder } from '@/lib/orders/order-read'
import { orders, parts } from '@/lib/orders/tables'
import { listUnsettledDeliveries } from '@/lib/integrations/store'
import { startSimulator, type Simulator } from '@/lib/simulator/server'
import type { World } from '@/lib/simulator/world-shape'
import { scaledWaits } from '@/lib/waits'
import type { OpenGateway } from './gateways'
import { runJob, type Workshop } from './registry'

useTestDatabase()

const world: World = {
  account: { id: 'account-shop', name: 'Test', currency: 'USD' },
  client: { id: 'c', secret: 's' },
  shops: ['Bend', 'Eugene', 'Salem'].map((name, i) => ({
    shopID: String(i + 1),
    name,
    timeZone: 'UTC',
    taxCategoryID: '1',
    address: { address1: '', city: name, state: 'OR', zip: '', country: 'US', countryCode: 'US' },
    registers: [{ registerID: String(i + 1), name: 'Web', open: true, archived: false }],
  })),
  employees: [{ employeeID: '1', firstName: 'O', lastName: 'Q' }],
  taxCategories: [{ taxCategoryID: '1', tax1Name: 'Tax', tax1Rate: '0.0825' }],
  paymentTypes: [{ paymentTypeID: '3', name: 'Web' }],
  // Item n lies in one store only, so an order of three of them takes three sales.
  items: Array.from({ length: 60 }, (_, i) => ({
    itemID: String(i + 1),
    systemSku: `21${String(i + 1).padStart(10, '0')}`,
    customSku: `SKU${i}`,
    description: `Item ${i}`,
    price: '19.99',
    stock: { [String((i % 3) + 1)]: 50 },
  })),
}

const folder = mkdtempSync(join(tmpdir(), 'push-'))
let simulator: Simulator
let shop: ExampleMerchant
let token = ''
beforeAll(async () => {
  simulator = await startSimulator({ world, ledgerPath: join(folder, 'ledger.jsonl') })
  shop = await exampleMerchant('shop', {
    kind: 'split',
    maxParts: null,
    keepLinesWhole: false,
    smallestPartMinor: null,
    whenUncovered: 'hold',
  })
  const allowed = await fetch(
    `${simulator.url}/auth/oauth/authorize?allow=1&redirect_uri=http://localhost/`,
    { redirect: 'manual' },
  )
  const code = new URL(allowed.headers.get('location') ?? '').searchParams.get('code')
  const body = JSON.stringify({ client_id: 'c', client_secret: 's', grant_type: 'authorization_code', code })
  const answer = await fetch(`${simulator.url}/auth/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  token = ((await answer.json()) as { access_token: string }).access_token
  await control('/settings', 'PUT', { rateLimit: false })
})
afterAll(async () => {
  await simulator.close()
  rmSync(folder, { recursive: true })
})

const control = (path: string, method: string, body?: unknown) =>
  fetch(`${simulator.url}/_sim${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

interface Sale {
  referenceNumber: string
  completed: boolean
  archived: boolean
  total: string
}
const salesOf = async (number: string) => {
  const sales = (await (await control(`/sales?reference=${number}-`, 'GET')).json()) as Sale[]
  return sales.filter((sale) => !sale.archived)
}

/** A worker whose clock the test moves: a wait the protocol asks for is jumped over, never sat out. */
function workshop(): Omit<Workshop, 'open'> & { open(): OpenGateway; skip(ms: number): void } {
  let ms = Date.now()
  const calls: CallRecord[] = []
  return {
    settings: env(),
    waits: { ...scaledWaits(1), callDeadlineMs: 2_000 },
    now: () => new Date(ms),
    skip: (by) => {
      ms += by
    },
    open: () => ({
      gateway: createRSeriesGateway({
        apiUrl: simulator.url,
        accountId: world.account.id,
        currency: 'USD',
        token: { current: async () => token, refreshAfter401: async () => token },
        deadlineMs: 2_000,
        pace: createPace(),
        onCall: (record) => calls.push(record),
        now: () => ms,
      }),
      takeCalls: () => calls.splice(0),
      waitMs: () => 0,
    }),
  }
}

let used = 0
/** Takes in and decides an order of `parts` lines that lie in as many stores; answers its id. */
async function ordered(number: string, stores: number, at: ReturnType<typeof workshop>): Promise<string> {
  const { merchantId } = shop
  const lines = Array.from({ length: stores }, (_, i) => ({ sku: `SKU${(used % 19) * 3 + i}`, quantity: 1 }))
  used += 1
  await deliver(shop, `#${number}`, lines, at.now())
  const [deliveryId] = await withMerchant(merchantId, (scope) =>
    listUnsettledDeliveries(scope, new Date(at.now().getTime() + 1)),
  )
  await runJob(at, 'intake', { merchantId, deliveryId })
  const { rows } = await readQueue(shop.as('owner'), { tab: 'all', cursor: null, search: `#${number}` })
  const orderId = rows[0]?.id ?? ''
  await runJob(at, 'decide', { merchantId, orderId })
  return orderId
}

/** Runs the push job until it has nothing more to do, jumping over its waits. */
async function pushed(orderId: string, at: ReturnType<typeof workshop>): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) {
    const answer = await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
    if (answer.kind === 'done') return
    at.skip(answer.kind === 'snooze' ? answer.ms : 1_000)
  }
  throw new Error('the push goes on for ever')
}

const stateOf = (orderId: string) =>
  withMerchant(shop.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, orderId))
    return { state: row?.state, attention: row?.attention ?? null, totalMinor: row?.totalMinor ?? 0 }
  })
const cents = (sales: Sale[]) => sales.reduce((sum, sale) => sum + Math.round(Number(sale.total) * 100), 0)

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
    expect(screen?.reasons.join()).toContain('Lightspeed refused the sale: No sale can balance')
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

  describe('a sale with our reference is there although we know of none', () => {
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
      if (completed)
        await gateway.completeSale(sale.id, { paymentTypeId: '3', amountMinor: totalMinor + off })
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
})
