import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { exampleMerchant, later, type ExampleMerchant } from '@/lib/orders/example-merchant'
import { getItems, readPicture, saveReading, type ItemReading } from './stock'
import { keepPromise, promiseUnits } from './promised'

useTestDatabase()
let acme: ExampleMerchant
beforeAll(async () => {
  acme = await exampleMerchant('acme', { kind: 'hold-if-short' })
})

const reading = (externalId: string, sku: string, units: number): ItemReading => ({
  externalId,
  sku,
  title: sku,
  countsStock: true,
  stock: [{ shopId: '1', qoh: units, sellable: units }],
})
const save = (readings: ItemReading[], at: Date) =>
  withMerchant(acme.merchantId, (scope) => saveReading(scope, acme.posAccountId, readings, at))
const pictureOf = async (itemId: string) => {
  const { rows } = await withMerchant(acme.merchantId, (scope) => readPicture(scope, [itemId]))
  return rows.find((row) => row.storeId === acme.stores['Bend'])
}

test('two Lightspeed items with one sku stay two items, whichever is read first', async () => {
  const ids = await save([reading('11', 'TWIN', 5), reading('12', 'TWIN', 1)], later(0))
  const again = await save([reading('12', 'TWIN', 1), reading('11', 'TWIN', 5)], later(1))
  expect(again).toEqual(ids)
  const [one = '', two = ''] = ['11', '12'].map((id) => ids.get(id) ?? '')
  expect(one).not.toBe(two)
  const items = await withMerchant(acme.merchantId, (scope) => getItems(scope, [one, two]))
  expect(items.get(one)?.externalIds).toEqual({ [acme.posAccountId]: '11' })
  expect(items.get(two)?.externalIds).toEqual({ [acme.posAccountId]: '12' })
  expect((await pictureOf(one))?.sellable).toBe(5)
})

test('an older reading never overwrites a newer one', async () => {
  const itemId = (await save([reading('21', 'AGE', 5)], later(10))).get('21') ?? ''
  await save([reading('21', 'AGE', 9)], later(5))
  expect((await pictureOf(itemId))?.sellable).toBe(5)
})

test('a promise counts until a reading that began after its sale', async () => {
  const itemId = (await save([reading('31', 'PROMISE', 5)], later(0))).get('31') ?? ''
  const partId = crypto.randomUUID()
  await withMerchant(acme.merchantId, (scope) =>
    promiseUnits(scope, partId, acme.stores['Bend'] ?? '', [{ itemId, quantity: 2 }]),
  )
  expect((await pictureOf(itemId))?.promised).toBe(2)
  await save([reading('31', 'PROMISE', 5)], later(4))
  await withMerchant(acme.merchantId, (scope) => keepPromise(scope, partId, later(5)))
  expect((await pictureOf(itemId))?.promised).toBe(2)
  await save([reading('31', 'PROMISE', 3)], later(6))
  expect(await pictureOf(itemId)).toMatchObject({ sellable: 3, promised: 0 })
})
