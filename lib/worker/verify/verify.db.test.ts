import { and, eq, isNotNull } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { present } from '@/lib/result'
import { looks } from '@/lib/orders/attention/tables'
import { readFeed } from '@/lib/orders/verify/feed-rows'
import { takePage } from '@/lib/orders/verify/take-page'
import { feedSales, findings } from '@/lib/orders/verify/tables'
import { attempts, history, orders, parts } from '@/lib/orders/tables'
import {
  control,
  ordered,
  pushed,
  salesOf,
  shop,
  stateOf,
  till,
  usePushStage,
  workshop,
} from '../push/example-push'
import { runJob } from '../registry'

useTestDatabase()
usePushStage()

/** One clock for all: how far the account was read stands in its row. */
let at: ReturnType<typeof workshop>
beforeAll(() => {
  at = workshop()
})

const verify = async () => {
  // Each reading is due anew.
  at.skip(at.waits.verifyMs)
  await runJob(at, 'verify', { merchantId: shop.merchantId, posAccountId: shop.posAccountId })
  // What differs is looked at; the look is what judges.
  const asked = await withMerchant(shop.merchantId, ({ tx }) =>
    tx.select({ orderId: looks.orderId }).from(looks).where(isNotNull(looks.askedAt)),
  )
  for (const { orderId } of asked) await runJob(at, 'settle', { merchantId: shop.merchantId, orderId })
  return withMerchant(shop.merchantId, (scope) => readFeed(scope, shop.posAccountId))
}
const idsOf = async (number: string) =>
  ((await salesOf(number)) as unknown as { saleID: string }[]).map((sale) => sale.saleID)
const foundOf = (orderId: string) =>
  withMerchant(shop.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(findings).where(eq(findings.orderId, orderId))
    return row?.found ?? []
  })
const attentionRows = (orderId: string) =>
  withMerchant(shop.merchantId, ({ tx }) =>
    tx
      .select({ data: history.data })
      .from(history)
      .where(and(eq(history.orderId, orderId), eq(history.kind, 'attention'))),
  )

async function sold(number: string, stores: number): Promise<string> {
  const orderId = await ordered(number, stores, at)
  await pushed(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
  return orderId
}

describe('the change feed is compared with our parts, both ways', () => {
  test('what agrees leaves nothing but the place in the feed; the till’s own sales are not kept', async () => {
    const orderId = await sold('8001', 2)
    await till('POST', 'Sale', { employeeID: 1, shopID: 1, registerID: 1 })
    const feed = await verify()
    expect(feed).toMatchObject({ readAt: at.now(), readingStamp: null, offSince: null, failedAt: null })
    const kept = await withMerchant(shop.merchantId, ({ tx }) => tx.select().from(feedSales))
    expect(kept.map((row) => row.saleId).toSorted()).toEqual((await idsOf('8001')).toSorted())
    expect(await foundOf(orderId)).toEqual([])
    expect(await stateOf(orderId)).toMatchObject({ attention: null })
    // Asked again before its time it calls nobody.
    const asked = async () => ((await (await control('/requests', 'GET')).json()) as unknown[]).length
    const before = await asked()
    await runJob(at, 'verify', { merchantId: shop.merchantId, posAccountId: shop.posAccountId })
    expect(await asked()).toBe(before)
  })

  test('voided at the till: in attention with what is missing, told once', async () => {
    const orderId = await sold('8002', 2)
    const [saleID = ''] = await idsOf('8002')
    await control('/void', 'POST', { saleID, reason: 'wrong' })
    await verify()
    expect(await stateOf(orderId)).toMatchObject({ attention: 'sale-voided' })
    expect(await foundOf(orderId)).toMatchObject([{ kind: 'missing', saleId: saleID, now: 'voided' }])
    await verify()
    expect(await attentionRows(orderId)).toHaveLength(1)
  })

  test('refunded at the till: in attention as that', async () => {
    const orderId = await sold('8003', 1)
    await verify()
    const [saleID = ''] = await idsOf('8003')
    const refunded = await till('POST', `Sale/${saleID}/refund`, {
      employeeID: 1,
      registerID: 1,
      shopID: 1,
      SalePayments: { SalePayment: [{ paymentTypeID: 3 }] },
    })
    expect(refunded.status).toBe(200)
    await verify()
    expect(await stateOf(orderId)).toMatchObject({ attention: 'sale-refunded' })
    expect(await foundOf(orderId)).toMatchObject([{ kind: 'missing', now: 'refunded' }])
  })

  test('a second sale with the reference of a part, completed by hand', async () => {
    const orderId = await sold('8004', 1)
    await verify()
    const [known] = await withMerchant(shop.merchantId, ({ tx }) =>
      tx.select().from(feedSales).where(eq(feedSales.referenceNumber, '8004-1')),
    )
    const body = {
      employeeID: 1,
      shopID: 1,
      registerID: 1,
      taxCategoryID: 0,
      completed: true,
      referenceNumber: known?.referenceNumber,
      referenceNumberSource: known?.referenceSource,
      SaleLines: { SaleLine: [{ itemID: 1, unitQuantity: 1, unitPrice: '5.00' }] },
      SalePayments: { SalePayment: [{ amount: '5.00', paymentTypeID: 3 }] },
    }
    expect((await till('POST', 'Sale', body)).status).toBe(200)
    await verify()
    expect(await stateOf(orderId)).toMatchObject({ attention: 'several-sales' })
    expect(await foundOf(orderId)).toMatchObject([{ kind: 'extra', ordinal: 1 }])
    // A part accounts for its reference, so nobody takes the database for a restored one.
    expect(await verify()).toMatchObject({ offSince: null })
  })

  test('a sale that lists never show is asked for by its id, and is missing where there is none', async () => {
    const orderId = await sold('8005', 1)
    await control('/settings', 'PUT', { readLagMs: 3_600_000 })
    await verify()
    at.skip(at.waits.feedOverlapMs)
    await verify()
    expect(await foundOf(orderId)).toEqual([])
    const [row] = await withMerchant(shop.merchantId, ({ tx }) =>
      tx.select().from(feedSales).where(eq(feedSales.referenceNumber, '8005-1')),
    )
    expect(row).toMatchObject({ state: 'completed', stamp: '' })
    await control('/settings', 'PUT', { readLagMs: 0 })
  })

  test('an open sale that no part wants is archived, with its intent in the history', async () => {
    const orderId = await sold('8006', 1)
    await verify()
    const [known] = await withMerchant(shop.merchantId, ({ tx }) =>
      tx.select().from(feedSales).where(eq(feedSales.referenceNumber, '8006-1')),
    )
    await till('POST', 'Sale', {
      employeeID: 1,
      shopID: 1,
      registerID: 1,
      referenceNumber: known?.referenceNumber,
      referenceNumberSource: known?.referenceSource,
    })
    expect(await salesOf('8006')).toHaveLength(2)
    await verify()
    expect(await salesOf('8006')).toHaveLength(2)
    at.skip(at.waits.unpickedMs)
    await verify()
    expect(await salesOf('8006')).toMatchObject([{ completed: true }])
    const told = await withMerchant(shop.merchantId, ({ tx }) =>
      tx
        .select({ data: history.data })
        .from(history)
        .where(and(eq(history.orderId, orderId), eq(history.kind, 'archived'))),
    )
    expect(told.map(({ data }) => data['done'])).toEqual([false, true])
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
  })

  test('a page is stored once, whoever reads it; an outage puts it off and says so', async () => {
    const feed = await verify()
    const { stamp, readingStamp } = feed
    const page = { sales: [], complete: true, beganAt: at.now(), from: { stamp: 'another', readingStamp } }
    const account = { id: shop.posAccountId, name: 'shop' }
    expect(await takePage(shop.merchantId, account, page, at.waits, at.now())).toBe('overtaken')
    const own = { ...page, from: { stamp, readingStamp } }
    expect(await takePage(shop.merchantId, account, own, at.waits, at.now())).toBe('stored')
    await control('/faults', 'POST', { kind: 'down', match: { pathIncludes: '/Sale' } })
    const failed = await verify()
    expect(failed).toMatchObject({ readAt: page.beganAt, failedAt: at.now() })
    expect(failed.failedBecause).not.toBe('')
    expect(await verify()).toMatchObject({ failedAt: null, readAt: at.now() })
  })
})

test('a page that was read while a part was being completed finds nothing of it', async () => {
  const orderId = await sold('8020', 1)
  const [saleID = ''] = await idsOf('8020')
  const [part] = await withMerchant(shop.merchantId, ({ tx }) =>
    tx.select().from(parts).where(eq(parts.orderId, orderId)),
  )
  const { referenceNumber, referenceSource, completedAt, money } = present(part, 'part')
  const open = { id: saleID, ticketNumber: '', referenceNumber, referenceSource, shopId: '1', lines: [] }
  const told = async (beganAt: Date, stamp: string) => {
    const feed = await withMerchant(shop.merchantId, (scope) => readFeed(scope, shop.posAccountId))
    const sale = { ...open, state: 'open' as const, totalMinor: money.totalMinor, stamp }
    const from = { stamp: feed.stamp, readingStamp: feed.readingStamp }
    const page = { sales: [sale], complete: true, beganAt, from }
    const account = { id: shop.posAccountId, name: 'shop' }
    expect(await takePage(shop.merchantId, account, page, at.waits, at.now())).toBe('stored')
    return foundOf(orderId)
  }
  const completed = present(completedAt, 'completion').getTime()
  expect(await told(new Date(completed - 1), '2026-01-01T00:00:00+00:00')).toEqual([])
  expect(await told(new Date(completed + 1), '2026-01-01T00:00:01+00:00')).toMatchObject([{ now: 'open' }])
})

test('nothing new is sent before what changed is read; then the push goes on', async () => {
  await verify()
  const orderId = await ordered('8010', 1, at)
  at.skip(at.waits.feedFreshMs + 1)
  const answer = await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
  expect(answer).toMatchObject({ kind: 'snooze' })
  expect(await salesOf('8010')).toEqual([])
  await runJob(at, 'verify', { merchantId: shop.merchantId, posAccountId: shop.posAccountId })
  await pushed(orderId, at)
  expect(await salesOf('8010')).toMatchObject([{ completed: true }])
})

test('a part that was completed before the database was put back unmarked: its sale is read, not completed again', async () => {
  const orderId = await sold('8011', 1)
  // As it stood in a backup made between the creation of the sale and its completion.
  await withMerchant(shop.merchantId, async ({ tx }) => {
    const own = { state: 'created' as const, completedAt: null }
    const [part] = await tx.update(parts).set(own).where(eq(parts.orderId, orderId)).returning()
    await tx.delete(attempts).where(and(eq(attempts.partId, part?.id ?? ''), eq(attempts.kind, 'complete')))
    await tx.update(orders).set({ state: 'pushing' }).where(eq(orders.id, orderId))
  })
  await verify()
  await pushed(orderId, at)
  const [saleID] = await idsOf('8011')
  const asked = (await (await control('/requests', 'GET')).json()) as { method: string; path: string }[]
  expect(
    asked.filter(({ method, path }) => method === 'PUT' && path.includes(`/Sale/${saleID}.`)),
  ).toHaveLength(1)
  expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
  expect(await salesOf('8011')).toMatchObject([{ completed: true, payments: 1 }])
})
