import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import type { Gateway } from '@/lib/lightspeed/types'
import { readOrder } from '@/lib/orders/screens/order/order-read'
import { parts } from '@/lib/orders/tables'
import { posAccounts } from '@/lib/pos-accounts/tables'
import { ordered, pushed, salesOf, shop, stateOf, usePushStage, workshop } from '../example-push'
import { forgetTaxCategories } from './tax-categories'

useTestDatabase()
usePushStage()

/** The same worker with some calls of its gateway changed. */
function changed(at: ReturnType<typeof workshop>, change: (real: Gateway) => Partial<Gateway>): typeof at {
  return {
    ...at,
    open: () => {
      const opened = at.open()
      return { ...opened, gateway: { ...opened.gateway, ...change(opened.gateway) } }
    },
  }
}

/** An account without the tax category the example orders need: only those that were made for them. */
const withoutTax = (at: ReturnType<typeof workshop>) =>
  changed(at, (real) => ({
    listTaxCategories: async () =>
      (await real.listTaxCategories()).filter((category) => category.name.startsWith('Online')),
  }))
const reasonsOf = async (orderId: string) =>
  (await readOrder(shop.as('manager'), orderId, { tab: 'all' }))?.reasons.join() ?? ''
const moneyOf = (orderId: string) =>
  withMerchant(shop.merchantId, async ({ tx }) =>
    (await tx.select().from(parts).where(eq(parts.orderId, orderId))).map((part) => part.money),
  )
const allowMaking = (makeTaxCategories: boolean) =>
  withMerchant(shop.merchantId, async ({ tx }) => {
    const [account] = await tx.select().from(posAccounts).where(eq(posAccounts.id, shop.posAccountId))
    if (!account) throw new Error('the account is missing')
    await tx
      .update(posAccounts)
      .set({ settings: { ...account.settings, makeTaxCategories } })
      .where(eq(posAccounts.id, shop.posAccountId))
  })

test('no tax category for it: held before anything is sent, both sums and what to do', async () => {
  forgetTaxCategories(shop.posAccountId)
  const at = withoutTax(workshop())
  const orderId = await ordered('6001', 1, at)
  await pushed(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ state: 'held' })
  expect(await reasonsOf(orderId)).toMatch(
    /No sale can balance: the part for Bend comes to \$\d+\.\d\d with tax at 8\.25%, and no tax category .* without tax Lightspeed would make \$\d+\.\d\d of it\. Make such a tax category/,
  )
  expect(await salesOf('6001')).toEqual([])
})

test('where the account allows it, a tax category is made once and used again', async () => {
  forgetTaxCategories(shop.posAccountId)
  await allowMaking(true)
  const at = withoutTax(workshop())
  for (const number of ['6002', '6003']) {
    const orderId = await ordered(number, 2, at)
    // Another process, or this one much later, knows nothing of what was made.
    forgetTaxCategories(shop.posAccountId)
    await pushed(orderId, at)
    expect(await stateOf(orderId)).toMatchObject({ state: 'pushed' })
    expect((await salesOf(number)).map((sale) => sale.completed)).toEqual([true, true])
  }
  const made = (await at.open().gateway.listTaxCategories()).map(({ name, tax1Rate }) => [name, tax1Rate])
  expect(made).toEqual([['Online 8.25%', '0.0825']])
  await allowMaking(false)
  forgetTaxCategories(shop.posAccountId)
})

test('an open sale that comes out at another total is held with both sums, and archived', async () => {
  const at = changed(workshop(), (real) => ({
    // A rule of the account's that nobody knows of makes every first line dearer.
    createSale: ({ lines: [first, ...others], ...draft }) =>
      real.createSale({
        ...draft,
        lines: first ? [{ ...first, unitPriceMinor: first.unitPriceMinor + 5 }, ...others] : [],
      }),
  }))
  const orderId = await ordered('6004', 1, at)
  await pushed(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ state: 'held', attention: null })
  expect(await reasonsOf(orderId)).toMatch(
    /the part for Bend comes to \$[\d.]+, Lightspeed made \$[\d.]+ of it, so its sale was not completed/,
  )
  expect(await salesOf('6004')).toEqual([])
})

test('what the rounding line makes up is told with the money of the part', async () => {
  const at = workshop()
  // Seven lines, the shipping among eight taxes the shop rounded down: Lightspeed rounds their sum once, two cents up.
  const also = ['SKU30', 'SKU33', 'SKU36', 'SKU39', 'SKU42', 'SKU45'].map((sku) => ({ sku, quantity: 1 }))
  const orderId = await ordered('6005', 1, at, also)
  await pushed(orderId, at)
  const [sale] = await salesOf('6005')
  expect(sale?.lines.filter((line) => line.note === 'Rounding')).toMatchObject([
    { quantity: 1, unitPrice: '-0.02', tax: false },
  ])
  expect((await moneyOf(orderId)).map((money) => money.roundingMinor)).toEqual([-2])
  const screen = await readOrder(shop.as('manager'), orderId, { tab: 'all' })
  const money = screen?.parts[0]?.money ?? []
  expect(money.find((row) => row.label === 'Rounding line in Lightspeed')?.amount).toBe('-$0.02')
  const minor = money.map(({ amount }) => Math.round(Number(amount.replaceAll(/[$,]/g, '')) * 100))
  // The rows before the total come to the total, and the tax is what Lightspeed's own sale says.
  expect(minor.slice(0, -1).reduce((sum, n) => sum + n, 0)).toBe(minor.at(-1))
  expect(money.find((row) => row.label === 'Tax')?.amount).toBe(`$${sale?.tax}`)
})
