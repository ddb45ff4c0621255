import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { listChanges } from '@/lib/access/audit'
import { getMerchant } from '@/lib/access/merchants'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { exampleMerchant, later, type ExampleMerchant } from '../example-merchant'
import { changeReplanOrder, readReplanOrder, replanOrderRefusalSentence } from './replan-order'

useTestDatabase()
let shop: ExampleMerchant
let other: ExampleMerchant
let count = 0
beforeEach(async () => {
  count += 1
  shop = await exampleMerchant(`ours${count}`, { kind: 'hold-if-short' })
  other = await exampleMerchant(`other${count}`, { kind: 'hold-if-short' })
})

/** Replans of a merchant that no worker has taken yet. */
const replans = ({ merchantId }: ExampleMerchant) =>
  withMerchant(merchantId, async ({ tx }) => {
    const found = await tx.execute(
      sql`select 1 from jobs.job where name = 'replan' and data ->> 'merchantId' = ${merchantId} and state = 'created'`,
    )
    return found.rows.length
  })
const settings = ({ merchantId }: ExampleMerchant) =>
  withMerchant(merchantId, async (scope) => (await getMerchant(scope)).settings)
const changes = ({ merchantId }: ExampleMerchant) =>
  withMerchant(merchantId, (scope) => listChanges(scope, merchantId, 9))
const toValuable = { seen: 'oldest-first', wanted: 'most-valuable-first' } as const

describe('which held order comes first', () => {
  test('a manager changes it: it is audited, held orders are planned again, all else and others stay', async () => {
    const before = await settings(shop)
    const done = await changeReplanOrder(shop.as('manager'), toValuable, later(1))
    expect(done).toMatchObject({
      ok: true,
      value: { message: expect.stringContaining('Most valuable first') },
    })
    expect(await settings(shop)).toEqual({ ...before, replanOrder: 'most-valuable-first' })
    expect(await changes(shop)).toMatchObject([
      {
        by: 'manager',
        at: later(1),
        what: 'replan-order-changed',
        before: { replanOrder: 'oldest-first' },
        after: { replanOrder: 'most-valuable-first' },
      },
    ])
    expect(await replans(shop)).toBe(1)
    expect(await readReplanOrder(shop.as('viewer'))).toMatchObject({
      current: 'most-valuable-first',
      chosen: { by: 'manager', at: later(1).toISOString() },
      whyNot: expect.stringMatching(/You can look/),
    })
    expect((await settings(other)).replanOrder).toBe('oldest-first')
    expect([await replans(other), await changes(other)]).toEqual([0, []])
    expect(await readReplanOrder(other.as('owner'))).toEqual({
      current: 'oldest-first',
      chosen: null,
      whyNot: null,
    })
  })

  test('a viewer and a store are refused by the command itself, and nothing is written', async () => {
    for (const role of ['viewer', 'store'] as const)
      expect(await changeReplanOrder(shop.as(role), toValuable, later(1))).toMatchObject({
        ok: false,
        refusal: { kind: 'not-permitted' },
      })
    expect((await settings(shop)).replanOrder).toBe('oldest-first')
    expect([await replans(shop), await changes(shop)]).toEqual([0, []])
  })

  test('who saw what no longer holds is told who changed it; choosing the same again changes nothing', async () => {
    await changeReplanOrder(shop.as('owner'), toValuable, later(1))
    const late = { seen: 'oldest-first', wanted: 'most-orders-cleared' } as const
    const told = await changeReplanOrder(shop.as('manager'), late, later(2))
    expect(told.ok ? '' : replanOrderRefusalSentence(told.refusal)).toBe(
      'owner chose “Most valuable first” meanwhile. Nothing of yours was saved: look at what is there now, then decide.',
    )
    expect((await changeReplanOrder(shop.as('manager'), toValuable, later(3))).ok).toBe(true)
    expect((await settings(shop)).replanOrder).toBe('most-valuable-first')
    expect(await changes(shop)).toHaveLength(1)
  })

  test('of two who save at the same moment, one is told', async () => {
    const answers = await Promise.all([
      changeReplanOrder(shop.as('owner'), toValuable, later(1)),
      changeReplanOrder(shop.as('manager'), { ...toValuable, wanted: 'most-orders-cleared' }, later(1)),
    ])
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(await changes(shop)).toHaveLength(1)
  })
})
