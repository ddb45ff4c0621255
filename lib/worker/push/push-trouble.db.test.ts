import { asc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { GatewayError, type Gateway } from '@/lib/lightspeed/types'
import { readOrder } from '@/lib/orders/screens/order/order-read'
import { claimPart, writeIntent } from '@/lib/orders/push/pushing'
import { returnToQueue } from '@/lib/orders/push/finish-push'
import { attempts, orders, parts } from '@/lib/orders/tables'
import { control, ordered, pushed, salesOf, shop, stateOf, usePushStage, workshop } from './example-push'
import { runJob } from '../registry'

useTestDatabase()
usePushStage()

const partsOf = (orderId: string) =>
  withMerchant(shop.merchantId, ({ tx }) =>
    tx.select().from(parts).where(eq(parts.orderId, orderId)).orderBy(asc(parts.ordinal)),
  )
const partOf = async (orderId: string, ordinal: number) => {
  const part = (await partsOf(orderId)).find((candidate) => candidate.ordinal === ordinal)
  if (!part) throw new Error('no such part')
  return part
}
const once = (kind: string, method: string, pathIncludes: string, ms = 5_000) =>
  control('/faults', 'POST', { kind, match: { method, pathIncludes }, ms })
/** One turn of the push job, which stops at a wait. */
const turn = (orderId: string, at: Parameters<typeof runJob>[0]) =>
  runJob(at, 'push', { merchantId: shop.merchantId, orderId })

/** The same workshop with one call of its gateway replaced. */
function refusing(at: ReturnType<typeof workshop>, change: Partial<Gateway>): typeof at {
  return {
    ...at,
    open: () => {
      const opened = at.open()
      return { ...opened, gateway: { ...opened.gateway, ...change } }
    },
  }
}

describe('a push that cannot go on leaves nothing behind', () => {
  test.each([
    ['the second store ran short: the sale made open for the first is archived', '4001', false],
    [
      'the second store ran short before any list shows the first sale: it is read and archived',
      '4005',
      true,
    ],
  ])('%s', async (_, number, lags) => {
    const at = workshop()
    const orderId = await ordered(number, 2, at)
    if (lags) await once('look-up-lag', 'POST', '/Sale', 600_000)
    const second = await partOf(orderId, 2)
    const [line] = second.lines
    const shopID = String((Number(line?.sku.slice(3)) % 3) + 1)
    await control('/stock', 'PUT', { sku: line?.sku, shopID, qoh: 0 })
    at.skip(1_000)
    await pushed(orderId, at)
    expect(await salesOf(number)).toEqual([])
    expect((await partsOf(orderId)).map((part) => part.state)).toEqual(['abandoned', 'abandoned'])
    const screen = await readOrder(shop.as('owner'), orderId, { tab: 'all' })
    expect(screen).toMatchObject({ state: 'held' })
    expect(screen?.reasons.join()).toContain('ran short before the sale was made')
    await control('/stock', 'PUT', { sku: line?.sku, shopID, qoh: 50 })
  })

  test('a service has no stock and never runs short', async () => {
    const at = workshop()
    const orderId = await ordered('4002', 1, at, [{ sku: 'WRAP', quantity: 1 }])
    await pushed(orderId, at)
    expect((await salesOf('4002')).map((sale) => sale.completed)).toEqual([true])
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed' })
  })

  test('a customer Lightspeed does not take sends the order back with its words', async () => {
    const at = workshop()
    const orderId = await ordered('4003', 1, at)
    const no = () => Promise.reject(new GatewayError('refused', 'Email is not valid.', { status: 400 }))
    await pushed(orderId, refusing(at, { findCustomer: async () => null, createCustomer: no }))
    const screen = await readOrder(shop.as('owner'), orderId, { tab: 'all' })
    expect(screen).toMatchObject({ state: 'held' })
    expect(screen?.reasons).toEqual([
      'Lightspeed refused the sale: Email is not valid. Put it right in Lightspeed or in the shop, then push again.',
    ])
  })

  test('a read that has to wait frees the part, so that the push goes on as soon as it may', async () => {
    const at = workshop()
    const orderId = await ordered('4004', 1, at)
    await once('rate-limited', 'GET', '/Customer')
    expect(await turn(orderId, at)).toMatchObject({ kind: 'snooze', ms: 5_000 })
    expect(await partOf(orderId, 1)).toMatchObject({ state: 'planned', leaseUntil: null })
    at.skip(5_000)
    expect(await turn(orderId, at)).toEqual({ kind: 'done' })
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed' })
  })
})

describe('somebody at a till was faster', () => {
  test('a sale completed while we waited is the part’s own, and the push ends', async () => {
    const at = workshop()
    const orderId = await ordered('4010', 1, at)
    await once('rate-limited', 'PUT', '/Sale')
    await turn(orderId, at)
    const part = await partOf(orderId, 1)
    expect(part).toMatchObject({ state: 'created' })
    await at
      .open()
      .gateway.completeSale(part.saleId ?? '', { paymentTypeId: '3', amountMinor: part.money.totalMinor })
    at.skip(60_000)
    await pushed(orderId, at)
    expect((await salesOf('4010')).map((sale) => sale.completed)).toEqual([true])
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
  })

  test('the sale of one part is completed when another is refused: that part is sold, not given up', async () => {
    const at = workshop()
    const orderId = await ordered('4011', 2, at)
    // The second part's first try is turned away, so the job stops with the first sale open.
    await control('/faults', 'POST', {
      kind: 'rate-limited',
      match: { method: 'POST', referenceIncludes: '4011-2' },
      ms: 5_000,
    })
    await turn(orderId, at)
    const first = await partOf(orderId, 1)
    await at
      .open()
      .gateway.completeSale(first.saleId ?? '', { paymentTypeId: '3', amountMinor: first.money.totalMinor })
    await withMerchant(shop.merchantId, ({ tx }) =>
      tx
        .update(parts)
        .set({ money: { currency: 'USD', lines: [], charges: [], totalMinor: 999_999 } })
        .where(eq(parts.referenceNumber, '4011-2')),
    )
    at.skip(60_000)
    await pushed(orderId, at)
    expect((await partsOf(orderId)).map((part) => part.state)).toEqual(['completed', 'abandoned'])
    expect(await stateOf(orderId)).toMatchObject({
      state: 'partly-pushed',
      attention: 'refused-after-sale',
    })
    const screen = await readOrder(shop.as('owner'), orderId, { tab: 'all' })
    expect(screen?.lines.map((line) => line.toPlace).toSorted()).toEqual([0, 1])
  })
})

test('the channel renames the order while an answer is missing: the sale is found by the name it was made with', async () => {
  const at = workshop()
  const orderId = await ordered('4020', 1, at)
  await once('answer-lost-after', 'POST', '/Sale', 0)
  await turn(orderId, at)
  await withMerchant(shop.merchantId, ({ tx }) =>
    tx.update(orders).set({ number: 'Z-1' }).where(eq(orders.id, orderId)),
  )
  at.skip(10_000)
  await pushed(orderId, at)
  expect((await salesOf('4020')).map((sale) => sale.completed)).toEqual([true])
})

test('an order goes back only when no worker is at one of its parts', async () => {
  const at = workshop()
  const orderId = await ordered('4030', 2, at)
  const part = await partOf(orderId, 2)
  const { merchantId } = shop
  const taken = await claimPart(merchantId, orderId, part, 40_000, at.now())
  if (!taken) throw new Error('expected a claim')
  await returnToQueue(merchantId, orderId, at.now())
  expect(await stateOf(orderId)).toMatchObject({ state: 'pushing' })
  const deadline = new Date(at.now().getTime() + 40_000)
  await writeIntent(taken, { kind: 'create', requestHash: 'x', deadline }, at.now())
  await returnToQueue(merchantId, orderId, new Date(at.now().getTime() + 90_000))
  expect(await stateOf(orderId)).toMatchObject({ state: 'pushing' })
})

test('a cancellation that comes after the step was chosen still stops it before anything is sent', async () => {
  const at = workshop()
  const orderId = await ordered('4031', 1, at)
  const { merchantId } = shop
  const taken = await claimPart(merchantId, orderId, await partOf(orderId, 1), 40_000, at.now())
  if (!taken) throw new Error('expected a claim')
  await withMerchant(merchantId, ({ tx }) =>
    tx.update(orders).set({ changedUpstream: 'cancelled' }).where(eq(orders.id, orderId)),
  )
  const intent = {
    kind: 'create' as const,
    requestHash: 'x',
    deadline: new Date(at.now().getTime() + 40_000),
  }
  expect(await writeIntent(taken, intent, at.now())).toBeNull()
  await pushed(orderId, at)
  expect(await salesOf('4031')).toEqual([])
  expect(await stateOf(orderId)).toMatchObject({ state: 'cancelled' })
})

test('a worker that stood still between its intent and its call sends nothing: others look the sale up by then', async () => {
  const at = workshop()
  const orderId = await ordered('4032', 1, at)
  let looks = -1
  const stalled = {
    ...at,
    open: () => ({
      ...at.open(),
      ready: async () => {
        looks = 0
      },
    }),
    // Ready, then the intent takes one look at the clock; the next is long after.
    now: () => {
      if (looks >= 0) looks += 1
      return new Date(at.now().getTime() + (looks > 1 ? 39_500 : 0))
    },
  }
  expect(await turn(orderId, stalled)).toMatchObject({ kind: 'snooze' })
  expect(await salesOf('4032')).toEqual([])
  const [part] = await partsOf(orderId)
  const tries = await withMerchant(shop.merchantId, ({ tx }) =>
    tx
      .select()
      .from(attempts)
      .where(eq(attempts.partId, part?.id ?? '')),
  )
  expect(tries.map((attempt) => attempt.state)).toEqual(['never-sent'])
  at.skip(60_000)
  await pushed(orderId, at)
  expect((await salesOf('4032')).map((sale) => sale.completed)).toEqual([true])
})

test('a token that ends before the create and again before the completion is renewed twice, and not given up', async () => {
  const at = workshop()
  const orderId = await ordered('4040', 1, at)
  await once('unauthorized', 'POST', '/Sale')
  await once('unauthorized', 'PUT', '/Sale')
  let givenUp = 0
  const open = () => ({
    ...at.open(),
    giveUp: async () => {
      givenUp += 1
    },
  })
  await pushed(orderId, { ...at, open })
  expect(givenUp).toBe(0)
  expect((await salesOf('4040')).map((sale) => sale.completed)).toEqual([true])
})
