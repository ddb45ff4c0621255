import { describe, expect, test } from 'vitest'
import { listChanges } from '@/lib/access/audit'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { readOrder } from '@/lib/orders/screens/order/order-read'
import { present } from '@/lib/result'
import { unitsOnTheWay } from '@/lib/stores/on-the-way'
import { readPicture } from '@/lib/stores/stock'
import { makeTransfers } from '@/lib/transfers/commands'
import { listDue, listUnsentTransfers } from '@/lib/transfers/making/follow'
import { readTransferList, readTransfers } from '@/lib/transfers/screen'
import { control, shop, usePushStage, workshop } from '../push/example-push'
import {
  attemptsOf,
  ledgerOf,
  linesOf,
  look,
  oversold,
  pressMake,
  receivedThere,
  rowsOf,
  shelves,
  stockUp,
  worked,
} from './example-transfers'

useTestDatabase()
usePushStage({ kind: 'best-store' })

const firstRow = async (orderId: string) => present((await rowsOf(orderId))[0], 'transfer')
const promisedIn = async (orderId: string, storeId: string) => {
  const row = await firstRow(orderId)
  const itemIds = row.items.map((item) => item.itemId)
  const { rows } = await withMerchant(shop.merchantId, (scope) => readPicture(scope, itemIds))
  return rows.find((one) => one.storeId === storeId)?.promised
}

describe('a push that oversold a store', () => {
  test('is put right: proposed, made, sent, received, and the ledger comes out right', async () => {
    const at = workshop()
    const orderId = await oversold('7001', 'SKU0', [1, 1, 0], 2, at)
    expect(await shelves('SKU0')).toEqual([-1, 1, 0])
    expect(await linesOf(orderId)).toMatchObject([
      { name: 'T1', state: 'proposed', from: 'Eugene', to: 'Bend', units: 1, partOrdinal: 1, correct: null },
    ])
    // Nothing reaches Lightspeed before a person asks.
    expect(await ledgerOf('7001')).toEqual([])

    const before = await readOrder(shop.as('manager'), orderId, { tab: 'all' })
    expect(await pressMake(orderId, at)).toMatchObject({ ok: true })
    expect(await promisedIn(orderId, shop.stores['Eugene'] ?? '')).toBe(1)
    await worked(orderId, at)
    expect(await ledgerOf('7001')).toMatchObject([
      { status: 'sent', archived: false, from: 'Eugene', to: 'Bend', items: [{ sku: 'SKU0', sent: 1 }] },
    ])
    expect(await shelves('SKU0')).toEqual([-1, 0, 0])
    const row = await firstRow(orderId)
    expect(row).toMatchObject({ state: 'sent', leftAtSend: true, leaseUntil: null })
    expect((await attemptsOf(row.id)).map((one) => [one.kind, one.state])).toEqual([
      ['create', 'acked'],
      ['fill', 'acked'],
      ['send', 'acked'],
    ])
    const itemIds = row.items.map((item) => item.itemId)
    const coming = await withMerchant(shop.merchantId, (scope) => unitsOnTheWay(scope, itemIds))
    expect([...coming]).toEqual([[`${shop.stores['Bend']}|${itemIds[0]}`, 1]])

    // Looked at while nothing happened: nothing changes.
    await look(at)
    expect((await firstRow(orderId)).state).toBe('sent')
    await receivedThere(row.externalId ?? '', at)
    expect(await linesOf(orderId)).toMatchObject([{ state: 'received', because: null, next: null }])
    expect(await shelves('SKU0')).toEqual([0, 0, 0])
    expect(await withMerchant(shop.merchantId, (scope) => unitsOnTheWay(scope, itemIds))).toEqual(new Map())
    await worked(orderId, at)
    expect(await linesOf(orderId)).toHaveLength(1)

    const after = await readOrder(shop.as('manager'), orderId, { tab: 'all' })
    expect(after?.version).toBe((before?.version ?? 0) + 1)
    const titles = after?.timeline.map((entry) => entry.title) ?? []
    for (const title of [
      'Asked for transfer T1, Eugene to Bend',
      'Transfer T1, Eugene to Bend: intent noted, about to make it',
      'Transfer T1, Eugene to Bend: intent noted, about to send it',
      'Transfer T1, Eugene to Bend: sent',
      'Transfer T1, Eugene to Bend: received',
    ])
      expect(titles).toContain(title)
    const audit = await withMerchant(shop.merchantId, (scope) => listChanges(scope, row.id, 5))
    expect(audit).toMatchObject([{ by: 'manager', what: 'asked for transfer T1 of order #7001' }])
  })

  test('stock that leaves only on receipt stays promised until then', async () => {
    const at = workshop()
    await control('/settings', 'PUT', { transferStock: 'receive' })
    const orderId = await oversold('7002', 'SKU1', [0, 3, 0], 4, at)
    expect(await shelves('SKU1')).toEqual([0, -1, 0])
    await stockUp('SKU1', [0, -1, 1])
    await worked(orderId, at)
    expect(await pressMake(orderId, at)).toMatchObject({ ok: true })
    await worked(orderId, at)
    const row = await firstRow(orderId)
    expect(row).toMatchObject({ state: 'sent', leftAtSend: false })
    expect(await shelves('SKU1')).toEqual([0, -1, 1])
    expect(await promisedIn(orderId, shop.stores['Salem'] ?? '')).toBe(1)
    await receivedThere(row.externalId ?? '', at)
    expect(await shelves('SKU1')).toEqual([0, 0, 0])
    await control('/settings', 'PUT', { transferStock: 'send' })
  })

  test('where Lightspeed adds the missing units itself, what to take off by hand is told', async () => {
    const at = workshop()
    await control('/settings', 'PUT', { oversell: 'auto-add' })
    const orderId = await oversold('7003', 'SKU2', [1, 1, 0], 2, at)
    await control('/settings', 'PUT', { oversell: 'negative' })
    expect(await shelves('SKU2')).toEqual([0, 1, 0])
    const [line] = await linesOf(orderId)
    expect(line?.correct).toContain('added 1 × SKU2 to the stock of Bend')
    await pressMake(orderId, at)
    await worked(orderId, at)
    await receivedThere((await firstRow(orderId)).externalId ?? '', at)
    expect((await linesOf(orderId))[0]?.correct).toContain('Now take it off there by hand')
    // One unit was sold and one was moved: what Lightspeed made up is what is left over.
    expect(await shelves('SKU2')).toEqual([1, 0, 0])
  })
})

test('work whose job was lost is found again: what is not sent yet, and what is to be looked at', async () => {
  const at = workshop()
  const orderId = await oversold('7004', 'SKU8', [1, 1, 0], 2, at)
  const found = () =>
    withMerchant(shop.merchantId, async (scope) => ({
      unsent: await listUnsentTransfers(scope, at.now()),
      due: (await listDue(scope, at.now(), 100)).map((one) => one.id),
    }))
  expect((await found()).unsent).not.toContain(orderId)
  await pressMake(orderId, at)
  at.skip(1)
  expect((await found()).unsent).toContain(orderId)
  await worked(orderId, at)
  const { id } = await firstRow(orderId)
  expect(await found()).toMatchObject({ unsent: [], due: expect.not.arrayContaining([id]) })
  at.skip(at.waits.transferLookMs)
  expect((await found()).due).toContain(id)
})

describe('proposals', () => {
  test('two orders are not proposed the same unit', async () => {
    const at = workshop()
    const first = await oversold('7010', 'SKU3', [1, 1, 0], 2, at)
    expect(await linesOf(first)).toMatchObject([{ from: 'Eugene', units: 1 }])
    const { externalItemId } = present((await firstRow(first)).items[0], 'item')
    expect(externalItemId).toBe('4')
    // Bend sells one more that it does not have; the only spare unit is spoken for.
    await control('/stock', 'PUT', { sku: 'SKU3', shopID: '1', qoh: 1 })
    const second = await oversoldAgain('7011', 'SKU3', 2, at)
    expect(await linesOf(second)).toEqual([])
    // Once another store has one as well, that one is named.
    await control('/stock', 'PUT', { sku: 'SKU3', shopID: '3', qoh: 1 })
    await worked(second, at)
    expect(await linesOf(second)).toMatchObject([{ from: 'Salem', units: 1 }])
  })

  test('a unit that was sold meanwhile is not sent: the person is told and another sender is named', async () => {
    const at = workshop()
    const orderId = await oversold('7012', 'SKU4', [1, 1, 0], 2, at)
    expect(await linesOf(orderId)).toMatchObject([{ from: 'Eugene' }])
    // Whoever asks is told on the stock as last read; the worker counts again before it makes anything.
    await stockUp('SKU4', [-1, 0, 1])
    expect(await pressMake(orderId, at)).toMatchObject({ ok: true })
    await worked(orderId, at)
    expect(await ledgerOf('7012')).toEqual([])
    expect(await linesOf(orderId)).toMatchObject([
      { name: 'T1', state: 'refused', because: 'Eugene has 0 × SKU4 left, fewer than were to be sent.' },
      { name: 'T2', state: 'proposed', from: 'Salem' },
    ])
  })

  test('what the stock as last read no longer has is refused at once, and planned again', async () => {
    const at = workshop()
    const orderId = await oversold('7014', 'SKU5', [1, 1, 0], 2, at)
    const [line] = await linesOf(orderId)
    await stockUp('SKU5', [-1, 0, 1])
    at.skip(1_000)
    // Another order's decision reads the same item.
    await oversoldAgain('7015', 'SKU5', 9, at)
    const answer = await makeTransfers(
      shop.as('manager'),
      { orderId, version: await versionOf(orderId), transferIds: [line?.id ?? ''] },
      at.now(),
    )
    expect(answer).toMatchObject({ ok: false, refusal: { kind: 'not-now' } })
    expect(answer.ok ? '' : JSON.stringify(answer.refusal)).toContain('no longer has 1 × SKU5')
    expect(await ledgerOf('7014')).toEqual([])
    // Nobody has one to give any more.
    expect(await linesOf(orderId)).toEqual([])
  })

  test('two people press at once: one of them is told; a viewer may not; an old page is refused', async () => {
    const at = workshop()
    const orderId = await oversold('7016', 'SKU6', [1, 1, 0], 2, at)
    expect(await pressMake(orderId, at, 'viewer')).toMatchObject({ refusal: { kind: 'not-permitted' } })
    const [line] = await linesOf(orderId)
    const press = async (version: number) =>
      makeTransfers(shop.as('manager'), { orderId, version, transferIds: [line?.id ?? ''] }, at.now())
    const version = await versionOf(orderId)
    const answers = await Promise.all([press(version), press(version)])
    expect(answers.map((answer) => answer.ok).toSorted()).toEqual([false, true])
    expect(await press(version)).toMatchObject({ refusal: { kind: 'order-changed', by: 'manager' } })
    expect(await press(version + 1)).toMatchObject({ refusal: { kind: 'not-now' } })
    await worked(orderId, at)
    expect(await ledgerOf('7016')).toHaveLength(1)
  })

  test('the pages: tabs with counts, filters by store, and the list that is printed', async () => {
    const at = workshop()
    const orderId = await oversold('7017', 'SKU7', [1, 0, 1], 2, at)
    const [salem = '', bend = ''] = [shop.stores['Salem'], shop.stores['Bend']]
    const read = (tab: 'proposed' | 'under-way', from: string) =>
      readTransfers(shop.as('viewer'), { tab, from, to: '', cursor: null })
    const page = await read('proposed', salem)
    expect(page.rows.map((row) => row.orderNumber)).toContain('#7017')
    expect(page.rows.every((row) => row.from === 'Salem')).toBe(true)
    expect(page).toMatchObject({ noMake: expect.stringContaining('look'), nextCursor: null })
    expect((await read('proposed', bend)).rows.map((row) => row.orderNumber)).not.toContain('#7017')
    await pressMake(orderId, at)
    await worked(orderId, at)
    const sent = await read('under-way', salem)
    expect(sent.rows[0]).toMatchObject({ orderNumber: '#7017', askedBy: 'manager', state: 'sent' })
    const list = await readTransferList(shop.as('viewer'), { from: salem, to: bend })
    expect(list?.rows.find((row) => row.orderNumber === '#7017')).toMatchObject({
      state: 'sent',
      items: [{ sku: 'SKU7', units: 1, received: 0 }],
      note: expect.stringMatching(/^For order #7017, sale 7017-1\. Order Queue OQ-\S+ T1$/),
    })
    expect(await readTransferList(shop.as('viewer'), { from: 'x', to: bend })).toBeNull()
  })
})

const versionOf = async (orderId: string) =>
  (await readOrder(shop.as('manager'), orderId, { tab: 'all' }))?.version ?? 0

/** One more order of the same item, on whatever stock there is now. */
async function oversoldAgain(number: string, sku: string, quantity: number, at: ReturnType<typeof workshop>) {
  return oversold(number, sku, (await shelves(sku)) as [number, number, number], quantity, at)
}
