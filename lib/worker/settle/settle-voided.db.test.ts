import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { pushAgain, putBack } from '@/lib/orders/commands/attention'
import { control, ordered, salesOf, shop, stateOf, usePushStage, workshop } from '../push/example-push'
import { runJob } from '../registry'
import {
  lookedAt,
  manager,
  part,
  partsOf,
  pushedOrder,
  remediesOf,
  rested,
  screenOf,
  secondSale,
  seen,
  sentTimes,
  settled,
  toPlace,
  voidSale,
} from './example-attention'

useTestDatabase()
usePushStage()

describe('somebody voided the completed sale', () => {
  async function voided(number: string, stores = 1) {
    const at = workshop()
    const orderId = await pushedOrder(number, stores, at)
    await voidSale((await part(orderId)).saleId)
    await lookedAt(orderId, at)
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: 'sale-voided' })
    const { posAccountId } = await part(orderId)
    return { at, orderId, posAccountId }
  }

  test('pushed again, it is the same part with a new sale, and only one stands', async () => {
    const { at, orderId, posAccountId } = await voided('5010')
    const before = (await part(orderId)).saleId
    const input = { ...(await seen(orderId)), ordinal: 1, posAccountId }
    expect(await pushAgain(manager(), input, at.now())).toMatchObject({ ok: true })
    await rested(orderId, at)
    expect(await part(orderId)).toMatchObject({ state: 'completed', referenceNumber: '5010-1' })
    expect((await part(orderId)).saleId).not.toBe(before)
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
    const sales = (await salesOf('5010')) as unknown as { completed: boolean; voided: boolean }[]
    expect(sales.filter((sale) => sale.completed && !sale.voided)).toHaveLength(1)
  })

  test('put back, the units of a whole order are held again, of a split one they are the rest', async () => {
    const whole = await voided('5011')
    const put = (one: typeof whole) => async () =>
      putBack(
        manager(),
        { ...(await seen(one.orderId)), ordinal: 1, posAccountId: one.posAccountId },
        one.at.now(),
      )
    expect(await put(whole)()).toMatchObject({ ok: true })
    await settled(whole.orderId, whole.at)
    expect(await stateOf(whole.orderId)).toMatchObject({ state: 'held', attention: null })
    expect(await toPlace(whole.orderId)).toBe(1)
    const split = await voided('5012', 2)
    expect(await put(split)()).toMatchObject({ ok: true })
    await settled(split.orderId, split.at)
    expect(await stateOf(split.orderId)).toMatchObject({ state: 'partly-pushed', attention: null })
    expect((await partsOf(split.orderId)).map((one) => one.state)).toEqual(['undone', 'completed'])
    expect(await toPlace(split.orderId)).toBe(1)
  })

  test('a sale turns up before the second push: nothing is sent, and the person is told', async () => {
    const { at, orderId, posAccountId } = await voided('5013')
    await secondSale(orderId, 1, 0, at)
    const posts = await sentTimes('POST', '/Sale.json')
    const input = { ...(await seen(orderId)), ordinal: 1, posAccountId }
    expect(await pushAgain(manager(), input, at.now())).toMatchObject({ ok: true })
    await rested(orderId, at)
    expect(await sentTimes('POST', '/Sale.json')).toBe(posts)
    expect(await remediesOf(orderId)).toMatchObject([
      { state: 'refused', because: expect.stringContaining('after all') },
    ])
    const [offer] =
      (await screenOf(orderId)).settling?.parts.flatMap((one) => one.sales.map((sale) => sale.adopt)) ?? []
    expect(offer).toBeDefined()
  })
})

test('a sale archived before it was completed: pushed again it is made anew', async () => {
  const at = workshop()
  const orderId = await ordered('5020', 1, at)
  await control('/faults', 'POST', {
    kind: 'rate-limited',
    match: { method: 'PUT', pathIncludes: '/Sale' },
    ms: 5_000,
  })
  await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
  await at.open().gateway.archiveSale((await part(orderId)).saleId ?? '')
  at.skip(60_000)
  await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
  await settled(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ attention: 'sale-voided', state: 'pushing' })
  const { posAccountId } = await part(orderId)
  expect(
    await pushAgain(manager(), { ...(await seen(orderId)), ordinal: 1, posAccountId }, at.now()),
  ).toMatchObject({ ok: true })
  await rested(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
  expect((await salesOf('5020')).map((sale) => sale.completed)).toEqual([true])
})
