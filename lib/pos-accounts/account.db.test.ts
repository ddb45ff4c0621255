import { beforeEach, expect, test } from 'vitest'
import { listChanges } from '@/lib/access/audit'
import { createMerchant } from '@/lib/access/merchants'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { connectPosAccount, listPosAccounts, type TokenPair } from './account'
import { freshToken, giveTokenUp, ReconnectNeeded, RefreshPaused } from './fresh-token'
import { posAccounts } from './tables'
import { mirrorShops } from '@/lib/stores/store'

useTestDatabase()

const NOW = new Date('2026-11-24T12:00:00Z')
const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const settings = { employeeId: '1', paymentTypes: {}, shippingItemId: null, roundingPerLineMinor: 1 }
const SHOP = {
  externalId: '1',
  name: 'Bend',
  timeZone: 'UTC',
  archived: false,
  address: { address1: '', city: 'Bend', region: 'OR', postalCode: '', country: 'US' },
  registers: [],
}
let merchantId = ''
let accountId = ''
let made = 0

/** A connection whose access token is good for so many minutes. */
beforeEach(async () => {
  made += 1
  merchantId = await createMerchant(
    { name: 'a', timeZone: 'UTC', currency: 'USD', settings: { undoSeconds: 0, mailRecipients: [] } },
    NOW,
  )
  await connect(60)
})
const connect = async (minutes: number) => {
  const tokens = { accessToken: 'access-0', refreshToken: 'refresh-0', expiresAt: inMinutes(minutes) }
  const account = { externalId: `acc-${made}`, name: 'A', currency: 'USD', settings, tokens }
  accountId = await withMerchant(merchantId, (scope) => connectPosAccount(scope, account, NOW))
}
const stateOf = async () =>
  (await withMerchant(merchantId, (scope) => listPosAccounts(scope))).map((account) => account.state)

class Dead extends Error {}
/** Lightspeed's token door: counts, rotates, and dies or breaks when told to. */
function door(fails: Error | null = null, now = NOW) {
  const asked: string[] = []
  const refresh = async (refreshToken: string): Promise<TokenPair> => {
    asked.push(refreshToken)
    await new Promise((later) => setTimeout(later, 30))
    if (fails) throw fails
    const n = asked.length
    return { accessToken: `access-${n}`, refreshToken: `refresh-${n}`, expiresAt: inMinutes(60) }
  }
  const token = (stale?: string) =>
    freshToken(merchantId, accountId, {
      refresh,
      isDead: (error) => error instanceof Dead,
      now: () => now,
      marginMs: 120_000,
      pauseMs: 15_000,
      deadlineMs: 5_000,
      ...(stale === undefined ? {} : { stale }),
    })
  return { asked, token }
}

test('a good token is taken as it is', async () => {
  const { asked, token } = door()
  expect(await token()).toBe('access-0')
  expect(asked).toEqual([])
})

test('of many who need one near its end, one refreshes and all get the new one', async () => {
  await connect(1)
  const { asked, token } = door()
  expect(await Promise.all(Array.from({ length: 6 }, () => token()))).toEqual(Array(6).fill('access-1'))
  expect(asked).toEqual(['refresh-0'])
})

test('of many whose token was turned away, one refreshes; the next refresh uses the new pair', async () => {
  const { asked, token } = door()
  const tokens = await Promise.all(Array.from({ length: 6 }, () => token('access-0')))
  expect(new Set(tokens)).toEqual(new Set(['access-1']))
  expect(await token('access-1')).toBe('access-2')
  expect(asked).toEqual(['refresh-0', 'refresh-1'])
})

test('a dead refresh token asks for a new connection, and connecting again heals it', async () => {
  const { asked, token } = door(new Dead())
  await expect(token('access-0')).rejects.toThrow(ReconnectNeeded)
  expect(await stateOf()).toEqual(['reconnect'])
  await expect(token()).rejects.toThrow(ReconnectNeeded)
  expect(asked).toHaveLength(1)
  await connect(60)
  expect(await stateOf()).toEqual(['connected'])
  expect(await token()).toBe('access-0')
})

test('a refresh that merely failed changes nothing, and is not repeated for a while by anybody', async () => {
  await expect(door(new Error('timeout')).token('access-0')).rejects.toThrow('timeout')
  expect(await stateOf()).toEqual(['connected'])
  const { asked, token } = door()
  expect(await token()).toBe('access-0')
  const tries = await Promise.allSettled(Array.from({ length: 6 }, () => token('access-0')))
  expect(tries.map((one) => one.status === 'rejected' && one.reason instanceof RefreshPaused)).toEqual(
    Array(6).fill(true),
  )
  expect(asked).toEqual([])
  const later = door(null, new Date(NOW.getTime() + 15_001))
  expect(await later.token('access-0')).toBe('access-1')
  expect(later.asked).toEqual(['refresh-0'])
})

test('rows that point to the account are written while it is refreshed', async () => {
  let written = false
  const refresh = async (): Promise<TokenPair> => {
    // Would wait for ever, were the lock one that keys have to wait for.
    await withMerchant(merchantId, (scope) => mirrorShops(scope, accountId, [SHOP], NOW))
    written = true
    return { accessToken: 'access-1', refreshToken: 'refresh-1', expiresAt: inMinutes(60) }
  }
  const options = { refresh, isDead: () => false, marginMs: 0, pauseMs: 1, deadlineMs: 5_000 }
  await freshToken(merchantId, accountId, { ...options, now: () => NOW, stale: 'access-0' })
  expect(written).toBe(true)
})

test('one that stands still in the middle of its refresh loses the lock, and can store nothing any more', async () => {
  let wake: () => void = () => undefined
  const standing = new Promise<void>((resolve) => {
    wake = resolve
  })
  let began: () => void = () => undefined
  const inside = new Promise<void>((resolve) => {
    began = resolve
  })
  const old = (n: number): TokenPair => ({
    accessToken: `late-${n}`,
    refreshToken: `late-refresh-${n}`,
    expiresAt: inMinutes(60),
  })
  const options = { isDead: () => false, now: () => NOW, marginMs: 0, pauseMs: 1, stale: 'access-0' }
  // The limit is the deadline and a spare of five seconds.
  const late = freshToken(merchantId, accountId, {
    ...options,
    deadlineMs: -4_500,
    refresh: () => {
      began()
      return standing.then(() => old(1))
    },
  })
  const failed = late.then(
    () => 'stored',
    () => 'failed',
  )
  // It holds the lock from here on; were the other one first, there would be nothing left to refresh.
  await inside
  const { token } = door()
  expect(await token('access-0')).toBe('access-1')
  wake()
  expect(await failed).toBe('failed')
  expect(await token()).toBe('access-1')
})

test('a token that was turned away twice asks for a new connection, unless there is a newer one', async () => {
  await giveTokenUp(merchantId, accountId, 'access-of-before', NOW)
  expect(await stateOf()).toEqual(['connected'])
  await giveTokenUp(merchantId, accountId, 'access-0', NOW)
  expect(await stateOf()).toEqual(['reconnect'])
  const told = await withMerchant(merchantId, (scope) => listChanges(scope, accountId, 5))
  expect(told.map((one) => [one.what, one.by])).toEqual([['account-access-lost', 'Order Queue']])
})

test('no token stands readable in the database', async () => {
  const rows = await withMerchant(merchantId, ({ tx }) => tx.select().from(posAccounts))
  expect(JSON.stringify(rows)).not.toMatch(/access-0|refresh-0/)
})
