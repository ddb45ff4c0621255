import { beforeEach, expect, test } from 'vitest'
import { createMerchant } from '@/lib/access/merchants'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { connectPosAccount, freshToken, listPosAccounts, ReconnectNeeded, type TokenPair } from './account'
import { posAccounts } from './tables'

useTestDatabase()

const NOW = new Date('2026-11-24T12:00:00Z')
const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const settings = { employeeId: '1', paymentTypes: {}, shippingItemId: null, roundingPerLineMinor: 1 }
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
function door(fails: Error | null = null) {
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
      now: NOW,
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

test('a refresh that merely failed changes nothing', async () => {
  await expect(door(new Error('timeout')).token('access-0')).rejects.toThrow('timeout')
  expect(await stateOf()).toEqual(['connected'])
  expect(await door().token()).toBe('access-0')
})

test('no token stands readable in the database', async () => {
  const rows = await withMerchant(merchantId, ({ tx }) => tx.select().from(posAccounts))
  expect(JSON.stringify(rows)).not.toMatch(/access-0|refresh-0/)
})
