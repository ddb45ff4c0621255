import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { adoptSale, archiveSale, lookAgain } from '@/lib/orders/commands/attention'
import {
  addLine,
  control,
  ordered,
  pushed,
  salesOf,
  shop,
  stateOf,
  usePushStage,
  workshop,
} from '../push/example-push'
import { runJob } from '../registry'
import {
  lookedAt,
  manager,
  onPage,
  part,
  pushedOrder,
  refundOnPage,
  rested,
  screenOf,
  secondSale,
  seen,
  sentTimes,
  settled,
  voidSale,
} from './example-attention'

useTestDatabase()
usePushStage()

describe('a second completed sale with the part’s reference', () => {
  test('it is told with both sales beside the part; refunding it settles the order', async () => {
    const at = workshop()
    const orderId = await pushedOrder('5001', 1, at)
    const extra = await secondSale(orderId, 1, 0, at)
    await lookedAt(orderId, at)
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: 'several-sales' })
    const { settling } = await screenOf(orderId)
    expect(settling?.differences).toEqual([expect.stringContaining('no part of this order accounts for it')])
    expect(settling?.parts[0]?.sales.map((sale) => [sale.stands, sale.own])).toEqual([
      [true, true],
      [true, false],
    ])
    expect(await refundOnPage(orderId, extra, at)).toMatchObject({ ok: true })
    await settled(orderId, at)
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
    expect(await part(orderId)).toMatchObject({ state: 'completed' })
    expect(await sentTimes('POST', `/Sale/${extra}/refund`)).toBe(1)
    // Once settled, a look finds the facts as they should be.
    await lookedAt(orderId, at)
    expect(await stateOf(orderId)).toMatchObject({ attention: null })
  })

  test('the part’s own may be refunded instead: the other one is the part’s from then on', async () => {
    const at = workshop()
    const orderId = await pushedOrder('5002', 1, at)
    const own = (await part(orderId)).saleId ?? ''
    const extra = await secondSale(orderId, 1, 0, at)
    await lookedAt(orderId, at)
    expect(await refundOnPage(orderId, own, at)).toMatchObject({ ok: true })
    await settled(orderId, at)
    expect(await part(orderId)).toMatchObject({ state: 'completed', saleId: extra })
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
  })

  test('found while it is being pushed: one is adopted, the push ends, the other one is refunded', async () => {
    const at = workshop()
    const orderId = await ordered('5003', 1, at)
    await control('/faults', 'POST', {
      kind: 'rate-limited',
      match: { method: 'POST', pathIncludes: '/Sale' },
      ms: 5_000,
    })
    await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
    at.skip(10_000)
    const [first, second] = [await secondSale(orderId, 1, 0, at), await secondSale(orderId, 1, 0, at)]
    await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
    await settled(orderId, at)
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushing', attention: 'several-sales' })
    const { target } = await onPage(orderId, second)
    const adopted = await adoptSale(
      manager(),
      { ...(await seen(orderId)), ...target, ordinal: 1, acceptDifference: false },
      at.now(),
    )
    // The stage's sale is in the first store, wherever the part was planned.
    if (!adopted.ok)
      await adoptSale(
        manager(),
        { ...(await seen(orderId)), ...target, ordinal: 1, acceptDifference: true },
        at.now(),
      )
    await rested(orderId, at)
    expect(await part(orderId)).toMatchObject({ state: 'completed', saleId: second })
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: 'several-sales' })
    expect(await refundOnPage(orderId, first, at)).toMatchObject({ ok: true })
    await settled(orderId, at)
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
  })
})

test('a sale that was changed and completed is kept as it is, once its difference is accepted', async () => {
  const at = workshop()
  const orderId = await ordered('5030', 1, at)
  await control('/faults', 'POST', {
    kind: 'rate-limited',
    match: { method: 'PUT', pathIncludes: '/Sale' },
    ms: 5_000,
  })
  await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
  const { saleId, money } = await part(orderId)
  await addLine(saleId ?? '', { itemID: '0', unitQuantity: 1, unitPrice: '5.00', tax: false })
  await at
    .open()
    .gateway.completeSale(saleId ?? '', { paymentTypeId: '3', amountMinor: money.totalMinor + 500 })
  at.skip(60_000)
  await pushed(orderId, at)
  await settled(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: 'sale-altered' })
  const { target, sale } = await onPage(orderId, saleId ?? '')
  expect(sale.adopt?.differs).toContain('instead of')
  const adopt = async (acceptDifference: boolean) =>
    adoptSale(manager(), { ...(await seen(orderId)), ...target, ordinal: 1, acceptDifference }, at.now())
  expect(await adopt(false)).toMatchObject({ ok: false, refusal: { kind: 'not-now' } })
  expect(await adopt(true)).toMatchObject({ ok: true })
  await settled(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
})

test('an open sale of another total stands in the way: archived, the push goes on by itself', async () => {
  const at = workshop()
  const orderId = await ordered('5040', 1, at)
  await control('/faults', 'POST', {
    kind: 'rate-limited',
    match: { method: 'POST', pathIncludes: '/Sale' },
    ms: 5_000,
  })
  await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
  const { referenceNumber, referenceSource, money } = await part(orderId)
  const open = await at.open().gateway.createSale({
    referenceNumber,
    referenceSource,
    shopId: '1',
    registerId: '1',
    employeeId: '1',
    customerId: '0',
    taxCategoryId: '0',
    currency: 'USD',
    lines: [{ itemId: '0', quantity: 1, unitPriceMinor: money.totalMinor + 500, taxed: false, note: 'x' }],
    totalMinor: money.totalMinor + 500,
    shipTo: null,
  })
  at.skip(10_000)
  await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
  await settled(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ state: 'pushing', attention: 'sale-altered' })
  const { target, sale } = await onPage(orderId, open.id)
  expect(sale).toMatchObject({ refund: null, adopt: null, archive: { can: { allowed: true } } })
  expect(await archiveSale(manager(), { ...(await seen(orderId)), ...target }, at.now())).toMatchObject({
    ok: true,
  })
  await rested(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
  expect((await salesOf('5040')).map((one) => one.completed)).toEqual([true])
})

test('looking again settles what is right by now', async () => {
  const at = workshop()
  const orderId = await pushedOrder('5050', 1, at)
  const extra = await secondSale(orderId, 1, 0, at)
  await lookedAt(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ attention: 'several-sales' })
  await voidSale(extra)
  expect(await lookAgain(manager(), await seen(orderId), at.now())).toMatchObject({ ok: true })
  await settled(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
  const { timeline } = await screenOf(orderId)
  expect(timeline.map((entry) => entry.title)).toEqual(
    expect.arrayContaining(['Asked for a look in Lightspeed', 'Attention settled']),
  )
})
