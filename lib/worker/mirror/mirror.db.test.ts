import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { readMark } from '@/lib/stores/mirror'
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
