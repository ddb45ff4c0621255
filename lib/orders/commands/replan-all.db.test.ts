import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { exampleMerchant, item, later, placeOrder, type ExampleMerchant } from '../example-merchant'
import { decideOrder } from '../planning/deciding'
import type { ReadItem } from '../planning/match-lines'
import { replanAll } from './replan-all'

useTestDatabase()
let shop: ExampleMerchant
let count = 0
beforeEach(async () => {
  shop = await exampleMerchant(`shop${String.fromCharCode(97 + (count += 1))}`, { kind: 'hold-if-short' })
})

/** Replans of this merchant that no worker has taken yet. */
const replans = () =>
  withMerchant(shop.merchantId, async ({ tx, merchantId }) => {
    const found = await tx.execute(
      sql`select 1 from jobs.job where name = 'replan' and data ->> 'merchantId' = ${merchantId} and state = 'created'`,
    )
    return found.rows.length
  })
const one = (sku: string) => ({ sku, quantity: 1 })
const none = (sku: string) => item(sku, [0, 0, 0])
/** Two held orders that want the same unit; the newer one wants something else as well. */
async function rivals() {
  const more = item('MORE', [9, 0, 0])
  const old = await placeOrder(shop, '#1', [one('LAST')], [none('LAST')], later(1))
  const dear = await placeOrder(shop, '#2', [one('LAST'), one('MORE')], [none('LAST'), more], later(2))
  return { old, dear }
}

describe('who asks for all held orders to be planned again', () => {
  test('a manager, who is told how many orders are looked at; twice is once', async () => {
    expect(await replanAll(shop.as('manager'))).toMatchObject({ ok: false, refusal: { kind: 'not-now' } })
    await rivals()
    for (const _ of [1, 2]) {
      const asked = await replanAll(shop.as('manager'))
      expect(asked).toMatchObject({ ok: true, value: { message: expect.stringContaining('2 held orders') } })
    }
    expect(await replans()).toBe(1)
  })

  test('not a viewer, not a store', async () => {
    await rivals()
    for (const role of ['viewer', 'store'] as const)
      expect(await replanAll(shop.as(role))).toMatchObject({ ok: false, refusal: { kind: 'not-permitted' } })
    expect(await replans()).toBe(0)
  })

  test('a refresh that finds other stock, if another held order wants it', async () => {
    const { old, dear } = await rivals()
    let seconds = 60
    const refresh = (orderId: string, items: ReadItem[]) =>
      decideOrder(
        shop.merchantId,
        orderId,
        {
          kind: 'read',
          codes: ['LAST', 'MORE'],
          accounts: [{ posAccountId: shop.posAccountId, items }],
          readAt: later((seconds += 60)),
        },
        0,
        later(seconds),
      )
    await refresh(old, [none('LAST')])
    expect(await replans()).toBe(0)
    await refresh(dear, [none('LAST'), item('MORE', [0, 9, 0])])
    expect(await replans()).toBe(0)
    await refresh(old, [item('LAST', [1, 0, 0])])
    expect(await replans()).toBe(1)
  })
})
