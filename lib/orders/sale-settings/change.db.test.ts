import { and, eq, sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import {
  exampleMerchant,
  item,
  later,
  NOW,
  placeOrder,
  type ExampleMerchant,
} from '@/lib/orders/example-merchant'
import { saveChoices } from '@/lib/pos-accounts/account'
import { posAccounts } from '@/lib/pos-accounts/tables'
import { readAccounts } from '@/lib/stores/accounts-screen'
import { chooseRegister, listRegisters } from '@/lib/stores/registers'
import { saveMark } from '@/lib/stores/mirror'
import { mirrorShops } from '@/lib/stores/store'
import { stores } from '@/lib/stores/tables'
import { changeSaleSettings, saleSettingsRefusalSentence, type SaleSettingsChange } from './change'
import { readChoicesAgain } from './read-again'
import { readSaleSettings } from './screen'

useTestDatabase()

const CHOICES = {
  employees: [
    { id: '1', name: 'Web clerk', shopId: '0' },
    { id: '2', name: 'Bea of Bend', shopId: '1' },
  ],
  paymentTypes: [
    { id: '3', name: 'Web' },
    { id: '4', name: 'Gift card' },
  ],
}

let shop: ExampleMerchant
let merchants = 0
beforeEach(async () => {
  shop = await exampleMerchant(`settings${(merchants += 1) + 100}`, { kind: 'hold-if-short' })
  await withMerchant(shop.merchantId, async (scope) => {
    await saveChoices(scope, shop.posAccountId, CHOICES)
    await mirrorShops(scope, shop.posAccountId, SHOPS, NOW)
  })
})

const SHOPS = ['Bend', 'Eugene', 'Salem'].map((name, index) => ({
  externalId: String(index + 1),
  name,
  timeZone: 'UTC',
  archived: false,
  address: { address1: '', city: name, region: 'OR', postalCode: '', country: 'US' },
  registers: [
    { id: String(index + 1), name: 'Front', open: true, archived: false },
    { id: `${index + 1}1`, name: 'Back', open: false, archived: false },
    { id: `${index + 1}2`, name: 'Old', open: false, archived: true },
  ],
}))

const asked = (over: Partial<SaleSettingsChange['settings']> = {}): SaleSettingsChange => ({
  posAccountId: shop.posAccountId,
  version: 0,
  settings: {
    employeeId: '1',
    paymentTypes: { '*': '3', gift_card: '4' },
    makeTaxCategories: true,
    useInclusiveCategories: false,
    roundingPerLineMinor: 2,
    ...over,
  },
  registers: {},
})
const change = (wanted: SaleSettingsChange, role: 'owner' | 'manager' | 'viewer' = 'owner') =>
  changeSaleSettings(shop.as(role), wanted, later(60))
const screenOf = async (role: 'owner' | 'viewer' = 'owner') => {
  const screen = await readSaleSettings(shop.as(role), shop.posAccountId)
  if (!screen) throw new Error('the account is missing')
  return screen
}
const registerOf = (name: string) =>
  withMerchant(shop.merchantId, async ({ tx }) => {
    const [row] = await tx
      .select({ id: stores.registerId, state: stores.registerState })
      .from(stores)
      .where(and(eq(stores.merchantId, shop.merchantId), eq(stores.name, name)))
    return row
  })

test('an owner changes how sales are written; it is kept, told who did it, and survives the next mirror', async () => {
  await placeOrder(shop, '7001', [{ sku: 'A', quantity: 1 }], [item('A', [1, 1, 1])])
  const before = await screenOf()
  expect(before).toMatchObject({ version: 0, choices: CHOICES, changed: null, whyNot: null })
  expect(before.settings.makeTaxCategories).toBe(false)
  const bend = shop.stores['Bend'] ?? ''
  const wanted = { ...asked(), registers: { [bend]: '11' } }
  expect(await change(wanted)).toMatchObject({ ok: true })
  await withMerchant(shop.merchantId, (scope) => mirrorShops(scope, shop.posAccountId, SHOPS, later(90)))
  const after = await screenOf()
  expect(after).toMatchObject({ version: 1, settings: wanted.settings, changed: { by: 'owner' } })
  expect(after.methods).toContain('gift_card')
  expect(await registerOf('Bend')).toEqual({ id: '11', state: 'closed' })
  expect(await registerOf('Eugene')).toEqual({ id: '2', state: 'open' })
  const [account] = (await readAccounts(shop.as('owner'), later(100))).accounts
  expect(account?.changes[0]).toMatchObject({ what: 'changed how sales are written', by: 'owner' })
})

test('what these settings do not show stays as it was', async () => {
  await withMerchant(shop.merchantId, ({ tx }) =>
    tx
      .update(posAccounts)
      .set({
        settings: {
          employeeId: '1',
          paymentTypes: { '*': '3' },
          shippingItemId: '77',
          roundingPerLineMinor: 1,
        },
      })
      .where(eq(posAccounts.id, shop.posAccountId)),
  )
  expect(await change(asked())).toMatchObject({ ok: true })
  const [row] = await withMerchant(shop.merchantId, ({ tx }) =>
    tx.select().from(posAccounts).where(eq(posAccounts.id, shop.posAccountId)),
  )
  expect(row?.settings.shippingItemId).toBe('77')
})

test('of two people with the page open the second is told, and the first one’s choice stays', async () => {
  expect(await change(asked())).toMatchObject({ ok: true })
  const second = await change(asked({ roundingPerLineMinor: 0 }))
  expect(second).toEqual({ ok: false, refusal: { kind: 'changed-meanwhile' } })
  expect((await screenOf()).settings.roundingPerLineMinor).toBe(2)
})

test.each([
  ['an employee who is gone', () => asked({ employeeId: '9' }), /may not sell/],
  ['an employee of one store', () => asked({ employeeId: '2' }), /Bea of Bend may work in Bend only/],
  [
    'a payment type that is gone',
    () => asked({ paymentTypes: { '*': '3', card: '9' } }),
    /chosen for “card”/,
  ],
  ['none for the rest', () => asked({ paymentTypes: { card: '3' } }), /for all others/],
  [
    'an archived register',
    () => ({ ...asked(), registers: { [shop.stores['Salem'] ?? '']: '32' } }),
    /chosen for Salem is not in Lightspeed/,
  ],
])('%s is refused in plain words, and nothing is changed', async (_, wanted, sentence) => {
  const answer = await change(wanted())
  expect(answer.ok ? '' : saleSettingsRefusalSentence(answer.refusal)).toMatch(sentence)
  expect((await screenOf()).version).toBe(0)
})

test('who only looks may not, and nothing is saved before the choices were read', async () => {
  expect(await change(asked(), 'viewer')).toMatchObject({ ok: false, refusal: { kind: 'not-permitted' } })
  expect((await screenOf('viewer')).whyNot).toMatch(/^You can look, but not change anything/)
  await withMerchant(shop.merchantId, ({ tx }) =>
    tx.update(posAccounts).set({ choices: null }).where(eq(posAccounts.id, shop.posAccountId)),
  )
  expect(await change(asked())).toEqual({ ok: false, refusal: { kind: 'not-read-yet' } })
})

test('a manager asks for a new reading: it is one job, and until it is done the page says so', async () => {
  const waiting = () =>
    withMerchant(shop.merchantId, async ({ tx }) => {
      const { rows } = await tx.execute(
        sql`select 1 from jobs.job where name = 'mirror' and state = 'created' and data ->> 'merchantId' = ${shop.merchantId}`,
      )
      return rows.length
    })
  await withMerchant(shop.merchantId, (scope) => saveMark(scope, shop.posAccountId, { shopsReadAt: NOW }))
  expect((await screenOf()).readAt).toBe(NOW.toISOString())
  expect(await waiting()).toBe(0)
  expect(await readChoicesAgain(shop.as('manager'), shop.posAccountId)).toMatchObject({ ok: true })
  expect(await readChoicesAgain(shop.as('manager'), shop.posAccountId)).toMatchObject({ ok: true })
  expect(await waiting()).toBe(1)
  expect((await screenOf()).readAt).toBeNull()
  expect(await readChoicesAgain(shop.as('viewer'), shop.posAccountId)).toMatchObject({ ok: false })
  await withMerchant(shop.merchantId, ({ tx }) =>
    tx.update(posAccounts).set({ state: 'reconnect' }).where(eq(posAccounts.id, shop.posAccountId)),
  )
  const refused = await readChoicesAgain(shop.as('owner'), shop.posAccountId)
  expect(refused).toEqual({ ok: false, refusal: (await screenOf()).whyNotReadAgain })
})

test('a register that is being chosen while the shops are mirrored is not written over', async () => {
  const mirrored = await withMerchant(shop.merchantId, async (scope) => {
    const bend = (await listRegisters(scope, shop.posAccountId)).find((store) => store.name === 'Bend')
    if (!bend) throw new Error('Bend is missing')
    await chooseRegister(scope, bend, '11')
    const mirror = withMerchant(shop.merchantId, (other) =>
      mirrorShops(other, shop.posAccountId, SHOPS, later(90)),
    )
    // It waits for this transaction, and must read what that leaves behind.
    await expect.poll(() => waitingForUs(scope)).toBeGreaterThan(0)
    return { mirror }
  })
  await mirrored.mirror
  expect(await registerOf('Bend')).toEqual({ id: '11', state: 'closed' })
})
const waitingForUs = async ({ tx }: MerchantTx) => {
  const { rows } = await tx.execute(
    sql`select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`,
  )
  return rows.length
}

test('another merchant’s account is not there', async () => {
  const other = await exampleMerchant('othersettings', { kind: 'hold-if-short' })
  expect(await readSaleSettings(other.as('owner'), shop.posAccountId)).toBeNull()
  expect(await changeSaleSettings(other.as('owner'), asked(), later(60))).toEqual({
    ok: false,
    refusal: { kind: 'unknown-account' },
  })
})
