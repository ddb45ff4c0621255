import type { IncomingMessage } from 'node:http'
import { TEXTS, type Settings } from './assumed'
import { stamp } from './clock'
import type { Controlled } from './doors/control'
import type { Fault } from './doors/faults'
import { bearerOf } from './oauth/oauth-http'
import type { OAuth, Verdict } from './oauth/oauth'
import { costOf } from './rate/rate-costs'
import { errorBody, Refused } from './refused'
import { meanwhile } from './doors/meanwhile'
import { aboveAccount, answer } from './resources/answer'
import { isPayload, type Payload } from './resources/payload'
import type { Account, ApiRequest } from './resources/resource'
import { asSent } from './resources/shape'

export interface Answer {
  status: number
  body: unknown
  headers: Record<string, string>
}

/** One request to /API/…: token, account, rate, work. `fault` matters here only where the work itself is spoiled. */
export function answerApi(
  it: Controlled,
  oauth: OAuth,
  request: IncomingMessage,
  url: URL,
  raw: string,
  fault: Fault | null,
): Answer {
  const account = accountNow(it)
  const verdict = oauth.check(bearerOf(request))
  if (verdict !== 'good') return unauthorized(account.settings, verdict)
  const method = request.method ?? 'GET'
  const path = url.pathname.replace(/\.json$/, '')
  const accepts = request.headers.accept ?? ''
  if (!url.pathname.endsWith('.json') && !accepts.includes('json'))
    return refusal(new Refused(406, 'Without .json or Accept: application/json the answer would be XML.'), {})
  const { id } = account.state.data.account
  const below = new RegExp(`^/API/V3/Account/${id.replaceAll(/\W/g, '\\$&')}/(.+)$`).exec(path)?.[1]
  const parts = (below ?? path.replace(/^\/API\/(V3\/)?/, '')).split('/').map(decoded)
  const body = payloadOf(raw)
  const cost = costOf(account.settings.regime, { method, path: parts, params: url.searchParams, body })
  const limited = it.rate.take(cost, account.nowMs)
  const headers = {
    'X-LS-Acct-Id': id,
    'X-LS-OAuth-Client-Id': account.state.data.client.id,
    ...it.rate.headers(cost, account.nowMs),
  }
  if (limited) return tooMany(limited.type, limited.retryAfter, headers)
  try {
    if (body === null) throw new Refused(400, TEXTS.malformed)
    if (below === undefined) {
      const above = method === 'GET' ? aboveAccount(path, account) : null
      if (!above) throw new Refused(404, 'There is no such account or resource.')
      return { status: 200, body: asSent(above), headers }
    }
    const self = fault?.kind === 'filter-ignored' ? unfiltered(url) : url
    const asked: ApiRequest = { method, path: parts, self, body }
    const result = asSent(answer(asked, account))
    if (fault && method !== 'GET') meanwhile(fault, asked, accountNow(it), result)
    return { status: 200, body: result, headers }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return refusal(error, headers)
  }
}

/** The same list, asked for without its filters. */
function unfiltered(url: URL): URL {
  const bare = new URL(url)
  for (const name of url.searchParams.keys())
    if (!['load_relations', 'archived', 'limit', 'sort'].includes(name)) bare.searchParams.delete(name)
  return bare
}

function accountNow({ ledger, clock }: Controlled): Account {
  const nowMs = clock.now()
  return { ledger, state: ledger.state, settings: ledger.state.settings, at: stamp(nowMs), nowMs }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function payloadOf(raw: string): Payload | null {
  if (raw.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(raw)
    return isPayload(value) ? value : null
  } catch {
    return null
  }
}

const refusal = (error: Refused, headers: Record<string, string>): Answer => ({
  status: error.status,
  body: errorBody(error.status, error.message),
  headers,
})

export function tooMany(
  type: 'api-leaky-bucket' | 'api-burst-limiter',
  retryAfter: number,
  headers: Record<string, string> = {},
): Answer {
  const text = type === 'api-burst-limiter' ? TEXTS.burstLimited : TEXTS.rateLimited
  return {
    status: 429,
    body: errorBody(429, text),
    headers: { ...headers, 'X-LS-API-RateLimit-Type': type, 'Retry-After': String(retryAfter) },
  }
}

/** Both shapes that have been seen: the OAuth one of today, and the one of 2017. */
export function unauthorized(settings: Settings, verdict: Verdict = 'unknown'): Answer {
  if (settings.unauthorizedBody === 'basic')
    return {
      status: 401,
      body: errorBody(401, 'Invalid username/password or API key.', 'BadAuthenticationRequestError'),
      headers: { 'WWW-Authenticate': 'Basic realm="MerchantOS API"' },
    }
  return {
    status: 401,
    body: {
      error: 'access_denied',
      error_description: 'The resource owner or authorization server denied the request.',
      hint: verdict === 'revoked' ? 'Access token has been revoked' : 'Access token could not be verified',
    },
    headers: {},
  }
}
