import { asc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { outbox } from '@/lib/email/tables'
import type { ChannelOrder } from '@/lib/integrations/channel-order'
import { getIntegration } from '@/lib/integrations/store'
import { present } from '@/lib/result'
import { pushWhole, reopenOrder, undoPush, voidOrder } from '../commands/commands'
import { decideOrder } from '../planning/deciding'
import { exampleMerchant, item, later, NOW, placeOrder, type ExampleMerchant } from '../example-merchant'
import { finishPush } from '../push/finish-push'
import { listForgotten } from '../planning/forgotten'
import { history, orders, parts } from '../tables'
import { takeInOrder } from './take-in-order'

useTestDatabase()
let acme: ExampleMerchant
beforeAll(async () => {
  acme = await exampleMerchant('acme', { kind: 'hold-if-short' })
})

const rowOf = (orderId: string) =>
  withMerchant(acme.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, orderId))
    return present(row, 'order')
  })
const seen = async (orderId: string) => ({ orderId, version: (await rowOf(orderId)).version })
const held = (number: string) =>
  placeOrder(acme, number, [{ sku: `M${number}`, quantity: 2 }], [item(`M${number}`, [1, 1, 0])])
const fill = (number: string) => [item(`M${number}`, [5, 1, 0])]
const pushed = async (orderId: string) => {
  const push = { ...(await seen(orderId)), storeId: acme.stores['Bend'] ?? '', acceptShort: true }
  expect(await pushWhole(acme.as('manager'), push, NOW)).toMatchObject({ ok: true })
}
/** The channel sends the order again, a minute later, changed. */
const channelSends = (orderId: string, change: (known: ChannelOrder) => Partial<ChannelOrder>, minutes = 1) =>
  withMerchant(acme.merchantId, async (scope) => {
    const [row] = await scope.tx.select().from(orders).where(eq(orders.id, orderId))
    const known = present(row, 'order')
    const integration = present(await getIntegration(scope, known.integrationId), 'integration')
    const updatedAt = new Date(Date.parse(known.snapshot.updatedAt) + minutes * 60_000).toISOString()
    const next = { ...known.snapshot, updatedAt, ...change(known.snapshot) }
    return takeInOrder(scope, integration, next, later(60))
  })
const cancelled = { cancelledAt: later(60).toISOString() }
const decided = (orderId: string, items: ReturnType<typeof item>[], now = later(90)) =>
  decideOrder(
    acme.merchantId,
    orderId,
    {
      kind: 'read',
      codes: items.map((one) => one.customSku),
      accounts: [{ posAccountId: acme.posAccountId, items }],
      readAt: now,
    },
    300_000,
    now,
  )
const kindsOf = (orderId: string) =>
  withMerchant(acme.merchantId, ({ tx }) =>
    tx.select().from(history).where(eq(history.orderId, orderId)).orderBy(asc(history.id)),
  )
const mailsOf = (orderId: string) =>
  withMerchant(acme.merchantId, ({ tx }) => tx.select().from(outbox).where(eq(outbox.orderId, orderId)))

describe('cancelled in the channel', () => {
  test('during the undo time: taking the push back ends the order instead of offering it again', async () => {
    const orderId = await held('#1')
    await pushed(orderId)
    await channelSends(orderId, () => cancelled)
    expect(await undoPush(acme.as('manager'), await seen(orderId), later(5))).toMatchObject({ ok: true })
    expect(await rowOf(orderId)).toMatchObject({ state: 'cancelled' })
  })

  test('after a part was sold: the rest cannot be pushed any more', async () => {
    const orderId = await held('#2')
    await withMerchant(acme.merchantId, ({ tx }) =>
      tx.update(orders).set({ state: 'partly-pushed' }).where(eq(orders.id, orderId)),
    )
    await channelSends(orderId, () => cancelled)
    expect(await rowOf(orderId)).toMatchObject({ state: 'partly-pushed', attention: 'cancelled-after-sale' })
    const push = { ...(await seen(orderId)), storeId: acme.stores['Bend'] ?? '', acceptShort: true }
    expect(await pushWhole(acme.as('owner'), push, NOW)).toMatchObject({
      ok: false,
      refusal: { kind: 'not-now' },
    })
  })

  test('while voided: it is not reopened', async () => {
    const orderId = await held('#3')
    await voidOrder(acme.as('manager'), { ...(await seen(orderId)), reason: 'x', note: '' }, NOW)
    await channelSends(orderId, () => cancelled)
    expect(await reopenOrder(acme.as('manager'), await seen(orderId), NOW)).toMatchObject({ ok: false })
  })

  test('and later alive again in a newer version: decided as if new', async () => {
    const orderId = await held('#4')
    await channelSends(orderId, () => cancelled)
    expect(await rowOf(orderId)).toMatchObject({ state: 'cancelled' })
    await channelSends(orderId, () => ({ cancelledAt: null }))
    expect(await rowOf(orderId)).toMatchObject({ state: 'received', closedBecause: null })
    await decided(orderId, fill('#4'))
    expect(await rowOf(orderId)).toMatchObject({ state: 'pushing' })
  })
})

describe('edited in the channel', () => {
  const dearer = (known: ChannelOrder) => ({ totalMinor: known.totalMinor + 100 })

  test('while held: nothing is pushed on the old plan, and a lost job is found', async () => {
    const orderId = await held('#10')
    await channelSends(orderId, dearer)
    const push = { ...(await seen(orderId)), storeId: acme.stores['Bend'] ?? '', acceptShort: true }
    expect(await pushWhole(acme.as('owner'), push, NOW)).toMatchObject({
      ok: false,
      refusal: { kind: 'not-now' },
    })
    const found = await withMerchant(acme.merchantId, (scope) => listForgotten(scope, later(1e6)))
    expect(found.toDecide).toContain(orderId)
  })

  test('during the undo time: it is planned again once the push is taken back', async () => {
    const orderId = await held('#11')
    await pushed(orderId)
    await channelSends(orderId, dearer)
    await undoPush(acme.as('manager'), await seen(orderId), later(5))
    expect(await rowOf(orderId)).toMatchObject({ state: 'held', changedUpstream: 'edited' })
    const found = await withMerchant(acme.merchantId, (scope) => listForgotten(scope, later(1e6)))
    expect(found.toDecide).toContain(orderId)
  })

  test('after a part was sold: the rest is planned again', async () => {
    const orderId = await held('#12')
    await withMerchant(acme.merchantId, ({ tx }) =>
      tx.update(orders).set({ state: 'partly-pushed' }).where(eq(orders.id, orderId)),
    )
    await channelSends(orderId, dearer)
    expect(await rowOf(orderId)).toMatchObject({ changedUpstream: 'edited', attention: 'edited-after-sale' })
    await decided(orderId, fill('#12'))
    expect(await rowOf(orderId)).toMatchObject({ state: 'partly-pushed', changedUpstream: null })
  })

  test.each([
    [
      'shipped by somebody else',
      (known: ChannelOrder) => known.lines.map((line) => ({ ...line, toShip: 1 })),
    ],
    [
      'a line sold under another sku',
      (known: ChannelOrder) => known.lines.map((line) => ({ ...line, sku: 'B' })),
    ],
  ])('%s while it is being pushed: it stops', async (name, lines) => {
    const number = `#13${name.length}`
    const orderId = await held(number)
    await pushed(orderId)
    await channelSends(orderId, (known) => ({ lines: lines(known) }))
    expect(await rowOf(orderId)).toMatchObject({ state: 'pushing', changedUpstream: 'edited' })
  })

  test('its payment fell through while it is being pushed: it stops', async () => {
    const orderId = await held('#14')
    await pushed(orderId)
    await channelSends(orderId, (known) => ({ payment: { ...known.payment, status: 'voided' } }))
    expect(await rowOf(orderId)).toMatchObject({ changedUpstream: 'edited' })
  })

  test('between reading the stock and deciding: it is read again, never held for a sku nobody asked for', async () => {
    const orderId = await held('#15')
    await channelSends(orderId, (known) => ({
      lines: known.lines.map((line) => ({ ...line, sku: 'OTHER' })),
    }))
    expect(await decided(orderId, fill('#15'))).toBe('read-again')
    expect((await rowOf(orderId)).holdReasons.map((reason) => reason.code)).toEqual(['no-single-store'])
  })
})

describe('a person and the worker at once', () => {
  test('a push and a decision of one order never wait for one another in a circle', async () => {
    for (let round = 0; round < 6; round += 1) {
      const number = `#2${round}`
      const orderId = await held(number)
      const push = { ...(await seen(orderId)), storeId: acme.stores['Bend'] ?? '', acceptShort: true }
      const done = await Promise.allSettled([
        decided(orderId, [item(`M${number}`, [1, 1, 0])]),
        pushWhole(acme.as('manager'), push, NOW),
        decided(orderId, [item(`M${number}`, [1, 1, 0])]),
      ])
      expect(done.filter((one) => one.status === 'rejected')).toEqual([])
    }
  })
})

describe('what is told', () => {
  test('Lightspeed cannot be read for a held order: once in its history, not with every try', async () => {
    const orderId = await held('#30')
    for (let round = 0; round < 3; round += 1)
      await decideOrder(acme.merchantId, orderId, { kind: 'unreadable', because: 'down' }, 1, later(round))
    const kinds = (await kindsOf(orderId)).map((entry) => entry.kind)
    expect(kinds.filter((kind) => kind === 'stock-unreadable')).toHaveLength(1)
  })

  test('an order that pushes itself has its change of state in the history', async () => {
    const orderId = await placeOrder(acme, '#31', [{ sku: 'M#31', quantity: 1 }], fill('#31'))
    expect(await kindsOf(orderId)).toMatchObject([
      { kind: 'received', after: 'received' },
      { kind: 'decided', before: 'received', after: 'pushing' },
    ])
  })

  test('the rest of an order that was pushed as far as there is stock is mailed, once', async () => {
    const merchant = await exampleMerchant('rest', {
      kind: 'split',
      maxParts: null,
      keepLinesWhole: false,
      smallestPartMinor: null,
      whenUncovered: 'push-covered',
    })
    const stock = [item('A', [1, 0, 0])]
    const orderId = await placeOrder(merchant, '#32', [{ sku: 'A', quantity: 2 }], stock)
    const { merchantId, posAccountId } = merchant
    await withMerchant(merchantId, ({ tx }) =>
      tx
        .update(parts)
        .set({ state: 'completed', completedAt: later(5) })
        .where(eq(parts.orderId, orderId)),
    )
    await finishPush(merchantId, orderId, later(5))
    const accounts = [{ posAccountId, items: [item('A', [0, 0, 0])] }]
    for (const seconds of [6, 7])
      await decideOrder(
        merchantId,
        orderId,
        { kind: 'read', codes: ['A'], accounts, readAt: later(seconds) },
        1,
        later(seconds),
      )
    const mails = await withMerchant(merchantId, ({ tx }) =>
      tx.select().from(outbox).where(eq(outbox.orderId, orderId)),
    )
    expect(mails).toHaveLength(1)
    expect(mails[0]?.message).toMatchObject({ kind: 'order-held', lines: [{ quantity: 1 }] })
  })

  test('a held order is mailed once, however often it is planned again', async () => {
    const orderId = await held('#33')
    await decided(orderId, [item('M#33', [1, 1, 0])])
    expect(await mailsOf(orderId)).toHaveLength(1)
  })
})

test('hundreds of unpaid orders do not hide a forgotten one', async () => {
  const orderId = await held('#40')
  await withMerchant(acme.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, orderId))
    const known = present(row, 'order')
    const unpaid = { ...known.snapshot, payment: { status: 'pending' as const, method: '' } }
    const rest = { ...known, state: 'received' as const, currentPlanId: null, stateChangedAt: NOW }
    const { id: _id, ...columns } = rest
    await tx.insert(orders).values(
      Array.from({ length: 450 }, (_, index) => ({
        ...columns,
        externalId: `u${index}`,
        number: `#u${index}`,
        snapshot: { ...unpaid, externalId: `u${index}` },
      })),
    )
    await tx
      .update(orders)
      .set({ state: 'received', stateChangedAt: later(1) })
      .where(eq(orders.id, orderId))
  })
  const found = await withMerchant(acme.merchantId, (scope) => listForgotten(scope, later(60)))
  expect(found.toDecide).toContain(orderId)
})
