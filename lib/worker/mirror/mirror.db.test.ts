import { and, eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { askReplan } from '@/lib/jobs/ask-replan'
import { clearJobs } from '@/lib/jobs/queue'
import { GatewayError } from '@/lib/lightspeed/types'
import { readSettings } from '@/lib/pos-accounts/sale-settings'
import { readMark, saveMark } from '@/lib/stores/mirror'
import { itemLinks, stockLevels, stores } from '@/lib/stores/tables'
import { control, ordered, shop, usePushStage, workshop } from '../push/example-push'
import { runJob } from '../registry'

useTestDatabase()
usePushStage()

const levelOf = (externalId: string, store: string) =>
  withMerchant(shop.merchantId, async ({ tx }) => {
    const [row] = await tx
      .select({ qoh: stockLevels.qoh, readAt: stockLevels.readAt })
      .from(stockLevels)
      .innerJoin(itemLinks, eq(itemLinks.itemId, stockLevels.itemId))
      .innerJoin(stores, eq(stores.id, stockLevels.storeId))
      .where(and(eq(itemLinks.externalId, externalId), eq(stores.name, store)))
    return row
  })
const mirror = (at: ReturnType<typeof workshop>) => runJob(at, 'mirror', { merchantId: shop.merchantId })
const polls = async () => {
  const seen = (await (await control('/requests', 'GET')).json()) as { path: string }[]
  // Further pages of a poll carry a cursor.
  return seen.filter(({ path }) => path.includes('timeStamp') && !path.includes('after=')).length
}

test('stock that changed in Lightspeed is known by one cheap poll, with its age; unknown items are left alone', async () => {
  const at = workshop()
  await ordered('7001', 1, at)
  const before = await levelOf('1', 'Bend')
  expect(before?.qoh).toBe(50)
  await control('/stock', 'PUT', { sku: 'SKU0', shopID: '1', qoh: 7 })
  await control('/stock', 'PUT', { sku: 'SKU40', shopID: '2', qoh: 3 })
  at.skip(2_000)
  const readAt = at.now()
  const asked = await polls()
  expect(await mirror(at)).toEqual({ kind: 'done' })
  expect((await polls()) - asked).toBe(1)
  expect(await levelOf('1', 'Bend')).toEqual({ qoh: 7, readAt })
  expect(await levelOf('41', 'Eugene')).toBeUndefined()
  // Asked again at once by another worker it calls nobody.
  expect(await mirror(at)).toEqual({ kind: 'done' })
  expect((await polls()) - asked).toBe(1)
  const mark = await withMerchant(shop.merchantId, (scope) => readMark(scope, shop.posAccountId))
  expect(mark).toMatchObject({ stockSeenAt: readAt, shopsReadAt: readAt })
  // The next poll overlaps with the last one, and an outage only puts it off.
  at.skip(60_000)
  await control('/faults', 'POST', { kind: 'down', match: { pathIncludes: 'ItemShop' } })
  expect(await mirror(at)).toEqual({ kind: 'done' })
  await control('/stock', 'PUT', { sku: 'SKU0', shopID: '1', qoh: 6 })
  expect(await mirror(at)).toEqual({ kind: 'done' })
  expect((await levelOf('1', 'Bend'))?.qoh).toBe(6)
})

const replans = () =>
  withMerchant(shop.merchantId, async ({ tx, merchantId }) => {
    const { rows } = await tx.execute<{ start_after: Date }>(
      sql`select start_after from jobs.job where name = 'replan' and data ->> 'merchantId' = ${merchantId} and state = 'created'`,
    )
    return rows.map((row) => new Date(row.start_after))
  })

test('stock that moves has held orders planned again, if one waits for it; more that moves until then is one replan', async () => {
  const at = workshop()
  // All stores together have not so many: it is held.
  await ordered('7002', 0, at, [{ sku: 'SKU0', quantity: 4_000 }])
  await clearJobs()
  const move = async (sku: string, qoh: number) => {
    await control('/stock', 'PUT', { sku, shopID: '1', qoh })
    at.skip(at.waits.mirrorMs)
    await mirror(at)
  }
  await move('SKU40', 9)
  expect(await replans()).toEqual([])
  await move('SKU0', 5)
  const asked = await replans()
  expect(asked).toEqual([new Date(at.now().getTime() + at.waits.movedStockMs)])
  await move('SKU0', 4)
  expect(await replans()).toEqual(asked)
  // A person who asks is not kept waiting by the one that gathers.
  await withMerchant(shop.merchantId, askReplan)
  expect(await replans()).toHaveLength(2)
})

const asked = async (resource: string) => {
  const seen = (await (await control('/requests', 'GET')).json()) as { path: string }[]
  return seen.filter(({ path }) => path.includes(`/${resource}.json`)).length
}
const choices = async () =>
  (await withMerchant(shop.merchantId, (scope) => readSettings(scope, shop.posAccountId, 'free')))?.choices
const forget = () =>
  withMerchant(shop.merchantId, (scope) => saveMark(scope, shop.posAccountId, { shopsReadAt: null }))

test('employees and payment types are read as seldom as shops: one call each, and what is locked is no choice', async () => {
  const at = workshop()
  await forget()
  const before = { employees: await asked('Employee'), types: await asked('PaymentType') }
  const more = async () => [
    (await asked('Employee')) - before.employees,
    (await asked('PaymentType')) - before.types,
  ]
  await mirror(at)
  expect(await more()).toEqual([1, 1])
  expect(await choices()).toEqual({
    employees: [{ id: '1', name: 'Olive Quill', shopId: '0' }],
    paymentTypes: [
      { id: '3', name: 'Web' },
      { id: '4', name: 'Card' },
    ],
  })
  for (let round = 0; round < 5; round += 1) {
    at.skip(at.waits.mirrorMs)
    await mirror(at)
  }
  expect(await more()).toEqual([1, 1])
  await control('/office', 'PUT', { employeeID: '1', lockOut: true })
  at.skip(at.waits.shopsMs)
  await mirror(at)
  expect(await more()).toEqual([2, 2])
  expect((await choices())?.employees).toEqual([])
  await control('/office', 'PUT', { employeeID: '1', lockOut: false })
})

test('an account that may not read employees has its shops mirrored all the same, and keeps the choices it had', async () => {
  const at = workshop()
  await forget()
  await mirror(at)
  const had = await choices()
  await forget()
  const open = () => {
    const line = at.open()
    const listEmployees = () => Promise.reject(new GatewayError('refused', 'Insufficient scope.'))
    return { ...line, gateway: { ...line.gateway, listEmployees } }
  }
  expect(await runJob({ ...at, open }, 'mirror', { merchantId: shop.merchantId })).toEqual({ kind: 'done' })
  expect(await choices()).toEqual(had)
  const mark = await withMerchant(shop.merchantId, (scope) => readMark(scope, shop.posAccountId))
  expect(mark.shopsReadAt).toEqual(at.now())
})
