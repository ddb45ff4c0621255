import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { GatewayError } from '@/lib/lightspeed/types'
import { undoPush } from '@/lib/orders/commands/commands'
import { listForgotten } from '@/lib/orders/planning/forgotten'
import { readOrder } from '@/lib/orders/screens/order/order-read'
import { readQueue } from '@/lib/orders/screens/queue-read'
import { orders } from '@/lib/orders/tables'
import { present } from '@/lib/result'
import { transferThenPush } from '@/lib/transfers/push-after'
import { ordered, pushed, shop, usePushStage, workshop } from '../push/example-push'
import { runJob } from '../registry'
import {
  changed,
  decidedOn,
  ledgerOf,
  linesOf,
  look,
  receivedThere,
  rowsOf,
  shelves,
  stockUp,
  worked,
  type At,
} from './example-transfers'

useTestDatabase()
// No single store has two, and nothing is split: it is held.
usePushStage({ kind: 'hold-if-short' })

const screen = async (orderId: string) =>
  present(await readOrder(shop.as('manager'), orderId, { tab: 'all' }), 'page of the order')

const cardOf = async (orderId: string) =>
  present(
    (await screen(orderId)).suggestions.find((card) => card.kind === 'transfer-first'),
    'card that transfers first',
  )

async function take(orderId: string, at: At, role: 'manager' | 'viewer' = 'manager') {
  const { version } = await screen(orderId)
  const card = await cardOf(orderId)
  const storeId = card.parts[0]?.storeId ?? ''
  return transferThenPush(shop.as(role), { orderId, version, storeId, transfers: card.transfers }, at.now())
}

const firstTransfer = async (orderId: string) => present((await rowsOf(orderId))[0], 'transfer')
/** The sweep finds whatever has nobody who works on it. */
const swept = (at: At) => runJob(at, 'sweep', { merchantId: shop.merchantId })

describe('transfer, then push', () => {
  test('other stores send what is lacking, and the order is sold whole once it is received', async () => {
    const at = workshop()
    const orderId = await decidedOn('7101', 'SKU0', [2, 1, 0], 3, at)
    expect(await cardOf(orderId)).toMatchObject({
      title: 'Transfer 1 × SKU0 from Eugene to Bend, then push to Bend',
      oversold: false,
      transfers: ['Send 1 × SKU0 from Eugene to Bend'],
    })
    expect(await take(orderId, at)).toMatchObject({ ok: true })
    expect(await screen(orderId)).toMatchObject({
      state: 'pushing',
      awaitsTransfers: true,
      parts: [{ state: 'planned', storeName: 'Bend', oversold: false }],
      can: { undo: { allowed: true } },
    })
    await withMerchant(shop.merchantId, async (scope) => {
      expect((await listForgotten(scope, new Date(at.now().getTime() + 1))).toPush).not.toContain(orderId)
    })
    // However often somebody looks, nothing is sold before the transfer is received.
    at.skip(60_000)
    await pushed(orderId, at)
    await worked(orderId, at)
    await pushed(orderId, at)
    expect(await shelves('SKU0')).toEqual([2, 0, 0])
    expect(await screen(orderId)).toMatchObject({ state: 'pushing', parts: [{ state: 'planned' }] })
    const { rows } = await readQueue(shop.as('manager'), { tab: 'pushing', cursor: null })
    expect(rows).toMatchObject([{ id: orderId, why: 'Waits for a transfer to Bend' }])

    await receivedThere((await firstTransfer(orderId)).externalId ?? '', at)
    await pushed(orderId, at)
    expect(await screen(orderId)).toMatchObject({
      state: 'pushed',
      awaitsTransfers: false,
      parts: [{ state: 'completed', oversold: false }],
    })
    expect(await shelves('SKU0')).toEqual([0, 0, 0])
    // What came is what was lacking: nothing is proposed on top of it.
    await worked(orderId, at)
    expect(await linesOf(orderId)).toHaveLength(1)
  })

  test('what arrives is kept for it: another order that wants it is held', async () => {
    const at = workshop()
    const orderId = await decidedOn('7102', 'SKU1', [1, 1, 0], 2, at)
    expect(await take(orderId, at)).toMatchObject({ ok: true })
    at.skip(60_000)
    await worked(orderId, at)
    const other = await ordered('7103', 0, at, [{ sku: 'SKU1', quantity: 1 }])
    expect((await screen(other)).state).toBe('held')
    await receivedThere((await firstTransfer(orderId)).externalId ?? '', at)
    const third = await ordered('7104', 0, at, [{ sku: 'SKU1', quantity: 1 }])
    expect((await screen(third)).state).toBe('held')
    await pushed(orderId, at)
    expect((await screen(orderId)).state).toBe('pushed')
    expect(await shelves('SKU1')).toEqual([0, 0, 0])
  })

  test('received short: the order comes back short instead of being oversold', async () => {
    const at = workshop()
    const orderId = await decidedOn('7105', 'SKU2', [3, 2, 0], 5, at)
    expect(await take(orderId, at)).toMatchObject({ ok: true })
    at.skip(60_000)
    await worked(orderId, at)
    await receivedThere((await firstTransfer(orderId)).externalId ?? '', at, 1)
    // Two were sent and one has come: the other is still on its way, or lost.
    await pushed(orderId, at)
    expect((await screen(orderId)).state).toBe('pushing')
    await at.open().gateway.archiveTransfer((await firstTransfer(orderId)).externalId ?? '')
    await look(at)
    await pushed(orderId, at)
    const after = await screen(orderId)
    expect(after).toMatchObject({ state: 'held', awaitsTransfers: false, parts: [] })
    expect(after.reasons.join(' ')).toContain('SKU2')
  })

  test('a sender that has sold it meanwhile: nothing is made in Lightspeed, and the order comes back', async () => {
    const at = workshop()
    const orderId = await decidedOn('7106', 'SKU3', [1, 1, 0], 2, at)
    expect(await take(orderId, at)).toMatchObject({ ok: true })
    await stockUp('SKU3', [1, 0, 0])
    at.skip(60_000)
    await worked(orderId, at)
    expect(await ledgerOf('7106')).toEqual([])
    expect(await linesOf(orderId)).toMatchObject([{ state: 'refused' }])
    await pushed(orderId, at)
    expect((await screen(orderId)).state).toBe('held')
    expect(await shelves('SKU3')).toEqual([1, 0, 0])
  })

  test('taken back before it is sent: the transfer is called off, and its units are free', async () => {
    const at = workshop()
    const orderId = await decidedOn('7107', 'SKU4', [1, 1, 0], 2, at)
    expect(await take(orderId, at)).toMatchObject({ ok: true })
    const { version } = await screen(orderId)
    expect(await undoPush(shop.as('manager'), { orderId, version }, at.now())).toMatchObject({ ok: true })
    await worked(orderId, at)
    expect(await linesOf(orderId)).toMatchObject([{ state: 'cancelled' }])
    expect(await ledgerOf('7107')).toEqual([])
    expect((await screen(orderId)).state).toBe('held')
    // Both stores have theirs to give again.
    const other = await ordered('7108', 0, at, [{ sku: 'SKU4', quantity: 1 }])
    expect((await screen(other)).state).toBe('pushing')
  })

  test('taken back after it is made, not sent: it is archived there', async () => {
    const at = workshop()
    const orderId = await decidedOn('7109', 'SKU5', [1, 1, 0], 2, at)
    expect(await take(orderId, at)).toMatchObject({ ok: true })
    at.skip(60_000)
    const stops = changed(at, () => ({
      addTransferItems: () => Promise.reject(new GatewayError('unavailable', 'It does not answer.', {})),
    }))
    await runJob(stops, 'transfers', { merchantId: shop.merchantId, orderId })
    expect(await ledgerOf('7109')).toMatchObject([{ status: 'open', archived: false }])
    const { version } = await screen(orderId)
    expect(await undoPush(shop.as('manager'), { orderId, version }, at.now())).toMatchObject({ ok: true })
    await worked(orderId, at)
    expect(await ledgerOf('7109')).toMatchObject([{ status: 'open', archived: true }])
    expect(await linesOf(orderId)).toMatchObject([{ state: 'cancelled' }])
    expect(await shelves('SKU5')).toEqual([1, 1, 0])
  })

  test('taken back in the moment before it is sent: it is not sent', async () => {
    const at = workshop()
    const orderId = await decidedOn('7112', 'SKU8', [1, 1, 0], 2, at)
    expect(await take(orderId, at)).toMatchObject({ ok: true })
    at.skip(60_000)
    let undone = false
    const late = changed(at, (real) => ({
      readTransfer: async (id) => {
        const seen = await real.readTransfer(id)
        // Its items are on it: the next thing to be noted is that it is about to be sent.
        if (!undone && (seen.items ?? []).length > 0) {
          undone = true
          const { version } = await screen(orderId)
          await undoPush(shop.as('manager'), { orderId, version }, at.now())
        }
        return seen
      },
    }))
    await worked(orderId, late)
    expect(undone).toBe(true)
    expect(await ledgerOf('7112')).toMatchObject([{ status: 'open', archived: true }])
    expect(await linesOf(orderId)).toMatchObject([{ state: 'cancelled' }])
    expect(await shelves('SKU8')).toEqual([1, 1, 0])
  })

  test('cancelled in the channel while it waits: nothing is sold, and the transfer is called off', async () => {
    const at = workshop()
    const orderId = await decidedOn('7111', 'SKU7', [1, 1, 0], 2, at)
    expect(await take(orderId, at)).toMatchObject({ ok: true })
    at.skip(60_000)
    await withMerchant(shop.merchantId, ({ tx }) =>
      tx.update(orders).set({ changedUpstream: 'cancelled' }).where(eq(orders.id, orderId)),
    )
    // Nobody was told: the sweep finds it.
    await withMerchant(shop.merchantId, async (scope) => {
      const { toPush } = await listForgotten(scope, at.now())
      expect(toPush).toContain(orderId)
    })
    await pushed(orderId, at)
    expect((await screen(orderId)).state).toBe('cancelled')
    await worked(orderId, at)
    expect(await ledgerOf('7111')).toEqual([])
    expect(await linesOf(orderId)).toMatchObject([{ state: 'cancelled' }])
  })

  test('nobody takes it without the right to, nor on other transfers than were read', async () => {
    const at = workshop()
    const orderId = await decidedOn('7110', 'SKU6', [1, 1, 0], 2, at)
    expect(await take(orderId, at, 'viewer')).toMatchObject({ ok: false, refusal: { kind: 'not-permitted' } })
    const { version, suggestions } = await screen(orderId)
    const card = present(
      suggestions.find((one) => one.kind === 'transfer-first'),
      'card',
    )
    const input = { orderId, version, storeId: card.parts[0]?.storeId ?? '' }
    const asked = (transfers: string[]) =>
      transferThenPush(shop.as('manager'), { ...input, transfers }, at.now())
    expect(await asked(['Send 1 × SKU6 from Salem to Bend'])).toMatchObject({
      ok: false,
      refusal: { kind: 'not-now' },
    })
    expect((await screen(orderId)).state).toBe('held')
    expect(await linesOf(orderId)).toEqual([])
    await swept(at)
    expect((await screen(orderId)).state).toBe('held')
  })
})
