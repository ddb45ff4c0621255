import { sql } from 'drizzle-orm'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { lockPlanning } from '@/lib/stores/store'
import { pushWhole, undoPush } from '../commands/commands'
import { exampleMerchant, item, later, NOW, placeOrder } from '../example-merchant'
import { getOrder } from '../order-row'
import { replanHeld } from './replanning'

useTestDatabase()

test('an order taken back while all are planned is not planned as if it had no items', async () => {
  const merchant = await exampleMerchant('acme', { kind: 'hold-if-short' })
  const { merchantId, posAccountId } = merchant
  const items = [item('MUG', [1, 1, 0])]
  const orderId = await placeOrder(merchant, '#1', [{ sku: 'MUG', quantity: 2 }], items)
  const rowNow = () => withMerchant(merchantId, (scope) => getOrder(scope, orderId))
  const who = merchant.as('manager')
  const push = async () => {
    const version = (await rowNow())?.version ?? 0
    return pushWhole(
      who,
      { orderId, version, storeId: merchant.stores['Bend'] ?? '', acceptShort: true },
      NOW,
    )
  }
  expect(await push()).toMatchObject({ ok: true })

  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const locked = new Promise<void>((resolve, reject) => {
    withMerchant(merchantId, async (scope) => {
      await lockPlanning(scope)
      resolve()
      await gate
    }).catch(reject)
  })
  await locked
  // The order is pushing when the items of waiting ones are stored, and waiting when the lock is free.
  const accounts = [{ posAccountId, items }]
  const planning = replanHeld(
    merchantId,
    { kind: 'read', codes: ['MUG'], accounts, readAt: later(60) },
    later(60),
  )
  const waiting = async () => {
    const { rows } = await withMerchant(merchantId, ({ tx }) =>
      tx.execute<{ count: number }>(
        sql`select count(*)::int as count from pg_locks where not granted
            and database = (select oid from pg_database where datname = current_database())`,
      ),
    )
    return (rows[0]?.count ?? 0) > 0
  }
  while (!(await waiting())) await pause(20)
  const version = (await rowNow())?.version ?? 0
  expect(await undoPush(who, { orderId, version }, later(5))).toMatchObject({ ok: true })
  open()
  expect(await planning).toEqual({ looked: 0, changed: 0 })
  expect(await push()).toMatchObject({ ok: true })
})
