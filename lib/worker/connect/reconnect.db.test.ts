import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TokenStage } from '@/e2e/chaos/tokens/token-stage'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import type { JobAnswer } from '@/lib/jobs/kinds'
import { history, orders } from '@/lib/orders/tables'
import { listPosAccounts } from '@/lib/pos-accounts/account'
import { present } from '@/lib/result'
import { readAccounts } from '@/lib/stores/accounts-screen'
import { runJob } from '../registry'

useTestDatabase()

/** Short waits: what is sat out here is only the pause after a 401. */
const SCALE = 0.02
const folder = mkdtempSync(join(tmpdir(), 'reconnect-'))
let stage: TokenStage
let number = 8_000

beforeAll(async () => {
  stage = await TokenStage.open(folder, SCALE)
})
afterAll(async () => {
  await stage.close()
  rmSync(folder, { recursive: true })
})

const push = (orderId: string): Promise<JobAnswer> =>
  runJob(stage.workshop(), 'push', { merchantId: stage.shop.merchantId, orderId })

/** Runs the push job again and again until it has nothing more to do now. */
async function pushed(orderId: string): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) {
    const answer = await push(orderId)
    if (answer.kind === 'done') return
    await new Promise((later) => setTimeout(later, answer.kind === 'snooze' ? answer.ms : 50))
  }
  throw new Error('the push goes on for ever')
}

const placed = async (parts: number) => {
  number += 1
  return { number: String(number), orderId: await stage.order(String(number), parts) }
}
const accountState = async () =>
  (await readAccounts(stage.shop.as('owner'), new Date())).accounts.map((account) => account.state)
const told = (orderId: string) =>
  withMerchant(stage.shop.merchantId, async ({ tx }) => {
    const rows = await tx.select().from(history).where(eq(history.orderId, orderId))
    return rows.length
  })
const stateOf = (orderId: string) =>
  withMerchant(stage.shop.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, orderId))
    return row?.state
  })
const turnAway = (times: number, method: string, pathIncludes: string) =>
  stage.door('POST', 'faults', { kind: 'unauthorized', match: { method, pathIncludes }, times })
const completed = async (name: string) =>
  (await stage.sales(name)).filter((sale) => sale.completed).map((sale) => sale.reference)

describe('a 401', () => {
  test('to a write: renewed once, looked up, sent again; one sale', async () => {
    const { orderId, number: name } = await placed(1)
    const before = (await stage.record()).refreshes
    await turnAway(1, 'POST', '/Sale')
    await pushed(orderId)
    expect(await completed(name)).toEqual([`${name}-1`])
    expect((await stage.record()).refreshes).toBe(before + 1)
    expect(await accountState()).toEqual(['connected'])
  })

  test('to the same write again: the account waits for a person, and so does the order, quietly', async () => {
    const { orderId, number: name } = await placed(2)
    await turnAway(2, 'POST', '/Sale')
    await pushed(orderId)
    expect(await accountState()).toEqual(['reconnect'])
    expect(await stateOf(orderId)).toBe('pushing')
    expect(await completed(name)).toEqual([])
    // The sweep comes by again and again: nothing is claimed, sent or written.
    const rows = await told(orderId)
    for (let turn = 0; turn < 3; turn += 1) expect(await push(orderId)).toEqual({ kind: 'done' })
    expect(await told(orderId)).toBe(rows)
    await stage.connect()
    await pushed(orderId)
    expect(await completed(name)).toEqual([`${name}-1`, `${name}-2`])
    expect(await stateOf(orderId)).toBe('pushed')
  })

  test('to the completion of a part, twice: the sold part stays sold, the other follows after the reconnect', async () => {
    const { orderId, number: name } = await placed(2)
    await stage.door('POST', 'faults', {
      kind: 'unauthorized',
      match: { method: 'PUT', pathIncludes: '/Sale', referenceIncludes: `${name}-2` },
      times: 2,
    })
    await pushed(orderId)
    expect(await completed(name)).toEqual([`${name}-1`])
    expect(await accountState()).toEqual(['reconnect'])
    await stage.connect()
    await pushed(orderId)
    expect(await completed(name)).toEqual([`${name}-1`, `${name}-2`])
  })

  test('to a read and to its repetition: the account waits for a person', async () => {
    await turnAway(2, 'GET', '/Account')
    const open = stage.workshop().open(stage.shop.merchantId, await firstAccount())
    await expect(open.gateway.readAccount()).rejects.toThrow('connect it again')
    expect(await accountState()).toEqual(['reconnect'])
    await stage.connect()
  })
})

test('an order that came in while the account waits is decided and sold after the reconnect', async () => {
  await stage.door('POST', 'tokens', { end: 'all' })
  const { orderId, number: name } = await placed(1)
  expect(await accountState()).toEqual(['reconnect'])
  expect(await stateOf(orderId)).toMatch(/^(received|held)$/)
  await stage.connect()
  await runJob(stage.workshop(), 'decide', { merchantId: stage.shop.merchantId, orderId })
  await pushed(orderId)
  expect(await completed(name)).toEqual([`${name}-1`])
})

const firstAccount = async () => {
  const [account] = await withMerchant(stage.shop.merchantId, (scope) => listPosAccounts(scope))
  return present(account, 'account')
}
