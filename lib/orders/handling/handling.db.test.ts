import { asc, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { listIntegrations } from '@/lib/integrations/store'
import { pushSplit, pushWhole, undoPush, voidOrder } from '../commands/commands'
import { exampleMerchant, item, later, placeOrder, type ExampleMerchant } from '../example-merchant'
import { takeInOrder } from '../intake/take-in-order'
import type { ReadItem } from '../planning/match-lines'
import { replanHeld, whatToReplan } from '../replanning/replanning'
import { readOrder } from '../screens/order/order-read'
import { readQueue } from '../screens/queue-read'
import { history, orders, parts } from '../tables'
import { assignOrder } from './assign'
import { commentOn } from './comments'
import { lookAtOrder } from './looking'
import { snoozeOrder, wakeOrder } from './snooze'
import { wakeDue } from './wake'

useTestDatabase()
let shop: ExampleMerchant
let count = 0
beforeEach(async () => {
  count += 1
  shop = await exampleMerchant(`shop${String.fromCharCode(96 + count)}`, { kind: 'hold-if-short' })
})

const rowOf = (orderId: string) =>
  withMerchant(shop.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, orderId))
    if (!row) throw new Error('no order')
    return row
  })
const kindsOf = (orderId: string) =>
  withMerchant(shop.merchantId, async ({ tx }) => {
    const rows = await tx.select().from(history).where(eq(history.orderId, orderId)).orderBy(asc(history.id))
    return rows.map((row) => row.kind)
  })
const seen = async (orderId: string) => ({ orderId, version: (await rowOf(orderId)).version })
const held = (sku: string, quantity = 2) =>
  placeOrder(shop, `#${sku}`, [{ sku, quantity }], [item(sku, [1, 1, 0])])
const snooze = async (orderId: string, until: Date | null, orStock = false, now = later(1)) =>
  snoozeOrder(shop.as('manager'), { ...(await seen(orderId)), until, orStock }, now)
const wakeAt = (now: Date) => withMerchant(shop.merchantId, (scope) => wakeDue(scope, now))
async function replanOn(items: ReadItem[], now: Date) {
  const wanted = await whatToReplan(shop.merchantId)
  const accounts = [{ posAccountId: shop.posAccountId, items }]
  return replanHeld(shop.merchantId, { kind: 'read', codes: wanted?.codes ?? [], accounts, readAt: now }, now)
}
const tabOf = async (tab: 'needs-action' | 'snoozed' | 'ready') =>
  (await readQueue(shop.as('manager'), { tab, cursor: null, search: '' })).rows.map((row) => row.number)

/** One unit of two is sold, the other is held again. */
async function partlyPushed(sku: string): Promise<string> {
  const orderId = await held(sku)
  const lineId = (await rowOf(orderId)).snapshot.lines[0]?.externalId ?? ''
  const split = [{ storeId: shop.stores['Bend'] ?? '', allocations: [{ lineId, quantity: 1 }] }]
  await pushSplit(
    shop.as('manager'),
    { ...(await seen(orderId)), parts: split, acceptShort: false },
    later(1),
  )
  await withMerchant(shop.merchantId, async ({ tx }) => {
    await tx.update(parts).set({ state: 'completed' }).where(eq(parts.orderId, orderId))
    await tx.update(orders).set({ state: 'partly-pushed' }).where(eq(orders.id, orderId))
  })
  return orderId
}

describe('a snoozed order', () => {
  test('leaves the queue and comes back when its time has come, not before, and once', async () => {
    const orderId = await held('A')
    const since = (await rowOf(orderId)).stateChangedAt
    expect(await snooze(orderId, later(3600))).toMatchObject({ ok: true })
    expect([await tabOf('needs-action'), await tabOf('snoozed')]).toEqual([[], ['#A']])
    await wakeAt(later(3599))
    expect(await rowOf(orderId)).toMatchObject({ state: 'snoozed' })
    await wakeAt(later(3600))
    await wakeAt(later(3601))
    expect(await rowOf(orderId)).toMatchObject({
      state: 'held',
      woken: true,
      snoozedUntil: null,
      stateChangedAt: since,
    })
    expect((await kindsOf(orderId)).slice(-2)).toEqual(['snoozed', 'woken'])
  })

  test('snoozed anew, it goes by the new time alone', async () => {
    const orderId = await held('A')
    await snooze(orderId, later(60))
    await wakeOrder(shop.as('manager'), await seen(orderId), later(2))
    expect(await rowOf(orderId)).toMatchObject({ state: 'held', woken: true })
    await snooze(orderId, later(7200))
    await wakeAt(later(61))
    expect(await rowOf(orderId)).toMatchObject({ state: 'snoozed', woken: false })
  })

  test('comes back when what can be done with it changes, if it was told to; other stock lets it sleep', async () => {
    const [waiting, sleeping] = [await held('A'), await held('B')]
    await snooze(waiting, null, true)
    await snooze(sleeping, later(9000), false)
    await replanOn([item('A', [1, 1, 0]), item('B', [1, 1, 0])], later(60))
    expect((await tabOf('snoozed')).toSorted()).toEqual(['#A', '#B'])
    await replanOn([item('A', [2, 1, 0]), item('B', [2, 1, 0])], later(120))
    expect(await rowOf(waiting)).toMatchObject({ state: 'held', woken: true, ready: true })
    // Still asleep, but whoever looks for what can be filled finds it.
    expect(await rowOf(sleeping)).toMatchObject({ state: 'snoozed', ready: true })
    expect((await tabOf('ready')).toSorted()).toEqual(['#A', '#B'])
  })

  test('put aside after a push was taken back, it still comes back when stock lets something be done', async () => {
    const orderId = await held('A')
    const whole = { storeId: shop.stores['Bend'] ?? '', acceptShort: true }
    await pushWhole(shop.as('manager'), { ...(await seen(orderId)), ...whole }, later(1))
    await undoPush(shop.as('manager'), await seen(orderId), later(2))
    await snooze(orderId, null, true, later(3))
    await replanOn([item('A', [2, 1, 0])], later(60))
    expect(await rowOf(orderId)).toMatchObject({ state: 'held', woken: true, ready: true })
  })

  test('what the channel says wakes it: an edit is planned again, a cancellation ends it', async () => {
    const [edited, cancelled] = [await held('A'), await held('B')]
    for (const orderId of [edited, cancelled]) await snooze(orderId, later(9000))
    await withMerchant(shop.merchantId, async (scope) => {
      const [web] = await listIntegrations(scope)
      if (!web) throw new Error('no integration')
      const { snapshot } = await rowOf(edited)
      const [line] = snapshot.lines
      if (!line) throw new Error('no line')
      const updatedAt = later(100).toISOString()
      const fewer = { ...snapshot, updatedAt, lines: [{ ...line, quantity: 1, toShip: 1 }] }
      await takeInOrder(scope, web, fewer, later(100))
      const other = (await rowOf(cancelled)).snapshot
      await takeInOrder(scope, web, { ...other, updatedAt, cancelledAt: updatedAt }, later(100))
    })
    expect(await rowOf(edited)).toMatchObject({ state: 'held', woken: true, changedUpstream: 'edited' })
    expect(await rowOf(cancelled)).toMatchObject({ state: 'cancelled', woken: false, snoozedUntil: null })
  })

  test('the rest of a partly pushed order sleeps and comes back as a rest; voided, its sale stands', async () => {
    const orderId = await partlyPushed('A')
    await snooze(orderId, later(60), false, later(2))
    await wakeAt(later(60))
    expect(await rowOf(orderId)).toMatchObject({ state: 'partly-pushed', woken: true })
    await snooze(orderId, later(600), false, later(61))
    const reason = { reason: 'Out of stock', note: '' }
    expect(
      await voidOrder(shop.as('manager'), { ...(await seen(orderId)), ...reason }, later(62)),
    ).toMatchObject({
      ok: true,
    })
    expect(await rowOf(orderId)).toMatchObject({ state: 'pushed', snoozedUntil: null })
  })

  test.each([
    ['a time that has passed', later(0), true, /passed/],
    ['more than a year', later(400 * 86_400), true, /more than a year/],
    ['neither time nor stock', null, false, /Choose a time/],
  ])('%s is refused and nothing changes', async (_what, until, orStock, because) => {
    const orderId = await held('A')
    const refused = await snooze(orderId, until, orStock)
    expect(refused.ok ? '' : 'because' in refused.refusal && refused.refusal.because).toMatch(because)
    expect(await rowOf(orderId)).toMatchObject({ state: 'held', version: 2 })
  })
})

describe('what stands in nobody’s way', () => {
  test('a comment and an assignment leave the version alone, and are told on the page', async () => {
    const orderId = await held('A')
    const before = await rowOf(orderId)
    const ana = shop.as('owner')
    await commentOn(shop.as('manager'), { orderId, text: '  Called, wants it\ntomorrow ' }, later(1))
    expect(await assignOrder(shop.as('manager'), { orderId, userId: ana.userId }, later(2))).toMatchObject({
      ok: true,
    })
    expect((await rowOf(orderId)).version).toBe(before.version)
    const screen = await readOrder(shop.as('viewer'), orderId, { tab: 'all' })
    expect(screen?.assignee).toMatchObject({ userId: ana.userId, name: 'owner' })
    expect(screen?.assignable.map((person) => person.name)).toEqual(['manager', 'owner'])
    expect(screen?.timeline.slice(0, 2)).toMatchObject([
      { title: 'Assigned to owner', by: { name: 'manager' } },
      { comment: 'Called, wants it\ntomorrow', by: { name: 'manager' } },
    ])
    const { rows } = await readQueue(ana, { tab: 'needs-action', cursor: null, search: '' })
    expect(rows).toMatchObject([{ number: '#A', assignee: 'owner' }])
  })

  test('nobody is assigned who cannot act, nobody comments who may only look, and nothing of another merchant', async () => {
    const orderId = await held('A')
    const stranger = (await exampleMerchant('other', { kind: 'best-store' })).as('owner')
    const tried = [
      await assignOrder(shop.as('manager'), { orderId, userId: shop.as('viewer').userId }, later(1)),
      await assignOrder(shop.as('manager'), { orderId, userId: stranger.userId }, later(1)),
      await assignOrder(shop.as('viewer'), { orderId, userId: null }, later(1)),
      await commentOn(shop.as('viewer'), { orderId, text: 'x' }, later(1)),
      await commentOn(stranger, { orderId, text: 'x' }, later(1)),
      await commentOn(shop.as('manager'), { orderId, text: '  ' }, later(1)),
    ]
    expect(tried.map((result) => (result.ok ? 'done' : result.refusal.kind))).toEqual([
      'not-now',
      'not-now',
      'not-permitted',
      'not-permitted',
      'not-found',
      'not-now',
    ])
    expect(await rowOf(orderId)).toMatchObject({ assigneeId: null })
    expect(await lookAtOrder(stranger, { orderId, leaves: false }, later(1))).toBeNull()
  })

  test('who looks sees who else looks, until they leave or fall silent', async () => {
    const orderId = await held('A')
    const look = (role: 'manager' | 'owner' | 'viewer', at: Date, leaves = false) =>
      lookAtOrder(shop.as(role), { orderId, leaves }, at)
    expect(await look('manager', later(0))).toEqual({ names: [] })
    expect(await look('owner', later(1))).toEqual({ names: ['manager'] })
    expect(await look('viewer', later(2))).toEqual({ names: ['manager', 'owner'] })
    await look('owner', later(3), true)
    expect(await look('manager', later(5))).toEqual({ names: ['viewer'] })
    expect(await look('manager', later(18))).toEqual({ names: [] })
  })
})
