import { and, asc, desc, eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { outbox } from '@/lib/email/tables'
import { renderMail } from '@/lib/email/templates'
import { readOrder } from '@/lib/orders/screens/order/order-read'
import { attempts, history, parts } from '@/lib/orders/tables'
import { posAccounts, type PosAccountSettings } from '@/lib/pos-accounts/tables'
import { stores } from '@/lib/stores/tables'
import { control, ordered, pushed, salesOf, shop, stateOf, usePushStage, workshop } from '../example-push'

useTestDatabase()
usePushStage()

const office = (change: Record<string, unknown>) => control('/office', 'PUT', change)
const settings = (change: Record<string, unknown>) => control('/settings', 'PUT', change)
const inDatabase = withMerchant

const setAccount = (change: Partial<PosAccountSettings>) =>
  inDatabase(shop.merchantId, async ({ tx }) => {
    const [account] = await tx.select().from(posAccounts).where(eq(posAccounts.id, shop.posAccountId))
    if (!account) throw new Error('the account is missing')
    await tx
      .update(posAccounts)
      .set({ settings: { ...account.settings, ...change } })
      .where(eq(posAccounts.id, shop.posAccountId))
  })
const setRegister = (store: string, registerId: string) =>
  inDatabase(shop.merchantId, ({ tx }) =>
    tx
      .update(stores)
      .set({ registerId })
      .where(and(eq(stores.merchantId, shop.merchantId), eq(stores.id, shop.stores[store] ?? ''))),
  )
const partsOf = (orderId: string) =>
  inDatabase(shop.merchantId, ({ tx }) =>
    tx.select().from(parts).where(eq(parts.orderId, orderId)).orderBy(asc(parts.ordinal)),
  )

afterEach(async () => {
  await settings({ closedRegister: 'accepted' })
})

/** What the manager reads about a held order: on its page, and in the last mail. */
async function told(orderId: string) {
  const screen = await readOrder(shop.as('manager'), orderId, { tab: 'all' })
  const mail = await inDatabase(shop.merchantId, async ({ tx }) => {
    const [row] = await tx
      .select({ message: outbox.message })
      .from(outbox)
      .where(eq(outbox.orderId, orderId))
      .orderBy(desc(outbox.createdAt))
      .limit(1)
    return row?.message ? renderMail(row.message) : null
  })
  return { reasons: screen?.reasons ?? [], mail }
}

/** Held again with the reason on page and mail, and nothing of it left in Lightspeed. */
async function expectHeld(orderId: string, number: string, code: string, text: RegExp): Promise<void> {
  expect(await stateOf(orderId)).toMatchObject({ state: 'held', attention: null })
  const { reasons, mail } = await told(orderId)
  expect(reasons.join()).toMatch(text)
  expect(mail?.text).toMatch(text)
  expect(mail?.subject).toContain(number)
  expect(await salesOf(number), 'every sale made open is archived').toEqual([])
  expect(new Set((await partsOf(orderId)).map((part) => part.state))).toEqual(new Set(['abandoned']))
  await inDatabase(shop.merchantId, async ({ tx }) => {
    const returned = await tx
      .select()
      .from(history)
      .where(and(eq(history.orderId, orderId), eq(history.kind, 'returned')))
    expect(returned.map((row) => row.data['codes'])).toEqual([[code]])
    const open = (await tx.select().from(attempts)).filter((row) => ['sent', 'unknown'].includes(row.state))
    expect(open).toEqual([])
  })
}

/** A split over two stores, so that one part's sale is open already when the other is refused. */
async function refusedSplit(number: string) {
  const at = workshop()
  const orderId = await ordered(number, 2, at)
  await pushed(orderId, at)
  return { at, orderId }
}

describe('a sale Lightspeed refuses comes back in plain words, and nothing of it is half done', () => {
  test('a closed register', async () => {
    await settings({ closedRegister: 'refused' })
    await office({ registerID: '2', open: false })
    const { at, orderId } = await refusedSplit('5001')
    await expectHeld(
      orderId,
      '5001',
      'push-refused',
      /The register “Web” of Eugene is closed\. Open it in Lightspeed, then push again, or push to another store\./,
    )
    await office({ registerID: '2', open: true })
    // What the sentence promises: nothing stands in the way of the next push.
    const next = await ordered('5002', 2, at)
    await pushed(next, at)
    expect((await salesOf('5002')).map((sale) => sale.completed)).toEqual([true, true])
  })

  test('an archived item, by the name the order knows it by', async () => {
    const at = workshop()
    const orderId = await ordered('5003', 2, at)
    const sku = (await partsOf(orderId))[1]?.lines[0]?.sku
    await office({ sku, archived: true })
    await pushed(orderId, at)
    await expectHeld(
      orderId,
      '5003',
      'push-refused',
      new RegExp(`“${sku}” is archived in Lightspeed\\. Take it out`),
    )
    await office({ sku, archived: false })
  })

  test('a locked employee, by name', async () => {
    await office({ employeeID: '1', lockOut: true })
    const { orderId } = await refusedSplit('5004')
    await expectHeld(
      orderId,
      '5004',
      'push-refused',
      /Olive Quill, the employee .* is locked in Lightspeed\. Unlock/,
    )
    await office({ employeeID: '1', lockOut: false })
  })

  test('a payment type deleted since: refused when it is paid, so its open sales are archived', async () => {
    await setAccount({ paymentTypes: { '*': '4' } })
    await office({ paymentTypeID: '4' })
    const { orderId } = await refusedSplit('5005')
    await expectHeld(
      orderId,
      '5005',
      'push-refused',
      /payment type .* is gone from Lightspeed\. Choose another one under Lightspeed, How sales are written/,
    )
    await setAccount({ paymentTypes: { '*': '3' } })
  })

  test('a register that belongs to another shop', async () => {
    await setRegister('Eugene', '3')
    const { orderId } = await refusedSplit('5006')
    await expectHeld(
      orderId,
      '5006',
      'push-refused',
      /register “Web”, on which sales of Eugene are booked, belongs to Salem in Lightspeed/,
    )
    await setRegister('Eugene', '2')
  })

  test('no payment type chosen at all: known before anything is sent', async () => {
    await setAccount({ paymentTypes: {} })
    const { orderId } = await refusedSplit('5007')
    await expectHeld(orderId, '5007', 'push-refused', /No payment type of Lightspeed is chosen/)
    await setAccount({ paymentTypes: { '*': '3' } })
  })
})
