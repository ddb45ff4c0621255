import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { GatewayError, type Gateway } from '@/lib/lightspeed/types'
import { remedies } from '@/lib/orders/attention/tables'
import { archiveSale, refundSale } from '@/lib/orders/commands/attention'
import { posAccounts } from '@/lib/pos-accounts/tables'
import { addLine, control, ordered, shop, stateOf, usePushStage, workshop } from '../push/example-push'
import { runJob } from '../registry'
import {
  lookedAt,
  partsOf,
  pushedOrder,
  remediesOf,
  screenOf,
  secondSale,
  seen,
  sentTimes,
  settled,
  type At,
} from './example-attention'

useTestDatabase()
usePushStage()

const turn = (orderId: string, at: Parameters<typeof runJob>[0]) =>
  runJob(at, 'settle', { merchantId: shop.merchantId, orderId })
const fault = (kind: string, method: string, pathIncludes: string, ms = 0, times = 1) =>
  control('/faults', 'POST', { kind, match: { method, pathIncludes }, ms, times })
/** The same worker with calls of its gateway replaced. */
function instead(at: At, change: (gateway: Gateway) => Partial<Gateway>): At {
  return {
    ...at,
    open: () => {
      const opened = at.open()
      return { ...opened, gateway: { ...opened.gateway, ...change(opened.gateway) } }
    },
  }
}

/** An order with a second completed sale, whose refund somebody has pressed. */
async function refundPressed(number: string) {
  const at = workshop()
  const orderId = await pushedOrder(number, 1, at)
  const extra = await secondSale(orderId, 1, 0, at)
  await lookedAt(orderId, at)
  expect(await press(orderId, extra, at)).toMatchObject({ ok: true })
  return { at, orderId, extra }
}
async function press(orderId: string, saleId: string, at: At) {
  const sale = (await screenOf(orderId)).settling?.parts[0]?.sales.find((one) => one.id === saleId)
  if (!sale) throw new Error('the sale is not on the page')
  const { posAccountId, figures, totalMinor: amountMinor } = sale
  const on = { saleId, posAccountId, figures, ordinal: 1 }
  const by = { registerId: sale.registers[0]?.id ?? '', paymentTypeId: '3', amountMinor }
  return refundSale(shop.as('manager'), { ...(await seen(orderId)), ...on, ...by }, at.now())
}
const settledBy = (orderId: string) => remediesOf(orderId).then((all) => all.at(-1))

describe('a refund is never sent twice', () => {
  test.each([
    ['5101', 'answer-lost-after-commit'],
    ['5102', 'error-500-after'],
    ['5103', 'html-502'],
    ['5104', 'cut-body'],
    ['5105', 'wrong-body'],
    ['5106', 'empty-body'],
  ])('%s: made, but the answer is no answer (%s): it is looked up and found', async (number, kind) => {
    const { at, orderId, extra } = await refundPressed(number)
    await fault(kind, 'POST', '/refund')
    await settled(orderId, at)
    expect(await settledBy(orderId)).toMatchObject({ state: 'done', tries: 1 })
    expect(await sentTimes('POST', `/Sale/${extra}/refund`)).toBe(1)
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
  })

  test.each([
    ['5111', 'error-500-before'],
    ['5112', 'html-502-before'],
    ['5113', 'down'],
  ])(
    '%s: not made and not answered (%s): after the last look-up only a person can go on',
    async (number, kind) => {
      const { at, orderId, extra } = await refundPressed(number)
      await fault(kind, 'POST', '/refund')
      await settled(orderId, at)
      expect(await settledBy(orderId)).toMatchObject({ state: 'not-found', lookUps: 5 })
      expect(await sentTimes('POST', `/Sale/${extra}/refund`)).toBe(1)
      expect(await stateOf(orderId)).toMatchObject({ attention: 'several-sales' })
      // They have checked: pressed once more, it is sent once more.
      expect(await press(orderId, extra, at)).toMatchObject({ ok: true })
      await settled(orderId, at)
      expect(await settledBy(orderId)).toMatchObject({ state: 'done' })
      expect(await stateOf(orderId)).toMatchObject({ attention: null })
    },
  )

  test('made long after its answer was given up: the look-ups find it, and it stays the only one', async () => {
    const { at, orderId, extra } = await refundPressed('5114')
    await fault('late-commit', 'POST', '/refund', 300)
    await turn(orderId, at)
    await new Promise((resolve) => setTimeout(resolve, 600))
    await settled(orderId, at)
    expect(await settledBy(orderId)).toMatchObject({ state: 'done', tries: 1 })
    expect(await sentTimes('POST', `/Sale/${extra}/refund`)).toBe(1)
    expect(await stateOf(orderId)).toMatchObject({ attention: null })
  })

  test('the worker dies between the answer and its note: the next one finds the refund', async () => {
    const { at, orderId, extra } = await refundPressed('5120')
    const dying = instead(at, (gateway) => ({
      refundSale: async (id, draft) => {
        await gateway.refundSale(id, draft)
        throw new Error('killed')
      },
    }))
    await expect(turn(orderId, dying)).rejects.toThrow('killed')
    expect(await settledBy(orderId)).toMatchObject({ state: 'sent' })
    await settled(orderId, at)
    expect(await settledBy(orderId)).toMatchObject({ state: 'done', tries: 1 })
    expect(await sentTimes('POST', `/Sale/${extra}/refund`)).toBe(1)
    expect(await stateOf(orderId)).toMatchObject({ attention: null })
  })

  test('the worker dies between its intent and the call: nothing is sent again by itself', async () => {
    const { at, orderId, extra } = await refundPressed('5121')
    const dying = instead(at, () => ({ refundSale: () => Promise.reject(new Error('killed')) }))
    await expect(turn(orderId, dying)).rejects.toThrow('killed')
    await settled(orderId, at)
    expect(await settledBy(orderId)).toMatchObject({ state: 'not-found' })
    expect(await sentTimes('POST', `/Sale/${extra}/refund`)).toBe(0)
  })

  test('two workers at once: one sends, and what an old try answers is not written', async () => {
    const { at, orderId, extra } = await refundPressed('5122')
    await Promise.all([turn(orderId, at), turn(orderId, at), turn(orderId, at)])
    await settled(orderId, at)
    expect(await sentTimes('POST', `/Sale/${extra}/refund`)).toBe(1)
    expect(await settledBy(orderId)).toMatchObject({ state: 'done', tries: 1 })
  })

  test('the database refuses a second refund of one sale, whatever the code believes', async () => {
    const { orderId } = await refundPressed('5123')
    const row = await settledBy(orderId)
    if (!row) throw new Error('no remedy')
    const second = withMerchant(shop.merchantId, ({ tx }) =>
      tx.insert(remedies).values({ ...row, id: crypto.randomUUID(), orderId: row.orderId }),
    )
    await expect(second).rejects.toThrow()
  })

  test('asked to slow down, or with a token that ended, it was not made and is sent once more', async () => {
    const { at, orderId, extra } = await refundPressed('5124')
    await fault('rate-limited', 'POST', '/refund', 5_000)
    await fault('unauthorized', 'POST', '/refund')
    await settled(orderId, at)
    expect(await settledBy(orderId)).toMatchObject({ state: 'done', tries: 3 })
    expect(await sentTimes('POST', `/Sale/${extra}/refund`)).toBe(3)
    expect(await stateOf(orderId)).toMatchObject({ attention: null })
  })

  test('Lightspeed says no: in its words, and the order stays in attention', async () => {
    const { at, orderId } = await refundPressed('5125')
    const no = () => Promise.reject(new GatewayError('refused', 'The register is closed.', { status: 400 }))
    await settled(
      orderId,
      instead(at, () => ({ refundSale: no })),
    )
    expect(await settledBy(orderId)).toMatchObject({ state: 'refused' })
    expect((await screenOf(orderId)).settling?.remedies[0]?.detail).toContain('The register is closed.')
    expect(await stateOf(orderId)).toMatchObject({ attention: 'several-sales' })
  })

  test('somebody was faster at the till: the sale is voided, nothing is sent', async () => {
    const { at, orderId, extra } = await refundPressed('5126')
    await control('/void', 'POST', { saleID: extra, reason: 'x' })
    await settled(orderId, at)
    expect(await settledBy(orderId)).toMatchObject({ state: 'refused' })
    expect(await sentTimes('POST', `/Sale/${extra}/refund`)).toBe(0)
    expect(await stateOf(orderId)).toMatchObject({ attention: null })
  })
})

describe('an archive', () => {
  /** An order whose push stands still at an open sale that is not as asked for, whose archive somebody has pressed. */
  async function archivePressed(number: string) {
    const at = workshop()
    const orderId = await ordered(number, 1, at)
    await fault('rate-limited', 'POST', '/Sale', 5_000)
    await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
    const [part] = await partsOf(orderId)
    const own = { referenceNumber: part?.referenceNumber ?? '', referenceSource: part?.referenceSource ?? '' }
    const at1 = { shopId: '1', registerId: '1', employeeId: '1', customerId: '0', taxCategoryId: '0' }
    const lines = [{ itemId: '0', quantity: 1, unitPriceMinor: 999, taxed: false, note: 'x' }]
    const made = await at
      .open()
      .gateway.createSale({ ...own, ...at1, currency: 'USD', lines, totalMinor: 999, shipTo: null })
    at.skip(10_000)
    await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
    await settled(orderId, at)
    const sale = (await screenOf(orderId)).settling?.parts[0]?.sales[0]
    if (!sale) throw new Error('the sale is not on the page')
    const { posAccountId, figures } = sale
    const input = { ...(await seen(orderId)), saleId: made.id, posAccountId, figures, ordinal: 1 }
    expect(await archiveSale(shop.as('manager'), input, at.now())).toMatchObject({ ok: true })
    return { at, orderId, saleId: made.id }
  }

  test.each([
    ['5130', 'answer-lost-after-commit', 1],
    ['5131', 'error-500-before', 2],
    ['5132', 'rate-limited', 2],
  ])('%s: whatever becomes of its answer (%s), the sale is archived', async (number, kind, times) => {
    const { at, orderId, saleId } = await archivePressed(number)
    await fault(kind, 'DELETE', `/Sale/${saleId}`, 5_000)
    await settled(orderId, at)
    expect(await settledBy(orderId)).toMatchObject({ state: 'done', tries: times })
    expect(await at.open().gateway.readSale(saleId)).toMatchObject({ state: 'archived' })
    expect(await stateOf(orderId)).toMatchObject({ attention: null })
  })

  test('the worker dies after the answer: the next one sees that it is archived', async () => {
    const { at, orderId, saleId } = await archivePressed('5133')
    const dying = instead(at, (gateway) => ({
      archiveSale: async (id) => {
        await gateway.archiveSale(id)
        throw new Error('killed')
      },
    }))
    await expect(turn(orderId, dying)).rejects.toThrow('killed')
    await settled(orderId, at)
    expect(await settledBy(orderId)).toMatchObject({ state: 'done', tries: 1 })
    expect(await sentTimes('DELETE', `/Sale/${saleId}`)).toBe(1)
  })

  test('somebody changed the sale since the person looked: it is left alone, and they are told', async () => {
    const { at, orderId, saleId } = await archivePressed('5134')
    await addLine(saleId, { itemID: '0', unitQuantity: 1, unitPrice: '1.00', tax: false })
    await settled(orderId, at)
    expect(await settledBy(orderId)).toMatchObject({
      state: 'refused',
      because: expect.stringContaining('changed since you looked'),
    })
    expect(await at.open().gateway.readSale(saleId)).toMatchObject({ state: 'open' })
  })
})

test('while the account waits for its reconnect nothing is called, and the page says why', async () => {
  const { at, orderId } = await refundPressed('5140')
  const set = (state: 'reconnect' | 'connected') =>
    withMerchant(shop.merchantId, ({ tx }) => tx.update(posAccounts).set({ state }))
  await set('reconnect')
  expect(await turn(orderId, at)).toEqual({ kind: 'done' })
  expect((await screenOf(orderId)).settling?.lookFailed).toContain('connected')
  await set('connected')
  await settled(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ attention: null })
})
