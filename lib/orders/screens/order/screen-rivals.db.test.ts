import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { exampleMerchant, item, later, placeOrder, type ExampleMerchant } from '../../example-merchant'
import { readOrder } from './order-read'

useTestDatabase()
let shop: ExampleMerchant
beforeAll(async () => {
  shop = await exampleMerchant('shop', { kind: 'hold-if-short' })
})

const rivalsOf = async (orderId: string) =>
  (await readOrder(shop.as('manager'), orderId, { tab: 'all' }))?.rivals

test('two held orders that want the same last units see each other, and what each wants of them', async () => {
  const wants = (number: string, quantity: number, at: number) =>
    placeOrder(
      shop,
      number,
      [
        { sku: 'LAST', quantity },
        { sku: `OWN${number}`, quantity: 9 },
      ],
      [item('LAST', [1, 1, 0]), item(`OWN${number}`, [0, 0, 0])],
      later(at),
    )
  const [old, young] = [await wants('#101', 1, 1), await wants('#102', 2, 2)]
  expect(await rivalsOf(old)).toEqual([
    { orderId: young, number: '#102', older: false, ready: false, items: '2 × LAST' },
  ])
  expect(await rivalsOf(young)).toMatchObject([{ number: '#101', older: true, items: '1 × LAST' }])
})

test('where all stores together have enough for everybody, nobody is a rival', async () => {
  const wants = (number: string, at: number) =>
    placeOrder(
      shop,
      number,
      [
        { sku: 'PLENTY', quantity: 2 },
        { sku: `OWN${number}`, quantity: 9 },
      ],
      [item('PLENTY', [2, 2, 0]), item(`OWN${number}`, [0, 0, 0])],
      later(at),
    )
  const [one, two] = [await wants('#103', 3), await wants('#104', 4)]
  expect([await rivalsOf(one), await rivalsOf(two)]).toEqual([[], []])
})
