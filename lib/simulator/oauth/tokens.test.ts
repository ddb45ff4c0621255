import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { allow, askToken, ExampleAccount } from '../example-world'

let account: ExampleAccount
beforeAll(async () => {
  account = await ExampleAccount.start()
})
afterAll(() => account.end())

interface Seen {
  refreshes: number
  refused: number
  atOnce: number
  mostAtOnce: number
  live: { refreshHash: string; replaces: string | null }[]
}
const seen = async () => JSON.parse((await account.door('GET', 'tokens')).text) as Seen
const url = () => account.simulator.url

let refreshToken = ''
/** Each test has a pair of its own. */
beforeEach(async () => {
  await account.door('POST', 'tokens', { end: 'all' })
  const { body } = await askToken(url(), { grant_type: 'authorization_code', code: await allow(url()) })
  refreshToken = String(body['refresh_token'])
  account.token = String(body['access_token'])
})
const refresh = () => askToken(url(), { grant_type: 'refresh_token', refresh_token: refreshToken })

test('the answer of a refresh is lost: the pair is made, and the old refresh token still works', async () => {
  const before = await seen()
  await account.door('POST', 'faults', {
    kind: 'answer-lost-after-commit',
    match: { pathIncludes: '/auth/oauth/token' },
  })
  await expect(refresh()).rejects.toThrow()
  expect((await seen()).live).toHaveLength(before.live.length + 1)
  const again = await refresh()
  expect(again.status).toBe(200)
  // The first use of the new access token ends the old refresh token.
  account.token = String(again.body['access_token'])
  expect((await account.call('GET', 'Shop.json')).status).toBe(200)
  expect((await refresh()).body).toMatchObject({ error: 'invalid_grant' })
})

test('a token that ends under way gets a true 401, and the next one needs a refresh', async () => {
  await account.door('POST', 'faults', { kind: 'token-ends', match: { pathIncludes: '/Shop' } })
  expect((await account.call('GET', 'Shop.json')).status).toBe(401)
  expect((await account.call('GET', 'Shop.json')).status).toBe(401)
  account.token = String((await refresh()).body['access_token'])
  expect((await account.call('GET', 'Shop.json')).status).toBe(200)
})

test('refreshes under way at once are counted, also those whose answer nobody waits for', async () => {
  await account.door('POST', 'faults', {
    kind: 'slow',
    match: { pathIncludes: '/auth/oauth/token' },
    ms: 200,
    times: 2,
  })
  await Promise.all([refresh(), refresh()])
  expect(await seen()).toMatchObject({ atOnce: 0, mostAtOnce: 2 })
})

test('the connection is ended: both tokens are dead', async () => {
  await account.door('POST', 'tokens', { end: 'all' })
  expect((await account.call('GET', 'Shop.json')).status).toBe(401)
  expect((await refresh()).body).toMatchObject({ error: 'invalid_grant' })
  expect((await account.door('POST', 'tokens', { end: 'x' })).status).toBe(400)
})
