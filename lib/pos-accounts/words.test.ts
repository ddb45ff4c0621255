import { describe, expect, test } from 'vitest'
import { AUTHORIZE_MS, CODE_LIFE_MS } from './connecting/connection'
import { challengeOf, authorizeUrl } from './connecting/authorize-url'
import { connectionWords } from './words'

const at = new Date('2026-11-24T12:00:00Z')
const later = (ms: number) => new Date(at.getTime() + ms)
const seen = { because: null, createdAt: at, codeReceivedAt: at }

describe('what is said about a connection', () => {
  test('nothing while the person is at Lightspeed, then that nobody came back', () => {
    const asked = { ...seen, state: 'asked' as const, codeReceivedAt: null }
    expect(connectionWords(asked, later(AUTHORIZE_MS))).toBeNull()
    expect(connectionWords(asked, later(AUTHORIZE_MS + 1))).toMatchObject({ label: 'Given up', over: true })
  })

  test('a code that nobody used within its minute is too late, whether the worker lives or not', () => {
    const received = { ...seen, state: 'code-received' as const }
    expect(connectionWords(received, later(CODE_LIFE_MS))).toMatchObject({ over: false })
    const late = connectionWords(received, later(CODE_LIFE_MS + 1))
    expect(late).toMatchObject({ label: 'Too late', tone: 'bad', over: true })
    expect(late?.text).toMatch(/Press Connect to try again\.$/)
  })

  test('every bad end says why, that nothing was changed, and what to do', () => {
    for (const state of ['cancelled', 'expired', 'refused', 'other-merchant'] as const) {
      const words = connectionWords({ ...seen, state, because: 'Because.' }, at)
      expect(words).toMatchObject({ tone: 'bad', over: true })
      expect(words?.text).toBe('Because. Nothing was changed. Press Connect to try again.')
    }
  })
})

test('the challenge is the one of RFC 7636, appendix B', () => {
  expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  )
})

test('the authorize page gets the challenge and never the verifier, and no address to lead back to', () => {
  const options = {
    authUrl: 'https://cloud.lightspeedapp.com',
    clientId: 'c',
    state: 's',
    verifier: 'v'.repeat(43),
  }
  const url = new URL(authorizeUrl(options))
  expect(`${url.origin}${url.pathname}`).toBe('https://cloud.lightspeedapp.com/auth/oauth/authorize')
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: 'code',
    client_id: 'c',
    state: 's',
    code_challenge: challengeOf(options.verifier),
    code_challenge_method: 'S256',
  })
  expect(url.searchParams.has('redirect_uri')).toBe(false)
  expect(url.toString()).not.toContain(options.verifier)
})
