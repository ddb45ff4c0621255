import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { putBack } from '@/lib/orders/commands/attention'
import { shop, stateOf, usePushStage, workshop } from '../push/example-push'
import { oversold, rowsOf, worked } from '../transfers/example-transfers'
import { lookedAt, manager, part, seen, settled, voidSale } from './example-attention'

useTestDatabase()
usePushStage({ kind: 'best-store' })

/** How many jobs about the order's transfers wait; `forget` takes them away. */
const waiting = (orderId: string, forget = false) =>
  withMerchant(shop.merchantId, async ({ tx }) => {
    const own = sql`name = 'transfers' and data->>'orderId' = ${orderId}`
    if (forget) await tx.execute(sql`delete from jobs.job where ${own}`)
    const { rows } = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from jobs.job where ${own}`,
    )
    return rows[0]?.n
  })

test('an oversold sale that was voided and put back needs no transfer any more', async () => {
  const at = workshop()
  const orderId = await oversold('5201', 'SKU0', [1, 1, 0], 2, at)
  expect(await rowsOf(orderId)).toMatchObject([{ state: 'proposed' }])
  const { saleId, posAccountId } = await part(orderId)
  await voidSale(saleId)
  await lookedAt(orderId, at)
  expect(await waiting(orderId, true)).toBe(0)
  const input = { ...(await seen(orderId)), ordinal: 1, posAccountId }
  expect(await putBack(manager(), input, at.now())).toMatchObject({ ok: true })
  await settled(orderId, at)
  expect(await stateOf(orderId)).toMatchObject({ state: 'held', attention: null })
  expect(await waiting(orderId)).toBe(1)
  await worked(orderId, at)
  expect(await rowsOf(orderId)).toEqual([])
})
