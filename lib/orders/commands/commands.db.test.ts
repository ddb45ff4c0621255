import { and, asc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { outbox } from '@/lib/email/tables'
import { promises } from '@/lib/stores/tables'
import { pushSplit, pushWhole, refreshStock, reopenOrder, undoPush, voidOrder } from './commands'
import { exampleMerchant, item, later, NOW, placeOrder, type ExampleMerchant } from '../example-merchant'
import { readOrder } from '../screens/order/order-read'
import { attempts, history, orders, parts, plans } from '../tables'
import { claimPart, writeIntent } from '../push/pushing'

useTestDatabase()
let acme: ExampleMerchant
let other: ExampleMerchant
beforeAll(async () => {
  acme = await exampleMerchant('acme', { kind: 'hold-if-short' })
  other = await exampleMerchant('other', { kind: 'best-store' })
})

const rowOf = (orderId: string) =>
  withMerchant(acme.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, orderId))
    if (!row) throw new Error('no order')
    return row
  })
const partsOf = (orderId: string) =>
  withMerchant(acme.merchantId, ({ tx }) =>
    tx.select().from(parts).where(eq(parts.orderId, orderId)).orderBy(asc(parts.ordinal)),
  )
const historyOf = (orderId: string) =>
  withMerchant(acme.merchantId, ({ tx }) =>
    tx.select().from(history).where(eq(history.orderId, orderId)).orderBy(asc(history.id)),
  )
const held = async (number: string) => {
  // Each order has an item of its own: what one pushes is promised, and no other may count on it.
  const sku = `MUG${number}`
  const orderId = await placeOrder(acme, number, [{ sku, quantity: 2 }], [item(sku, [1, 1, 0])])
  return { orderId, version: (await rowOf(orderId)).version }
}

describe('a held order', () => {
  test('row, plan with its stock picture, history and mail are there together', async () => {
    const { orderId } = await held('#1')
    const row = await rowOf(orderId)
    expect(row).toMatchObject({ state: 'held', holdReasons: [{ code: 'no-single-store' }] })
    const [plan] = await withMerchant(acme.merchantId, ({ tx }) =>
      tx.select().from(plans).where(eq(plans.orderId, orderId)),
    )
    expect(plan).toMatchObject({ revision: 1, policyVersion: 1 })
    expect(plan?.request.stock).toHaveLength(3)
    const mails = await withMerchant(acme.merchantId, ({ tx }) =>
      tx.select().from(outbox).where(eq(outbox.orderId, orderId)),
    )
    expect(mails).toMatchObject([{ kind: 'order-held', state: 'queued', recipients: ['web@example.com'] }])
    expect((await historyOf(orderId)).map((entry) => entry.kind)).toEqual([
      'received',
      'decided',
      'held',
      'mail-queued',
    ])
  })

  test('a short push is refused with its table until it is accepted; then it is one oversold part', async () => {
    const seen = await held('#2')
    const push = { ...seen, storeId: acme.stores['Bend'] ?? '' }
    const refused = await pushWhole(acme.as('manager'), { ...push, acceptShort: false }, NOW)
    expect(refused).toMatchObject({
      ok: false,
      refusal: { kind: 'short', preview: { lines: [{ toFulfil: 2, available: 1, short: 1 }] } },
    })
    expect(await partsOf(seen.orderId)).toEqual([])
    expect(await pushWhole(acme.as('manager'), { ...push, acceptShort: true }, NOW)).toMatchObject({
      ok: true,
    })
    expect(await partsOf(seen.orderId)).toMatchObject([
      { ordinal: 1, state: 'planned', oversold: true, referenceNumber: '2-1' },
    ])
    expect(await rowOf(seen.orderId)).toMatchObject({ state: 'pushing', sendAfter: later(10) })
  })

  test('a split by hand: parts sum to the order, units not placed stay', async () => {
    const seen = await held('#3')
    const allocations = [
      { lineId: (await rowOf(seen.orderId)).snapshot.lines[0]?.externalId ?? '', quantity: 1 },
    ]
    const split = ['Bend', 'Eugene'].map((name) => ({ storeId: acme.stores[name] ?? '', allocations }))
    expect(
      await pushSplit(acme.as('owner'), { ...seen, parts: split, acceptShort: false }, NOW),
    ).toMatchObject({ ok: true })
    const sum = (await partsOf(seen.orderId)).reduce((total, part) => total + part.money.totalMinor, 0)
    expect(sum).toBe((await rowOf(seen.orderId)).totalMinor)
  })
})

describe('who may act', () => {
  test.each(['viewer', 'store'] as const)('%s is refused by every command itself', async (role) => {
    const seen = await held(`#1${role.length}`)
    const who = acme.as(role)
    const tried = [
      await pushWhole(who, { ...seen, storeId: acme.stores['Bend'] ?? '', acceptShort: true }, NOW),
      await pushSplit(who, { ...seen, parts: [], acceptShort: true }, NOW),
      await voidOrder(who, { ...seen, reason: 'x', note: '' }, NOW),
      await undoPush(who, seen, NOW),
      await reopenOrder(who, seen, NOW),
      await refreshStock(who, seen, NOW),
    ]
    for (const result of tried)
      expect(result).toMatchObject({ ok: false, refusal: { kind: 'not-permitted' } })
    expect(await rowOf(seen.orderId)).toMatchObject({ state: 'held', version: seen.version })
  })

  test('another merchant’s people neither see nor touch it', async () => {
    const seen = await held('#20')
    const stranger = other.as('owner')
    expect(await voidOrder(stranger, { ...seen, reason: 'x', note: '' }, NOW)).toMatchObject({
      ok: false,
      refusal: { kind: 'not-found' },
    })
    expect(await readOrder(stranger, seen.orderId, { tab: 'all' })).toBeNull()
  })

  test('of two who press at once one wins, the other is told who and what', async () => {
    const seen = await held('#21')
    const results = await Promise.all([
      pushWhole(acme.as('manager'), { ...seen, storeId: acme.stores['Bend'] ?? '', acceptShort: true }, NOW),
      pushWhole(acme.as('owner'), { ...seen, storeId: acme.stores['Eugene'] ?? '', acceptShort: true }, NOW),
    ])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(results.find((result) => !result.ok)).toMatchObject({
      refusal: { kind: 'order-changed', what: 'pressed push' },
    })
    expect(await partsOf(seen.orderId)).toHaveLength(1)
  })
})

describe('taking back', () => {
  test('undo gives parts up and frees their units, until the first part is claimed', async () => {
    const seen = await held('#30')
    const push = () =>
      pushWhole(acme.as('manager'), { ...seen, storeId: acme.stores['Bend'] ?? '', acceptShort: true }, NOW)
    await push()
    const version = (await rowOf(seen.orderId)).version
    expect(await undoPush(acme.as('manager'), { orderId: seen.orderId, version }, later(5))).toMatchObject({
      ok: true,
    })
    const [part] = await partsOf(seen.orderId)
    expect(part).toMatchObject({ state: 'abandoned' })
    const promised = await withMerchant(acme.merchantId, ({ tx }) =>
      tx
        .select()
        .from(promises)
        .where(eq(promises.partId, part?.id ?? '')),
    )
    expect(promised).toEqual([])

    const again = { ...seen, version: (await rowOf(seen.orderId)).version }
    await pushWhole(
      acme.as('manager'),
      { ...again, storeId: acme.stores['Eugene'] ?? '', acceptShort: true },
      NOW,
    )
    const [, second] = await partsOf(seen.orderId)
    expect(second).toMatchObject({ ordinal: 2, referenceNumber: '30-2' })
    expect(
      await claimPart(
        acme.merchantId,
        seen.orderId,
        { id: second?.id ?? '', fence: 0, state: 'planned' },
        1000,
        later(9),
      ),
    ).toBeNull()
    expect(
      await claimPart(
        acme.merchantId,
        seen.orderId,
        { id: second?.id ?? '', fence: 0, state: 'planned' },
        1000,
        later(10),
      ),
    ).toMatchObject({
      fence: 1,
    })
    const late = { orderId: seen.orderId, version: (await rowOf(seen.orderId)).version }
    expect(await undoPush(acme.as('manager'), late, later(11))).toMatchObject({
      ok: false,
      refusal: { kind: 'not-now' },
    })
  })

  test('the database itself refuses a second open attempt, and a worker whose fence is old', async () => {
    const seen = await held('#31')
    await pushWhole(
      acme.as('manager'),
      { ...seen, storeId: acme.stores['Bend'] ?? '', acceptShort: true },
      NOW,
    )
    const [part] = await partsOf(seen.orderId)
    const first = await claimPart(
      acme.merchantId,
      seen.orderId,
      { id: part?.id ?? '', fence: 0, state: 'planned' },
      1000,
      later(10),
    )
    const second = await claimPart(
      acme.merchantId,
      seen.orderId,
      { id: part?.id ?? '', fence: 1, state: 'planned' },
      1000,
      later(20),
    )
    if (!first || !second) throw new Error('expected two claims')
    const intent = { kind: 'create' as const, requestHash: 'x', deadline: later(30) }
    await expect(writeIntent(first, intent, later(20))).rejects.toThrow('newer claim')
    await writeIntent(second, intent, later(20))
    await expect(
      withMerchant(acme.merchantId, ({ tx, merchantId }) =>
        tx.insert(attempts).values({
          merchantId,
          partId: part?.id ?? '',
          n: 2,
          kind: 'create',
          state: 'sent',
          requestHash: 'y',
          sentAt: NOW,
          deadline: NOW,
        }),
      ),
    ).rejects.toThrow()
  })

  test('a voided order is reopened while nothing was sent; every change has its history row', async () => {
    const seen = await held('#32')
    await voidOrder(acme.as('manager'), { ...seen, reason: 'Customer asked', note: 'rang' }, NOW)
    const row = await rowOf(seen.orderId)
    expect(row).toMatchObject({ state: 'voided', closedBecause: { reason: 'Customer asked', note: 'rang' } })
    expect(await reopenOrder(acme.as('owner'), { orderId: row.id, version: row.version }, NOW)).toMatchObject(
      { ok: true },
    )
    const kinds = (await historyOf(seen.orderId)).map((entry) => [entry.kind, entry.before, entry.after])
    expect(kinds.slice(-2)).toEqual([
      ['voided', 'held', 'voided'],
      ['reopened', 'voided', 'held'],
    ])
  })
})

test('two orders never count on the same unit', async () => {
  const stock = [item('ONE', [1, 0, 0])]
  const [first, second] = [
    await placeOrder(acme, '#40', [{ sku: 'ONE', quantity: 1 }], stock),
    await placeOrder(acme, '#41', [{ sku: 'ONE', quantity: 1 }], stock),
  ]
  expect(await rowOf(first)).toMatchObject({ state: 'pushing' })
  expect(await rowOf(second)).toMatchObject({
    state: 'held',
    holdReasons: [{ code: 'short-everywhere' }, { code: 'no-single-store' }],
  })
  const [part] = await partsOf(first)
  const own = await withMerchant(acme.merchantId, ({ tx }) =>
    tx
      .select()
      .from(promises)
      .where(and(eq(promises.partId, part?.id ?? ''))),
  )
  expect(own).toMatchObject([{ units: 1, completedAt: null }])
})
