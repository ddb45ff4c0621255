import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { changeSettings, getMerchant } from '@/lib/access/merchants'
import { merchants } from '@/lib/access/tables'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { outbox } from '@/lib/email/tables'
import { listIntegrations, setPaused } from '@/lib/integrations/store'
import { clearJobs } from '@/lib/jobs/queue'
import { pushWhole, undoPush, voidOrder } from '../commands/commands'
import { exampleMerchant, item, later, placeOrder, type ExampleMerchant } from '../example-merchant'
import { decideOrder } from '../planning/deciding'
import type { ReadItem } from '../planning/match-lines'
import { readOrder } from '../screens/order/order-read'
import { history, orders, plans } from '../tables'
import { replanHeld, whatToReplan } from './replanning'

useTestDatabase()
let shop: ExampleMerchant
let count = 0
/** Keys are cut to twelve characters, and one that ends in 0 could be another's. */
const letter = () => String.fromCharCode(96 + count)
beforeEach(async () => {
  count += 1
  shop = await exampleMerchant(`shop${letter()}`, { kind: 'hold-if-short' })
})

const rowOf = (orderId: string, merchant = shop) =>
  withMerchant(merchant.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, orderId))
    if (!row) throw new Error('no order')
    return row
  })
const screenOf = async (orderId: string) => {
  const screen = await readOrder(shop.as('manager'), orderId, { tab: 'all' })
  if (!screen) throw new Error('no order')
  return screen
}
const bendOf = (screen: Awaited<ReturnType<typeof screenOf>>) =>
  screen.grid.stores.find((store) => store.name === 'Bend')?.cells

/** What Lightspeed says of all items at once, some seconds after the last time. */
let seconds = 60
async function replanOn(items: ReadItem[], merchant = shop) {
  const now = later((seconds += 60))
  const wanted = await whatToReplan(merchant.merchantId)
  const accounts = [{ posAccountId: merchant.posAccountId, items }]
  return replanHeld(
    merchant.merchantId,
    { kind: 'read', codes: wanted?.codes ?? [], accounts, readAt: now },
    now,
  )
}
const jobs = (name: string) =>
  withMerchant(shop.merchantId, async ({ tx, merchantId }) => {
    const found = await tx.execute(
      sql`select 1 from jobs.job where name = ${name} and data ->> 'merchantId' = ${merchantId} and state = 'created'`,
    )
    return found.rows.length
  })

const one = (sku: string) => ({ sku, quantity: 1 })
const none = (sku: string) => item(sku, [0, 0, 0])
/** Two orders that want the same unit, held while there is none; the newer one is the more valuable. */
async function rivals() {
  const old = await placeOrder(shop, '#1', [one('LAST')], [none('LAST')], later(1))
  const dear = await placeOrder(
    shop,
    '#2',
    [one('LAST'), one('MORE')],
    [none('LAST'), item('MORE', [9, 0, 0])],
    later(2),
  )
  return { old, dear }
}
const arrived = [item('LAST', [1, 0, 0]), item('MORE', [9, 0, 0])]

describe('held orders planned together', () => {
  test('the older one has the last unit; the newer one sees it promised, and may be pushed all the same', async () => {
    const { old, dear } = await rivals()
    const before = await rowOf(dear)
    expect(await replanOn(arrived)).toEqual({ looked: 2, changed: 1 })
    expect(await rowOf(old)).toMatchObject({ state: 'held', ready: true })
    expect((await screenOf(old)).suggestions[0]?.title).toContain('Push to Bend')
    const after = await rowOf(dear)
    expect(after).toMatchObject({ state: 'held', ready: false, version: before.version })
    const screen = await screenOf(dear)
    expect(bendOf(screen)).toMatchObject([
      { available: 0, promised: 1, mark: 'none' },
      { available: 9, promised: 0, mark: 'enough' },
    ])
    expect(screen.suggestions[0]?.kind).toBe('split-with-left-over')

    // What another held order wishes for binds no person: nothing is short, so nothing has to be confirmed.
    const push = {
      orderId: dear,
      version: after.version,
      storeId: shop.stores['Bend'] ?? '',
      acceptShort: false,
    }
    expect(await pushWhole(shop.as('manager'), push, later(seconds))).toMatchObject({ ok: true })
    expect(bendOf(await screenOf(old))).toMatchObject([{ available: 0, promised: 1 }])
    const undo = { orderId: dear, version: after.version + 1 }
    expect(await undoPush(shop.as('manager'), undo, later(seconds))).toMatchObject({ ok: true })
    // A choice taken back is no plan: the next replan decides anew.
    await replanOn(arrived)
    expect(bendOf(await screenOf(dear))).toMatchObject([{ available: 0, promised: 1 }, {}])
  })

  test('refreshed by itself, the newer one still leaves the unit to the older, until that is voided', async () => {
    const { old, dear } = await rivals()
    await replanOn(arrived)
    const refresh = async () => {
      const now = later((seconds += 60))
      const accounts = [{ posAccountId: shop.posAccountId, items: arrived }]
      const codes = ['LAST', 'MORE']
      await decideOrder(shop.merchantId, dear, { kind: 'read', codes, accounts, readAt: now }, 0, now)
      return (await rowOf(dear)).ready
    }
    expect(await refresh()).toBe(false)
    expect(bendOf(await screenOf(dear))).toMatchObject([{ available: 0, promised: 1 }, {}])
    const { version } = await rowOf(old)
    await voidOrder(shop.as('manager'), { orderId: old, version, reason: 'x', note: '' }, later(seconds))
    expect(bendOf(await screenOf(dear))).toMatchObject([{ available: 1, promised: 0 }, {}])
    expect(await refresh()).toBe(true)
  })

  test('most valuable first turns it round; back again too', async () => {
    const { old, dear } = await rivals()
    await replanOn(arrived)
    const ready = async () => [(await rowOf(old)).ready, (await rowOf(dear)).ready]
    expect(await ready()).toEqual([true, false])
    await withMerchant(shop.merchantId, (scope) =>
      changeSettings(scope, { replanOrder: 'most-valuable-first' }),
    )
    expect(await replanOn(arrived)).toEqual({ looked: 2, changed: 2 })
    expect(await ready()).toEqual([false, true])
    expect((await rowOf(old)).holdReasons).toMatchObject([
      { code: 'short-everywhere' },
      { code: 'no-single-store' },
    ])
    expect(bendOf(await screenOf(old))).toMatchObject([{ available: 0, promised: 1 }])
    expect(bendOf(await screenOf(dear))).toMatchObject([{ available: 1, promised: 0 }, {}])
    await withMerchant(shop.merchantId, (scope) => changeSettings(scope, { replanOrder: 'oldest-first' }))
    await replanOn(arrived)
    expect(await ready()).toEqual([true, false])
    await withMerchant(shop.merchantId, (scope) =>
      changeSettings(scope, { replanOrder: 'most-orders-cleared' }),
    )
    await replanOn(arrived)
    expect(await ready()).toEqual([true, false])
  })

  test('a settings row from before says oldest first, and changing one setting keeps the others', async () => {
    await withMerchant(shop.merchantId, async (scope) => {
      const settings = { undoSeconds: 7, mailRecipients: ['a@example.com'] }
      await scope.tx.update(merchants).set({ settings }).where(eq(merchants.id, scope.merchantId))
      expect((await getMerchant(scope)).settings).toEqual({ ...settings, replanOrder: 'oldest-first' })
      await changeSettings(scope, { replanOrder: 'most-orders-cleared' })
      expect((await getMerchant(scope)).settings).toEqual({ ...settings, replanOrder: 'most-orders-cleared' })
    })
  })

  test('what nothing is new for keeps its version, its plan and its history; nobody is mailed again', async () => {
    const { old } = await rivals()
    const far = await placeOrder(shop, '#3', [one('FAR')], [none('FAR')], later(3))
    const kept = await rowOf(far)
    const mails = () =>
      withMerchant(shop.merchantId, ({ tx, merchantId }) =>
        tx.select().from(outbox).where(eq(outbox.merchantId, merchantId)),
      )
    const mailed = (await mails()).length
    await replanOn([...arrived, none('FAR')])
    const once = await rowOf(old)
    expect(await replanOn([...arrived, none('FAR')])).toEqual({ looked: 3, changed: 0 })
    expect(await rowOf(far)).toEqual(kept)
    expect(await rowOf(old)).toEqual(once)
    expect(await mails()).toHaveLength(mailed)
    const told = await withMerchant(shop.merchantId, ({ tx }) =>
      tx.select().from(history).where(eq(history.orderId, old)).orderBy(history.id),
    )
    expect(told.map((entry) => entry.kind)).toEqual(['received', 'decided', 'held', 'mail-queued', 'decided'])
    expect(await jobs('push')).toBe(0)
  })

  test('another merchant’s orders are neither looked at nor changed', async () => {
    const other = await exampleMerchant(`rival${letter()}`, { kind: 'hold-if-short' })
    const theirs = await placeOrder(other, '#1', [one('LAST')], [none('LAST')], later(1))
    const before = await rowOf(theirs, other)
    await rivals()
    expect((await replanOn(arrived)).looked).toBe(2)
    expect(await rowOf(theirs, other)).toEqual(before)
    expect(await replanOn(arrived, other)).toEqual({ looked: 1, changed: 1 })
  })

  test('an edited order says so; one whose line was unknown is planned once there is an item', async () => {
    const edited = await placeOrder(shop, '#1', [one('LAST')], [none('LAST')], later(1))
    const unknown = await placeOrder(shop, '#2', [one('NEW')], [], later(2))
    expect((await rowOf(unknown)).holdReasons).toMatchObject([{ code: 'line-not-found' }])
    await withMerchant(shop.merchantId, ({ tx }) =>
      tx.update(orders).set({ changedUpstream: 'edited' }).where(eq(orders.id, edited)),
    )
    await replanOn([item('LAST', [1, 0, 0]), item('NEW', [0, 1, 0])])
    expect(await rowOf(edited)).toMatchObject({
      ready: true,
      changedUpstream: null,
      holdReasons: [{ code: 'changed-upstream' }],
    })
    expect(await rowOf(unknown)).toMatchObject({ state: 'held', ready: true })
  })

  test('what was held only because the channel was paused is handed over to be decided as if new', async () => {
    const pause = (paused: boolean) =>
      withMerchant(shop.merchantId, async (scope) => {
        for (const { id } of await listIntegrations(scope))
          await setPaused(scope, id, paused, 'test', later(0))
      })
    await pause(true)
    const filled = await placeOrder(shop, '#1', [one('LAST')], [item('LAST', [1, 0, 0])], later(1))
    const short = await placeOrder(shop, '#2', [one('LAST')], [item('LAST', [1, 0, 0])], later(2))
    await pause(false)
    await clearJobs()
    await replanOn([item('LAST', [1, 0, 0])])
    expect(await rowOf(filled)).toMatchObject({ state: 'held', holdReasons: [{ code: 'paused' }] })
    expect(await rowOf(short)).toMatchObject({
      state: 'held',
      holdReasons: [{ code: 'short-everywhere' }, { code: 'no-single-store' }],
    })
    expect(await jobs('decide')).toBe(1)
  })

  test('a snoozed and a partly pushed order become ready where they are; a rest nobody was told of is left', async () => {
    const wants = async (number: string, state: 'snoozed' | 'partly-pushed', stateChangedAt: Date) => {
      const sku = `X${number}`
      const orderId = await placeOrder(shop, number, [one(sku)], [none(sku)], later(10))
      await withMerchant(shop.merchantId, ({ tx }) =>
        tx.update(orders).set({ state, stateChangedAt }).where(eq(orders.id, orderId)),
      )
      return orderId
    }
    const snoozed = await wants('#1', 'snoozed', later(11))
    const rest = await wants('#2', 'partly-pushed', later(9))
    const untold = await wants('#3', 'partly-pushed', later(11))
    const before = await rowOf(untold)
    await replanOn(['X#1', 'X#2', 'X#3'].map((sku) => item(sku, [1, 1, 1])))
    expect(await rowOf(snoozed)).toMatchObject({ state: 'snoozed', ready: true })
    expect(await rowOf(rest)).toMatchObject({ state: 'partly-pushed', ready: true })
    expect(await rowOf(untold)).toEqual(before)
  })

  test('replans, pushes and decisions at once never wait for one another in a circle', async () => {
    const skus = ['P', 'Q', 'R', 'S', 'T', 'U']
    const ids: string[] = []
    for (const [index, sku] of skus.entries())
      ids.push(await placeOrder(shop, `#${index}`, [one(sku)], [none(sku)], later(index)))
    const items = skus.map((sku) => item(sku, [1, 0, 0]))
    const push = async (orderId: string) => {
      const { version } = await rowOf(orderId)
      return pushWhole(
        shop.as('manager'),
        { orderId, version, storeId: shop.stores['Bend'] ?? '', acceptShort: true },
        later(900),
      )
    }
    const accounts = [{ posAccountId: shop.posAccountId, items }]
    const reading = { kind: 'read' as const, codes: skus, accounts, readAt: later(900) }
    await Promise.all([
      replanOn(items),
      ...ids.slice(0, 4).map(push),
      ...ids.slice(2).map((id) => decideOrder(shop.merchantId, id, reading, 0, later(900))),
      replanOn(items),
    ])
    await replanOn(items)
    for (const id of ids) {
      const { state, ready } = await rowOf(id)
      expect(state === 'pushing' || ready).toBe(true)
    }
  })

  test('a policy of another version is noted with the plan, and disturbs nobody', async () => {
    const old = await placeOrder(shop, '#1', [one('LAST')], [none('LAST')], later(1))
    const before = await rowOf(old)
    await withMerchant(shop.merchantId, async (scope) => {
      for (const { id } of await listIntegrations(scope))
        for (const paused of [true, false]) await setPaused(scope, id, paused, 'test', later(0))
    })
    expect(await replanOn([none('LAST')])).toEqual({ looked: 1, changed: 0 })
    const after = await rowOf(old)
    expect(after.version).toBe(before.version)
    const found = await withMerchant(shop.merchantId, ({ tx }) =>
      tx
        .select()
        .from(plans)
        .where(eq(plans.id, after.currentPlanId ?? '')),
    )
    expect(found).toMatchObject([{ revision: 2, policyVersion: 3 }])
  })
})
