import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { GatewayError, type Gateway } from '@/lib/lightspeed/types'
import { present } from '@/lib/result'
import { control, shop, usePushStage, workshop } from '../push/example-push'
import { runJob } from '../registry'
import {
  attemptsOf,
  changed,
  ledgerOf,
  linesOf,
  look,
  oversold,
  pressMake,
  receivedThere,
  rowsOf,
  shelves,
  worked,
  type At,
} from './example-transfers'

useTestDatabase()
usePushStage({ kind: 'best-store' })

const last = async (orderId: string) => present((await rowsOf(orderId)).at(-1), 'transfer')
/** Transfers of an order that are or were sent, and open ones that somebody could still send, by the ledger alone. */
const standing = async (number: string) => {
  const all = await ledgerOf(number)
  return {
    sent: all.filter((one) => one.status !== 'open').length,
    open: all.filter((one) => one.status === 'open' && !one.archived).length,
  }
}

let count = 0
/** A new order with one transfer proposed from Eugene to Bend, of an item of its own. */
async function prepared(at: At) {
  const number = String(7100 + (count += 1))
  const sku = `SKU${count}`
  return { number, sku, orderId: await oversold(number, sku, [2, 2, 0], 3, at) }
}

/** The paths of the three writes, as a fault names them. */
const PATHS = { create: 'Inventory/Transfer.json', fill: 'AddItems', send: 'Send' }

describe('an answer that never comes: still one transfer, sent once', () => {
  const cases = (['create', 'fill', 'send'] as const).flatMap((write) =>
    (
      [
        'answer-lost-after-commit',
        'error-500-after',
        'error-500-before',
        'html-502',
        'cut-body',
        'down',
        'late-commit',
        'rate-limited',
        'unauthorized',
        'duplicate',
      ] as const
    ).map((fault) => [write, fault] as const),
  )
  test.each(cases)('%s hit by %s', async (write, fault) => {
    const at = workshop()
    const { number, sku, orderId } = await prepared(at)
    await control('/faults', 'POST', {
      kind: fault,
      match: { method: 'POST', pathIncludes: PATHS[write] },
      ms: fault === 'late-commit' ? 30 : 0,
    })
    await pressMake(orderId, at)
    await worked(orderId, at)
    expect(await standing(number)).toEqual({ sent: 1, open: 0 })
    expect(await shelves(sku)).toEqual([-1, 1, 0])
    expect(await last(orderId)).toMatchObject({ state: 'sent' })
    expect((await attemptsOf((await last(orderId)).id)).filter((one) => one.settledAt === null)).toEqual([])
  })

  test('a transfer that appears long after we made another is archived when ours is received', async () => {
    const at = workshop()
    const { number, orderId } = await prepared(at)
    await pressMake(orderId, at)
    await worked(orderId, at)
    const row = await last(orderId)
    await at.open().gateway.createTransfer({ fromShopId: '2', toShopId: '1', note: row.note })
    expect(await standing(number)).toEqual({ sent: 1, open: 1 })
    await receivedThere(row.externalId ?? '', at)
    expect(await standing(number)).toEqual({ sent: 1, open: 0 })
  })
})

describe('a worker that dies', () => {
  const DEED = { create: 'createTransfer', fill: 'addTransferItems', send: 'sendTransfer' } as const
  const moments = (['create', 'fill', 'send'] as const).flatMap((write) =>
    (['before', 'after'] as const).map((when) => [when, write] as const),
  )
  test.each(moments)('%s the call that is to %s it is followed by one that goes on', async (when, write) => {
    const at = workshop()
    const { number, sku, orderId } = await prepared(at)
    await pressMake(orderId, at)
    const dying = changed(at, (real) => {
      const call = real[DEED[write]] as (...given: unknown[]) => Promise<unknown>
      const dies = async (...given: unknown[]) => {
        if (when === 'after') await call(...given)
        throw new Error('killed')
      }
      return { [DEED[write]]: dies } as Partial<Gateway>
    })
    await expect(worked(orderId, dying)).rejects.toThrow('killed')
    // While its lease lasts nobody else touches it.
    expect(await runJob(at, 'transfers', { merchantId: shop.merchantId, orderId })).toMatchObject({
      kind: 'snooze',
    })
    at.skip(at.waits.leaseMs + 1)
    await worked(orderId, at)
    expect(await standing(number)).toEqual({ sent: 1, open: 0 })
    expect(await shelves(sku)).toEqual([-1, 1, 0])
  })

  test('one that stood still and wakes up writes nothing', async () => {
    const at = workshop()
    const { number, orderId } = await prepared(at)
    await pressMake(orderId, at)
    const slow = changed(at, (real) => ({
      createTransfer: async (draft) => {
        const made = await real.createTransfer(draft)
        at.skip(at.waits.leaseMs + 1)
        await worked(orderId, at)
        return made
      },
    }))
    await worked(orderId, slow)
    expect(await standing(number)).toEqual({ sent: 1, open: 0 })
  })
})

describe('a clear no', () => {
  const no = () => Promise.reject(new GatewayError('refused', 'The item is archived.', { status: 400 }))

  test('of the items: nothing is left open there, the reason is told, and it is proposed again', async () => {
    const at = workshop()
    const { number, sku, orderId } = await prepared(at)
    await pressMake(orderId, at)
    await worked(
      orderId,
      changed(at, () => ({ addTransferItems: no })),
    )
    expect(await standing(number)).toEqual({ sent: 0, open: 0 })
    expect(await shelves(sku)).toEqual([-1, 2, 0])
    expect(await linesOf(orderId)).toMatchObject([
      { name: 'T1', state: 'refused', because: 'The item is archived.' },
      { name: 'T2', state: 'proposed', units: 1 },
    ])
    await pressMake(orderId, at)
    await worked(orderId, at)
    expect(await standing(number)).toEqual({ sent: 1, open: 0 })
  })

  test('of the transfer itself: nothing was made', async () => {
    const at = workshop()
    const { number, orderId } = await prepared(at)
    await pressMake(orderId, at)
    await worked(
      orderId,
      changed(at, () => ({ createTransfer: no })),
    )
    expect(await ledgerOf(number)).toEqual([])
    expect((await linesOf(orderId)).map((one) => one.state)).toEqual(['refused', 'proposed'])
  })
})

describe('staff were faster', () => {
  /** Our worker stops after the transfer is made, its next write turned away for a while. */
  async function stoppedAt(write: 'fill' | 'send', at: At) {
    const it = await prepared(at)
    await control('/faults', 'POST', {
      kind: 'rate-limited',
      match: { method: 'POST', pathIncludes: PATHS[write] },
      ms: 5_000,
    })
    await pressMake(it.orderId, at)
    await runJob(at, 'transfers', { merchantId: shop.merchantId, orderId: it.orderId })
    const row = await last(it.orderId)
    expect(row.state).toBe('open')
    return { ...it, externalId: row.externalId ?? '' }
  }

  test('archived before it was sent: cancelled, and proposed again', async () => {
    const at = workshop()
    const { orderId, externalId, number } = await stoppedAt('fill', at)
    await at.open().gateway.archiveTransfer(externalId)
    at.skip(6_000)
    await worked(orderId, at)
    expect(await linesOf(orderId)).toMatchObject([
      { state: 'cancelled', because: 'Somebody archived it in Lightspeed.' },
      { state: 'proposed' },
    ])
    expect(await standing(number)).toEqual({ sent: 0, open: 0 })
  })

  test('sent by hand: it is taken as sent, not sent again', async () => {
    const at = workshop()
    const { orderId, externalId, number, sku } = await stoppedAt('send', at)
    await at.open().gateway.sendTransfer(externalId)
    at.skip(6_000)
    await worked(orderId, at)
    expect(await last(orderId)).toMatchObject({ state: 'sent' })
    expect(await standing(number)).toEqual({ sent: 1, open: 0 })
    expect(await shelves(sku)).toEqual([-1, 1, 0])
  })

  test('sent and received by hand: received', async () => {
    const at = workshop()
    const { orderId, externalId, sku } = await stoppedAt('send', at)
    await at.open().gateway.sendTransfer(externalId)
    await control('/receive', 'POST', { transferID: externalId })
    at.skip(6_000)
    await worked(orderId, at)
    expect(await linesOf(orderId)).toMatchObject([{ state: 'received' }])
    expect(await shelves(sku)).toEqual([0, 1, 0])
  })

  test('received in part: told, and under way until the rest comes', async () => {
    const at = workshop()
    const orderId = await oversold('7090', 'SKU50', [2, 2, 0], 4, at)
    await pressMake(orderId, at)
    await worked(orderId, at)
    const { externalId } = await last(orderId)
    await receivedThere(externalId ?? '', at, 1)
    expect(await linesOf(orderId)).toMatchObject([{ state: 'sent', items: [{ units: 2, received: 1 }] }])
    await receivedThere(externalId ?? '', at)
    expect(await linesOf(orderId)).toMatchObject([{ state: 'received', because: null }])
    expect(await shelves('SKU50')).toEqual([0, 0, 0])
  })

  test('archived after it was sent: cancelled with what to check, and the need is proposed again', async () => {
    const at = workshop()
    const { orderId } = await prepared(at)
    await pressMake(orderId, at)
    await worked(orderId, at)
    await at.open().gateway.archiveTransfer((await last(orderId)).externalId ?? '')
    await look(at)
    await worked(orderId, at)
    expect(await linesOf(orderId)).toMatchObject([
      { state: 'cancelled', because: expect.stringContaining('check the stock of both stores') },
      { state: 'proposed' },
    ])
  })

  test('gone altogether: only a clear 404 says so; a reading that fails changes nothing', async () => {
    const at = workshop()
    const { orderId } = await prepared(at)
    await pressMake(orderId, at)
    await worked(orderId, at)
    const failing = (kind: 'unavailable' | 'refused', status: number) =>
      changed(at, () => ({
        listTransfers: () => Promise.resolve([]),
        readTransfer: () => Promise.reject(new GatewayError(kind, 'no', { status })),
      }))
    await look(failing('unavailable', 502))
    expect(await last(orderId)).toMatchObject({ state: 'sent' })
    await look(failing('refused', 404))
    expect(await last(orderId)).toMatchObject({
      state: 'cancelled',
      because: 'It no longer exists in Lightspeed.',
    })
  })
})
