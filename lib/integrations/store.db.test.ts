import { beforeAll, describe, expect, test } from 'vitest'
import { createMerchant } from '@/lib/access/merchants'
import { acrossMerchants, withMerchant } from '@/lib/db/with-merchant'
import { useTestDatabase } from '@/lib/db/test-database'
import type { PolicyBody } from '@/lib/routing/types'
import {
  createIntegration,
  findIntegrationByKey,
  getIntegration,
  getLivePolicy,
  insertDelivery,
  listIntegrations,
  listUnsettledDeliveries,
  lockDelivery,
  makeLive,
  setPaused,
  settleDelivery,
} from './store'
import { integrations } from './tables'

useTestDatabase()

const now = new Date('2026-11-24T12:00:00Z')
const later = new Date('2026-11-24T12:05:00Z')
const settings = { mailRecipients: [], shopDomain: 'a.myshopify.com', routeAuthorized: true }
const body: PolicyBody = {
  policy: { kind: 'hold-if-short' },
  allowedStores: null,
  reviewRules: [],
  paused: false,
  promiseToHeldOrders: false,
  closedRegister: 'send',
}
const raw = Buffer.from([0x7b, 0x7d, 0x00, 0xff])

let merchant = ''
let other = ''
let integrationId = ''

beforeAll(async () => {
  const newMerchant = (name: string) =>
    createMerchant(
      { name, timeZone: 'UTC', currency: 'USD', settings: { undoSeconds: 0, mailRecipients: [] } },
      now,
    )
  merchant = await newMerchant('One')
  other = await newMerchant('Other')
  integrationId = await withMerchant(merchant, (scope) =>
    createIntegration(
      scope,
      { key: 'abcdefabcdef', name: 'Shop', platform: 'shopify', secrets: ['new', 'old'], settings },
      now,
    ),
  )
  await withMerchant(merchant, (scope) => makeLive(scope, integrationId, body, 'test', now))
})

const delivery = (dedupeKey: string) => ({
  integrationId,
  dedupeKey,
  topic: 'orders/create',
  headers: { 'x-shopify-topic': 'orders/create', cookie: 'a=b', authorization: 'Bearer c' },
  body: raw,
  receivedAt: now,
})

describe('integrations', () => {
  test('are found by key with their secrets opened; the table holds them sealed', async () => {
    expect(await findIntegrationByKey('abcdefabcdef')).toMatchObject({
      id: integrationId,
      merchantId: merchant,
      secrets: ['new', 'old'],
    })
    expect(await findIntegrationByKey('nosuchkey000')).toBeNull()
    const [row] = await acrossMerchants((tx) =>
      tx.select({ secrets: integrations.secrets }).from(integrations),
    )
    expect(row?.secrets).toHaveLength(2)
    for (const sealed of row?.secrets ?? []) expect(sealed).toMatch(/^v1\./)
  })

  test('belong to their merchant alone', async () => {
    expect(await withMerchant(merchant, (scope) => getIntegration(scope, integrationId))).toMatchObject({
      name: 'Shop',
    })
    expect(await withMerchant(other, (scope) => getIntegration(scope, integrationId))).toBeNull()
    expect(await withMerchant(other, listIntegrations)).toEqual([])
  })
})

describe('deliveries', () => {
  test('are stored byte for byte, once, without credentials', async () => {
    const first = await withMerchant(merchant, (scope) => insertDelivery(scope, delivery('d-1')))
    const again = await withMerchant(merchant, (scope) => insertDelivery(scope, delivery('d-1')))
    expect(again).toBe('duplicate')
    if (first === 'duplicate') throw new Error('the first one was no duplicate')
    const row = await withMerchant(merchant, (scope) => lockDelivery(scope, first.id))
    expect(row?.body.equals(raw)).toBe(true)
    expect(row?.headers).toEqual({ 'x-shopify-topic': 'orders/create' })
    expect(await withMerchant(other, (scope) => lockDelivery(scope, first.id))).toBeNull()
  })

  test('of many at once with one key, one is stored', async () => {
    const stored = await Promise.all(
      Array.from({ length: 6 }, () =>
        withMerchant(merchant, (scope) => insertDelivery(scope, delivery('d-2'))),
      ),
    )
    expect(stored.filter((answer) => answer !== 'duplicate')).toHaveLength(1)
  })

  test('wait until they are settled', async () => {
    const stored = await withMerchant(merchant, (scope) => insertDelivery(scope, delivery('d-3')))
    if (stored === 'duplicate') throw new Error('the first one was no duplicate')
    const waiting = () => withMerchant(merchant, (scope) => listUnsettledDeliveries(scope, later))
    expect(await waiting()).toContain(stored.id)
    await withMerchant(merchant, (scope) =>
      settleDelivery(scope, stored.id, { state: 'ignored', because: 'why', orderId: null, at: later }),
    )
    expect(await waiting()).not.toContain(stored.id)
    expect(await withMerchant(merchant, (scope) => lockDelivery(scope, stored.id))).toMatchObject({
      state: 'ignored',
      because: 'why',
      settledAt: later,
    })
  })
})

describe('policies', () => {
  const live = () => withMerchant(merchant, (scope) => getLivePolicy(scope, integrationId))

  test('pausing is a new version with one switch changed; pausing twice is one', async () => {
    const before = await live()
    const pause = () =>
      withMerchant(merchant, (scope) => setPaused(scope, integrationId, true, 'test', later))
    expect(await pause()).toBe(before.version + 1)
    expect(await pause()).toBe(before.version + 1)
    expect(await live()).toEqual({ version: before.version + 1, body: { ...before.body, paused: true } })
  })

  test('changes made at once are made one after the other', async () => {
    const { version } = await live()
    const versions = await Promise.all(
      Array.from({ length: 5 }, () =>
        withMerchant(merchant, (scope) => makeLive(scope, integrationId, body, 'test', later)),
      ),
    )
    expect(versions.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5].map((n) => version + n))
    expect((await live()).version).toBe(version + 5)
  })

  test('of another merchant cannot be changed', async () => {
    const { version } = await live()
    await expect(
      withMerchant(other, (scope) => makeLive(scope, integrationId, body, 'test', later)),
    ).rejects.toThrow('integration')
    expect((await live()).version).toBe(version)
  })
})
