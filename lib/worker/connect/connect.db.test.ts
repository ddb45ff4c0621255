import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Viewer } from '@/lib/access/viewer'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { beginConnection, comeBack } from '@/lib/pos-accounts/connecting/begin'
import { listUnsettledConnections } from '@/lib/pos-accounts/connecting/connection'
import { disconnectAccount, listUnrevoked } from '@/lib/pos-accounts/disconnect'
import { posAccounts, posConnections } from '@/lib/pos-accounts/tables'
import { present } from '@/lib/result'
import { readAccounts, readAccountTrouble } from '@/lib/stores/accounts-screen'
import { listStores } from '@/lib/stores/store'
import { runJob } from '../registry'
import { atLightspeed, door, merchant, NOW, person, useConnectStage, workshop } from './example-connection'

useTestDatabase()
useConnectStage()

let owner: Viewer
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

/** Every test has a merchant of its own; the simulator holds one account, so the one before lets go of it. */
beforeEach(async () => {
  await door('DELETE', 'faults')
  if (owner) await withMerchant(owner.merchantId, ({ tx }) => tx.delete(posConnections))
  if (owner)
    await withMerchant(owner.merchantId, ({ tx }) =>
      tx.update(posAccounts).set({ externalId: crypto.randomUUID() }),
    )
  owner = await person(await merchant('m'), 'owner', 'ana')
})

const connectionOf = async (viewer: Viewer) => (await readAccounts(viewer, after(1))).connection

/** The person presses Allow and is back; answers the job the callback enqueued. */
async function allowed(viewer: Viewer, now = NOW) {
  const back = await comeBack(viewer, await atLightspeed(viewer, now), now)
  return { merchantId: viewer.merchantId, connectionId: back?.connectionId ?? '' }
}
const connected = async (viewer: Viewer, now = NOW) =>
  runJob(workshop(now), 'connect', await allowed(viewer, now))

describe('connecting', () => {
  test('allowed, traded, read: account, stores, who and when; no secret is left', async () => {
    const job = await allowed(owner)
    expect(await connectionOf(owner)).toMatchObject({ label: 'Connecting', over: false, by: 'ana' })
    expect(await runJob(workshop(), 'connect', job)).toEqual({ kind: 'done' })
    const { accounts, connection } = await readAccounts(owner, after(1))
    expect(connection).toMatchObject({ label: 'Connected', over: true })
    expect(accounts).toMatchObject([
      {
        name: 'Example',
        externalId: '77',
        state: 'connected',
        stores: ['Portland', 'Salem'],
        connectedBy: 'ana',
        renewedAt: NOW.toISOString(),
        changes: [{ what: 'connected it', by: 'ana' }],
      },
    ])
    const [row] = await withMerchant(owner.merchantId, ({ tx }) => tx.select().from(posConnections))
    expect(row).toMatchObject({ verifier: '', code: '', tokens: '' })
    const [account] = await withMerchant(owner.merchantId, ({ tx }) => tx.select().from(posAccounts))
    expect(account?.settings).toMatchObject({ employeeId: '1', paymentTypes: { '*': '3' } })
    // The tokens work: the gateway of any job reads with them.
    const open = workshop().open(owner.merchantId, { ...present(account, 'account'), state: 'connected' })
    expect((await open.gateway.listShops()).map((shop) => shop.name)).toEqual(['Portland', 'Salem'])
  })

  test('code and state are stored so that a look into the database gives nothing away', async () => {
    const came = await atLightspeed(owner, NOW)
    await comeBack(owner, came, NOW)
    const rows = await withMerchant(owner.merchantId, ({ tx }) => tx.select().from(posConnections))
    expect(JSON.stringify(rows)).not.toContain(came.code)
    expect(JSON.stringify(rows)).not.toContain(came.state)
  })

  test('a state works once, for the one it was given to, for their merchant, in time', async () => {
    const other = await person(owner.merchantId, 'owner', 'bo')
    const elsewhere = { ...owner, merchantId: await merchant('n') }
    const came = await atLightspeed(owner, NOW)
    expect(await comeBack(other, came, NOW)).toBeNull()
    expect(await comeBack(elsewhere, came, NOW)).toBeNull()
    expect(await comeBack(owner, { ...came, state: 'guessed' }, NOW)).toBeNull()
    expect(await comeBack(owner, came, after(15 * 60 + 1))).toBeNull()
    expect(await comeBack(owner, came, NOW)).not.toBeNull()
    expect(await comeBack(owner, came, NOW)).toBeNull()
  })

  test('two who come back at once with one state: one of them', async () => {
    const came = await atLightspeed(owner, NOW)
    const both = await Promise.all(Array.from({ length: 4 }, () => comeBack(owner, came, NOW)))
    expect(both.filter((one) => one !== null)).toHaveLength(1)
  })

  test('only an owner may', async () => {
    const manager = await person(owner.merchantId, 'manager', 'mo')
    expect(await beginConnection(manager, NOW)).toMatchObject({ ok: false })
    expect(await disconnectAccount(manager, crypto.randomUUID(), NOW)).toMatchObject({ ok: false })
    expect((await readAccounts(manager, NOW)).whyNot).toBe('Only an owner can do this.')
  })

  test('denied at Lightspeed: cancelled, and said so', async () => {
    await comeBack(owner, await atLightspeed(owner, NOW, '0'), NOW)
    expect(await connectionOf(owner)).toMatchObject({ label: 'Not allowed', over: true })
  })

  test('the worker was down for a minute: the code is not even sent, and the page knew before', async () => {
    const job = await allowed(owner)
    const { connection } = await readAccounts(owner, after(61))
    expect(connection).toMatchObject({ label: 'Too late', over: true })
    const seen = ((await door('GET', 'requests')) as unknown[]).length
    await runJob(workshop(after(61)), 'connect', job)
    expect(await connectionOf(owner)).toMatchObject({ label: 'Too late', over: true })
    expect(((await door('GET', 'requests')) as unknown[]).length).toBe(seen)
  })

  test('a code that Lightspeed does not take: refused, in words', async () => {
    const came = await atLightspeed(owner, NOW)
    const back = await comeBack(owner, { ...came, code: 'nonsense' }, NOW)
    await runJob(workshop(), 'connect', { merchantId: owner.merchantId, connectionId: back?.connectionId })
    const connection = await connectionOf(owner)
    expect(connection).toMatchObject({ label: 'Refused', over: true })
    expect(connection?.text).toContain('Press Connect to try again')
  })

  test('another code under the same state cannot be slipped in: its verifier does not fit', async () => {
    const mine = await atLightspeed(owner, NOW)
    const thief = await atLightspeed(await person(owner.merchantId, 'owner', 'eve'), NOW)
    const back = await comeBack(owner, { ...mine, code: thief.code }, NOW)
    await runJob(workshop(), 'connect', { merchantId: owner.merchantId, connectionId: back?.connectionId })
    expect(await connectionOf(owner)).toMatchObject({ label: 'Refused' })
  })

  test('Lightspeed away for a moment: the code is tried again while it lives, then the account is read', async () => {
    const job = await allowed(owner)
    await door('POST', 'faults', { kind: 'down', match: { pathIncludes: '/auth/oauth/token' } })
    expect(await runJob(workshop(), 'connect', job)).toMatchObject({ kind: 'snooze' })
    await door('POST', 'faults', { kind: 'error-500-before', match: { pathIncludes: '/Employee' } })
    expect(await runJob(workshop(after(2)), 'connect', job)).toMatchObject({ kind: 'snooze' })
    // The tokens are kept by now: a worker that died here would be followed by one that goes on reading.
    expect(await connectionOf(owner)).toMatchObject({ text: 'Shops and registers are being read.' })
    expect(await runJob(workshop(after(70)), 'connect', job)).toEqual({ kind: 'done' })
    expect(await connectionOf(owner)).toMatchObject({ label: 'Connected' })
  })

  test('an account that another merchant holds is refused, and stays theirs', async () => {
    await connected(owner)
    const second = await person(await merchant('second'), 'owner', 'zoe')
    await connected(second)
    const { accounts, connection } = await readAccounts(second, after(1))
    expect(accounts).toEqual([])
    expect(connection).toMatchObject({ label: 'Connected elsewhere', over: true })
    expect((await readAccounts(owner, after(1))).accounts).toMatchObject([{ state: 'connected' }])
  })
})

test('what has lost its job is found by its rows: a connection under way, tokens not given back', async () => {
  const { merchantId, connectionId } = await allowed(owner)
  const listed = (at: Date) =>
    withMerchant(merchantId, async (scope) => ({
      connections: await listUnsettledConnections(scope, at),
      accounts: await listUnrevoked(scope),
    }))
  expect(await listed(NOW)).toEqual({ connections: [], accounts: [] })
  expect(await listed(after(1))).toEqual({ connections: [connectionId], accounts: [] })
  await runJob(workshop(), 'connect', { merchantId, connectionId })
  const [account] = (await readAccounts(owner, after(1))).accounts
  const posAccountId = account?.id ?? ''
  await disconnectAccount(owner, posAccountId, after(2))
  expect(await listed(after(3))).toEqual({ connections: [], accounts: [posAccountId] })
  await runJob(workshop(), 'revoke', { merchantId, posAccountId })
  expect(await listed(after(4))).toEqual({ connections: [], accounts: [] })
})

describe('reconnecting and disconnecting', () => {
  test('the same account again: new tokens, the same rows; what the merchant set stays', async () => {
    await connected(owner)
    const before = (await readAccounts(owner, after(1))).accounts
    await withMerchant(owner.merchantId, ({ tx }) =>
      tx.update(posAccounts).set({
        state: 'reconnect',
        settings: { employeeId: '9', paymentTypes: {}, shippingItemId: '4', roundingPerLineMinor: 0 },
      }),
    )
    expect(await readAccountTrouble(owner)).toMatchObject({ accounts: ['Example'], mayConnect: true })
    const manager = await person(owner.merchantId, 'manager', 'mo')
    expect(await readAccountTrouble(manager)).toMatchObject({ mayConnect: false, owners: ['ana'] })
    await connected(owner, after(60))
    const { accounts } = await readAccounts(owner, after(61))
    expect(accounts.map((one) => one.id)).toEqual(before.map((one) => one.id))
    expect(accounts).toMatchObject([{ state: 'connected', stores: ['Portland', 'Salem'] }])
    const [row] = await withMerchant(owner.merchantId, ({ tx }) => tx.select().from(posAccounts))
    // Nobody has the id 9 there any more, and orders are paid with something again.
    expect(row?.settings).toEqual({
      employeeId: '1',
      paymentTypes: { '*': '3' },
      shippingItemId: '4',
      roundingPerLineMinor: 0,
    })
    expect(await readAccountTrouble(manager)).toMatchObject({ accounts: [] })
  })

  test('disconnected: the tokens are given back and forgotten, its stores take no orders', async () => {
    await connected(owner)
    const [account] = (await readAccounts(owner, after(1))).accounts
    const live = async () => ((await door('GET', 'tokens')) as { live: unknown[] }).live.length
    const before = await live()
    const { merchantId } = owner
    const posAccountId = account?.id ?? ''
    expect(await disconnectAccount(owner, posAccountId, after(5))).toEqual({
      ok: true,
      value: { name: 'Example' },
    })
    expect(await disconnectAccount(owner, posAccountId, after(6))).toMatchObject({ ok: false })
    await runJob(workshop(after(7)), 'revoke', { merchantId, posAccountId })
    expect(await live()).toBe(before - 1)
    const [row] = await withMerchant(merchantId, ({ tx }) =>
      tx.select().from(posAccounts).where(eq(posAccounts.id, posAccountId)),
    )
    expect(row).toMatchObject({ state: 'disconnected', accessToken: '', refreshToken: '' })
    const stores = await withMerchant(merchantId, (scope) => listStores(scope))
    expect(stores.map((store) => store.enabled)).toEqual([false, false])
    await connected(owner, after(60))
    expect((await withMerchant(merchantId, (scope) => listStores(scope))).map((one) => one.enabled)).toEqual([
      true,
      true,
    ])
  })
})
