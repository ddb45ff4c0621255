import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { closeDatabase } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { dropTestDatabase, onTestServer } from '@/lib/db/test-server'
import { withMerchant } from '@/lib/db/with-merchant'
import { outbox } from '@/lib/email/tables'
import { env } from '@/lib/env'
import { closeSender } from '@/lib/jobs/queue'
import { listUnsettledDeliveries } from '@/lib/integrations/store'
import { pushWhole } from '@/lib/orders/commands/commands'
import { refusalSentence } from '@/lib/orders/commands/refusals'
import { deliver } from '@/lib/orders/example-merchant'
import { readQueue } from '@/lib/orders/screens/queue-read'
import { readOrder } from '@/lib/orders/screens/order/order-read'
import { parts } from '@/lib/orders/tables'
import { readFeed } from '@/lib/orders/verify/feed-rows'
import { markRestored } from '@/lib/orders/restore/pushing-off'
import { stores } from '@/lib/stores/tables'
import {
  cents,
  control,
  pushed,
  salesOf,
  shop,
  stateOf,
  till,
  usePushStage,
  workshop,
} from '../push/example-push'
import { runJob } from '../registry'
import { askReadings } from './ask-verification'

useTestDatabase()
usePushStage()

/** One clock for all: how far the account was read stands in its row. */
let at: ReturnType<typeof workshop>
beforeAll(() => {
  at = workshop()
})

const nameNow = () => new URL(env().DATABASE_URL).pathname.slice(1)

/** Copies of a whole database by the server itself; nobody may be connected to either meanwhile. */
async function onServer(work: (url: string) => Promise<void>): Promise<void> {
  await closeSender()
  await closeDatabase()
  await work(inject('testServerUrl'))
}
const backUp = async (name: string) => {
  const from = nameNow()
  await onServer((url) => onTestServer(url, `create database ${from}_${name} template ${from}`))
}
const restore = async (name: string) => {
  const to = nameNow()
  await onServer(async (url) => {
    await dropTestDatabase(url, to)
    await onTestServer(url, `create database ${to} template ${to}_${name}`)
    await dropTestDatabase(url, `${to}_${name}`)
  })
}

const job = { merchantId: '', posAccountId: '' }
const verify = async () => {
  Object.assign(job, { merchantId: shop.merchantId, posAccountId: shop.posAccountId })
  at.skip(at.waits.verifyMs * 0.9)
  await runJob(at, 'verify', job)
  return withMerchant(shop.merchantId, (scope) => readFeed(scope, shop.posAccountId))
}
/** The quiet time after a restore, and the reading that ends it. */
const pastTheRestore = async () => {
  at.skip(at.waits.restoreQuietMs)
  expect(await verify()).toMatchObject({ offSince: null })
}
const partsOf = (orderId: string) =>
  withMerchant(shop.merchantId, ({ tx }) =>
    tx.select().from(parts).where(eq(parts.orderId, orderId)).orderBy(parts.ordinal),
  )
/** The channel delivers an order; the same number is the same order, with the same lines. */
async function delivered(number: string, stores: number, placed: Date): Promise<string> {
  const { merchantId } = shop
  const first = (Number(number) % 18) * 3
  const lines = Array.from({ length: stores }, (_, i) => ({ sku: `SKU${first + i}`, quantity: 1 }))
  await deliver(shop, `#${number}`, lines, placed)
  const [deliveryId] = await withMerchant(merchantId, (scope) =>
    listUnsettledDeliveries(scope, new Date(at.now().getTime() + 1)),
  )
  await runJob(at, 'intake', { merchantId, deliveryId })
  const { rows } = await readQueue(shop.as('owner'), { tab: 'all', cursor: null, search: `#${number}` })
  return rows[0]?.id ?? ''
}
const ordered = async (number: string, stores: number) => {
  const orderId = await delivered(number, stores, at.now())
  await decided(orderId)
  return orderId
}
const decided = (orderId: string) => runJob(at, 'decide', { merchantId: shop.merchantId, orderId })

describe('after a restore', () => {
  test('an order pushed after the backup, forgotten, whose webhook comes again is one sale', async () => {
    await pushed(await ordered('9000', 1), at)
    await verify()
    await backUp('forgot')
    const placed = at.now()
    const orderId = await ordered('9001', 2)
    await pushed(orderId, at)
    const before = await salesOf('9001')
    expect(before).toHaveLength(2)
    await restore('forgot')
    await markRestored(at.now())
    expect(await verify()).toMatchObject({ offBecause: 'restored' })
    // The channel delivers it again while pushing is off: it waits.
    const again = await delivered('9001', 2, placed)
    expect(await decided(again)).toMatchObject({ kind: 'snooze' })
    expect(await stateOf(again)).toMatchObject({ state: 'received' })
    await pastTheRestore()
    await decided(again)
    expect(await stateOf(again)).toMatchObject({ state: 'pushed', attention: null })
    expect(await salesOf('9001')).toEqual(before)
    const own = await partsOf(again)
    expect(own.map((part) => part.referenceNumber)).toEqual(['9001-1', '9001-2'])
    expect(own.reduce((sum, part) => sum + part.money.totalMinor, 0)).toBe(cents(before))
    await verify()
    expect(await stateOf(again)).toMatchObject({ attention: null })
  })

  test('nobody pushes by hand while it is off, and they are told why', async () => {
    const sku = `SKU${(9002 % 18) * 3}`
    await control('/stock', 'PUT', { sku, shopID: '1', qoh: 0 })
    await verify()
    const orderId = await ordered('9002', 1)
    expect(await stateOf(orderId)).toMatchObject({ state: 'held' })
    await backUp('held')
    await restore('held')
    await markRestored(at.now())
    const [bend] = await withMerchant(shop.merchantId, ({ tx }) => tx.select().from(stores).limit(1))
    const page = await readOrder(shop.as('manager'), orderId, { tab: 'all' })
    const wanted = { orderId, version: page?.version ?? 0, storeId: bend?.id ?? '', acceptShort: true }
    const answer = await pushWhole(shop.as('manager'), wanted, at.now())
    expect(answer.ok ? '' : refusalSentence(answer.refusal)).toContain('restored from a backup')
    await verify()
    await pastTheRestore()
  })

  test('an order restored in the middle of its push takes the sales it had made', async () => {
    await verify()
    const orderId = await ordered('9003', 2)
    await backUp('middle')
    await pushed(orderId, at)
    const before = await salesOf('9003')
    await restore('middle')
    await markRestored(at.now())
    expect(await runJob(at, 'push', { merchantId: shop.merchantId, orderId })).toEqual({ kind: 'done' })
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushing' })
    await verify()
    await pastTheRestore()
    await pushed(orderId, at)
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
    expect(await salesOf('9003')).toEqual(before)
  })

  test('what was planned otherwise since is taken as it was sold, and only the rest is left', async () => {
    await verify()
    await backUp('rest')
    const placed = at.now()
    const first = await ordered('9004', 2)
    await pushed(first, at)
    const both = (await salesOf('9004')) as unknown as { saleID: string; referenceNumber: string }[]
    const gone = both.find((sale) => sale.referenceNumber === '9004-1')
    // One of its two sales was voided since: its units are to be sold again.
    await control('/void', 'POST', { saleID: gone?.saleID ?? '', reason: 'wrong store' })
    await restore('rest')
    await markRestored(at.now())
    await verify()
    await pastTheRestore()
    const again = await delivered('9004', 2, placed)
    await decided(again)
    expect(await stateOf(again)).toMatchObject({ state: 'partly-pushed' })
    expect(await partsOf(again)).toMatchObject([{ referenceNumber: '9004-2', state: 'completed' }])
  })

  test('a sale whose lines cannot be told holds the order, and nothing of it can be pushed', async () => {
    await verify()
    await backUp('odd')
    const placed = at.now()
    const first = await ordered('9005', 1)
    await pushed(first, at)
    const [own] = await partsOf(first)
    await restore('odd')
    await markRestored(at.now())
    const sale = {
      employeeID: 1,
      shopID: 2,
      registerID: 2,
      taxCategoryID: 0,
      completed: true,
      referenceNumber: '9005-7',
      referenceNumberSource: own?.referenceSource,
      SaleLines: {
        SaleLine: [{ itemID: own?.lines[0]?.externalItemId, unitQuantity: 9, unitPrice: '1.00' }],
      },
      SalePayments: { SalePayment: [{ amount: '9.00', paymentTypeID: 3 }] },
    }
    expect((await till('POST', 'Sale', sale)).status).toBe(200)
    await verify()
    await pastTheRestore()
    const again = await delivered('9005', 1, placed)
    await decided(again)
    expect(await stateOf(again)).toMatchObject({ state: 'held' })
    const page = await readOrder(shop.as('manager'), again, { tab: 'all' })
    expect(JSON.stringify(page)).toContain('does not match what is left of its lines')
  })
})

test('somebody restored without marking it: a worker’s start reads first, pushing goes off by itself, owners are told', async () => {
  await verify()
  await backUp('silent')
  const placed = at.now()
  await pushed(await ordered('9006', 1), at)
  const before = await salesOf('9006')
  await restore('silent')
  at.skip(1_000)
  await askReadings(at.now())
  const again = await delivered('9006', 1, placed)
  expect(await decided(again)).toMatchObject({ kind: 'snooze' })
  expect(await verify()).toMatchObject({ offBecause: 'unexplained-sale' })
  const mails = await withMerchant(shop.merchantId, ({ tx }) =>
    tx.select().from(outbox).where(eq(outbox.kind, 'pushing-off')),
  )
  expect(mails).toMatchObject([{ recipients: ['owner@shop.example'] }])
  await pastTheRestore()
  // Told once: the overlap of the next readings tells of the same sale again.
  expect(await verify()).toMatchObject({ offSince: null })
  await decided(again)
  expect(await stateOf(again)).toMatchObject({ state: 'pushed' })
  expect(await salesOf('9006')).toEqual(before)
})
