import { beforeAll, describe, expect, test } from 'vitest'
import { ensureMember } from '@/lib/access/members'
import { createMerchant } from '@/lib/access/merchants'
import { listChanges } from '@/lib/access/audit'
import type { Role } from '@/lib/access/roles'
import { findMember, type Viewer } from '@/lib/access/viewer'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { connectPosAccount } from '@/lib/pos-accounts/account'
import { present } from '@/lib/result'
import type { PolicyBody } from '@/lib/routing/types'
import { listStores, mirrorShops } from '@/lib/stores/store'
import { createIntegration, getLivePolicy, makeLive, setPaused } from '../store'
import { discardDraft, draftFromVersion, makeDraftLive, saveDraft, type PolicyAnswer } from './commands'
import { policyBodyShape } from './body-shape'
import { policyRefusalSentence } from './refusals'
import { readChannels, readPolicy } from './screen'

useTestDatabase()

const start = new Date('2026-11-24T12:00:00Z')
let minutes = 0
/** Every step of a test is a minute after the one before, so that the audit has an order. */
const next = () => new Date(start.getTime() + (minutes += 1) * 60_000)

const HOLD: PolicyBody = {
  policy: { kind: 'hold-if-short' },
  allowedStores: null,
  reviewRules: [],
  paused: false,
  promiseToHeldOrders: false,
  closedRegister: 'send',
}
const BEST: PolicyBody = { ...HOLD, policy: { kind: 'best-store' } }

interface Shop {
  merchantId: string
  integrationId: string
  stores: Map<string, string>
  ana: Viewer
  ben: Viewer
  vera: Viewer
}

async function shop(name: string): Promise<Shop> {
  const merchantId = await createMerchant(
    { name, timeZone: 'UTC', currency: 'USD', settings: { undoSeconds: 0, mailRecipients: [] } },
    start,
  )
  const person = async (who: string, role: Role) => {
    const userId = await ensureMember(
      { merchantId, email: `${who}@${name}.example`, name: who, role, storeIds: [] },
      start,
    )
    return present(await findMember(userId), who)
  }
  const [ana, ben, vera] = [
    await person('Ana', 'owner'),
    await person('Ben', 'manager'),
    await person('Vera', 'viewer'),
  ]
  return withMerchant(merchantId, async (scope) => {
    const posAccountId = await connectPosAccount(
      scope,
      {
        externalId: `account-${name}`,
        name,
        currency: 'CAD',
        settings: { employeeId: '1', paymentTypes: {}, shippingItemId: null, roundingPerLineMinor: 1 },
        tokens: { accessToken: 'a', refreshToken: 'r', expiresAt: start },
      },
      start,
    )
    const shops = ['Bend', 'Eugene'].map((city, index) => ({
      externalId: String(index + 1),
      name: city,
      timeZone: 'UTC',
      archived: city === 'Eugene',
      address: { address1: '', city, region: '', postalCode: '', country: 'US' },
      registers: [{ id: '1', name: 'Web', open: true, archived: false }],
    }))
    await mirrorShops(scope, posAccountId, shops, start)
    const integrationId = await createIntegration(
      scope,
      {
        key: `${name}abcdefabcdef`.slice(0, 12),
        name: 'Web shop',
        platform: 'shopify',
        secrets: ['s'],
        settings: { mailRecipients: [], shopDomain: null, routeAuthorized: true },
      },
      start,
    )
    await makeLive(scope, integrationId, HOLD, ana.userId, start)
    const stores = new Map((await listStores(scope)).map((store) => [store.name, store.id]))
    return { merchantId, integrationId, stores, ana, ben, vera }
  })
}

let north: Shop
let other: Shop
beforeAll(async () => {
  north = await shop('north')
  other = await shop('other')
})

const screen = async (viewer = north.ana) => present(await readPolicy(viewer, north.integrationId), 'screen')
const seen = async () => ({ integrationId: north.integrationId, revision: (await screen()).revision })
const why = (answer: PolicyAnswer) => (answer.ok ? 'done' : policyRefusalSentence(answer.refusal))
const live = () => withMerchant(north.merchantId, (scope) => getLivePolicy(scope, north.integrationId))

describe('a draft', () => {
  test('is saved, saved again, and made live by somebody else: one version more, and the audit names both', async () => {
    const before = (await live()).version
    expect((await saveDraft(north.ana, { ...(await seen()), body: HOLD }, next())).ok).toBe(true)
    expect((await saveDraft(north.ana, { ...(await seen()), body: BEST }, next())).ok).toBe(true)
    expect((await live()).body).toEqual(HOLD)
    expect(await screen()).toMatchObject({ draft: { by: 'Ana', body: BEST }, whyNot: null, currency: 'CAD' })
    const made = await makeDraftLive(north.ben, await seen(), next())
    expect(made).toMatchObject({
      ok: true,
      value: { message: expect.stringContaining(`${before + 1} is live`) },
    })
    expect(await live()).toEqual({ version: before + 1, body: BEST })
    const after = await screen()
    expect(after).toMatchObject({ draft: null, live: { version: before + 1, by: 'Ben' } })
    expect(after.versions.map((row) => [row.version, row.live])).toEqual([
      [before + 1, true],
      [before, false],
    ])
    expect(after.changes.slice(0, 3).map(({ by, what }) => [by, what])).toEqual([
      ['Ben', `made version ${before + 1} live`],
      ['Ana', 'saved a draft'],
      ['Ana', 'saved a draft'],
    ])
    const [entry] = await withMerchant(north.merchantId, (scope) =>
      listChanges(scope, north.integrationId, 1),
    )
    expect(entry).toMatchObject({
      by: 'Ben',
      before: { version: before, body: HOLD },
      after: { version: before + 1, body: BEST },
    })
  })

  test('of two editors the second is told who changed it, and nothing of theirs is saved', async () => {
    const both = await seen()
    expect((await saveDraft(north.ana, { ...both, body: HOLD }, next())).ok).toBe(true)
    expect(why(await saveDraft(north.ben, { ...both, body: BEST }, next()))).toBe(
      'Ana saved a draft meanwhile. Nothing of yours was saved: look at what is there now, then decide.',
    )
    expect((await screen()).draft).toMatchObject({ by: 'Ana', body: HOLD })
    expect((await discardDraft(north.ben, await seen(), next())).ok).toBe(true)
    expect(why(await makeDraftLive(north.ana, both, next()))).toContain('Ben discarded the draft meanwhile')
    expect(why(await discardDraft(north.ana, await seen(), next()))).toContain('no draft any more')
  })

  test('of many saved at the same moment, one is kept', async () => {
    const both = await seen()
    const answers = await Promise.all(
      [HOLD, BEST, HOLD, BEST].map((body) => saveDraft(north.ana, { ...both, body }, next())),
    )
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    await discardDraft(north.ana, await seen(), next())
  })

  test('follows a pause, so that making it live does not end the pause unasked', async () => {
    await saveDraft(north.ana, { ...(await seen()), body: HOLD }, next())
    const pause = (on: boolean) =>
      withMerchant(north.merchantId, (scope) =>
        setPaused(scope, north.integrationId, on, north.ana.userId, next()),
      )
    await pause(true)
    expect((await screen()).draft?.body.paused).toBe(true)
    await makeDraftLive(north.ana, await seen(), next())
    expect((await live()).body).toEqual({ ...HOLD, paused: true })
    await pause(false)
  })

  test('comes back from a past version', async () => {
    expect((await draftFromVersion(north.ben, { ...(await seen()), version: 1 }, next())).ok).toBe(true)
    expect((await screen()).draft).toMatchObject({ by: 'Ben', body: HOLD })
    expect(why(await draftFromVersion(north.ben, { ...(await seen()), version: 0 }, next()))).toContain(
      'no version 0',
    )
    await discardDraft(north.ben, await seen(), next())
  })
})

describe('is refused', () => {
  test('to a viewer, who still sees everything and why', async () => {
    expect(why(await saveDraft(north.vera, { ...(await seen()), body: BEST }, next()))).toMatch(
      /You can look/,
    )
    expect(why(await makeDraftLive(north.vera, await seen(), next()))).toMatch(/You can look/)
    expect(await screen(north.vera)).toMatchObject({ whyNot: expect.stringMatching(/You can look/) })
  })

  test('to another merchant, who does not even see that there is one', async () => {
    expect(why(await saveDraft(other.ana, { ...(await seen()), body: BEST }, next()))).toContain(
      'does not exist',
    )
    expect(await readPolicy(other.ana, north.integrationId)).toBeNull()
    expect(await readPolicy(north.ana, 'nonsense')).toBeNull()
    expect((await readChannels(other.ana)).map((row) => row.id)).toEqual([other.integrationId])
  })

  test('when it names a store of another merchant', async () => {
    const theirs = present(other.stores.get('Bend'), 'store')
    for (const body of [
      { ...HOLD, allowedStores: [theirs] },
      { ...HOLD, policy: { kind: 'single-store' as const, storeId: theirs } },
    ])
      expect(why(await saveDraft(north.ana, { ...(await seen()), body }, next()))).toContain('does not exist')
    expect((await screen()).draft).toBeNull()
  })
})

test('a single store that is archived is said when it is saved, and on the list once it is live', async () => {
  const storeId = present(north.stores.get('Eugene'), 'store')
  const body: PolicyBody = { ...HOLD, policy: { kind: 'single-store', storeId } }
  expect(await saveDraft(north.ana, { ...(await seen()), body }, next())).toMatchObject({
    ok: true,
    value: { message: expect.stringContaining('Eugene cannot take an order: it is archived') },
  })
  expect(await readChannels(north.ana)).toMatchObject([{ draft: { by: 'Ana' }, warnings: [] }])
  await makeDraftLive(north.ana, await seen(), next())
  expect(await readChannels(north.vera)).toMatchObject([
    {
      draft: null,
      paused: false,
      sentence: expect.stringContaining('to Eugene'),
      warnings: [expect.any(String)],
    },
  ])
})

test('the border takes policies, and nothing that is none', () => {
  const id = '6f3c1a52-6a0e-4b7e-9d4b-0d8f5c1f1a11'
  const good = policyBodyShape.safeParse({ ...HOLD, allowedStores: [id], reviewRules: [{ kind: 'risk' }] })
  expect(good.success).toBe(true)
  for (const bad of [
    { ...HOLD, allowedStores: [] },
    { ...HOLD, allowedStores: [id, id] },
    { ...HOLD, policy: { kind: 'split', maxParts: 0 } },
    { ...HOLD, policy: { kind: 'single-store', storeId: 'x' } },
    { ...HOLD, reviewRules: [{ kind: 'country', value: 'Canada' }] },
    { ...HOLD, reviewRules: [{ kind: 'total-above', minor: 1.5 }] },
    { ...HOLD, extra: 1 },
    null,
  ])
    expect(policyBodyShape.safeParse(bad).success).toBe(false)
})
