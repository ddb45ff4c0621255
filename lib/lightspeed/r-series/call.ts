import type { z } from 'zod'
import type { RatePace } from '../pace'
import { exchange, jsonOf, type Answer } from '../http'
import { GatewayError, type CallRecord } from '../types'

export interface Line {
  apiUrl: string
  accountId: string
  token: {
    current(): Promise<string>
    refreshAfter401(stale: string): Promise<string>
    /** A read that the renewed token was sent with got a 401 as well. */
    turnedAwayAgain?(fresh: string): Promise<void>
  }
  deadlineMs: number
  pace: RatePace
  onCall(record: CallRecord): void
  now(): number
  /** Seconds of the account in one real second: 1 but for a simulator whose clock is fast. */
  clockSpeed: number
  /** How one request travels; over HTTP when none is given. */
  exchange?: typeof exchange
}

type Method = CallRecord['method']

/** A pause nobody asked for when a 429 says none, and the most one is believed to say. */
const RETRY_MS = { missing: 5_000, most: 60_000 }

/** The account's address of a resource: `Sale/12`, `Item?…`. */
export const pathUrl = (line: Line, path: string) => {
  const [resource = '', query] = path.split('?')
  return `${line.apiUrl}/API/V3/Account/${encodeURIComponent(line.accountId)}/${resource}.json${query ? `?${query}` : ''}`
}

/**
 * One call: sent once, its answer sorted and parsed. On a 401 the token is refreshed once; a read is then repeated
 * once, a write is the job's to repeat, after it has looked up what became of the first. So is everything else. After
 * `sendBefore` it is not sent any more.
 */
export async function call<T>(
  line: Line,
  method: Method,
  url: string,
  shape: z.ZodType<T>,
  body?: unknown,
  sendBefore?: Date,
): Promise<T> {
  const token = await tokenFor(line, method)
  const first = await send(line, method, url, token, body, sendBefore)
  if (first.status !== 401) return sort(first, method, shape, line)
  const fresh = await renewed(line, method, token)
  const second = await send(line, method, url, fresh, body)
  if (second.status === 401) await line.token.turnedAwayAgain?.(fresh)
  return sort(second, method, shape, line)
}

/** Without a token nothing leaves, so a write whose token could not be had was never sent. */
async function tokenFor(line: Line, method: Method): Promise<string> {
  try {
    return await line.token.current()
  } catch (error) {
    if (method === 'GET' || !(error instanceof GatewayError)) throw error
    throw new GatewayError('never-sent', error.message, error.facts)
  }
}

/** The next token after a 401. A 401 is a clear no: for a write it stays one even when the refresh then fails. */
async function renewed(line: Line, method: Method, stale: string): Promise<string> {
  try {
    const fresh = await line.token.refreshAfter401(stale)
    if (method === 'GET') return fresh
  } catch (error) {
    if (method === 'GET' || !(error instanceof GatewayError)) throw error
  }
  throw new GatewayError('unauthorized', 'Lightspeed no longer accepted our access; it is renewed.', {
    status: 401,
  })
}

async function send(
  line: Line,
  method: Method,
  url: string,
  token: string,
  body: unknown,
  sendBefore?: Date,
): Promise<Answer> {
  const paced = await line.pace.before({ method, url, body })
  const started = line.now()
  // The last look at the clock before the first byte: token and budget were waited for, and this process may have stood
  // still. Others look up by now what became of it, and a completion that arrives after theirs could pay once more.
  if (sendBefore !== undefined && started > sendBefore.getTime()) {
    await line.pace.after(paced, null)
    throw new GatewayError('never-sent', 'This worker stood still for too long to send it in time.')
  }
  const report = (status: number | null, failure: CallRecord['failure']) =>
    line.onCall({ method, path: shownPath(line, url), status, ms: line.now() - started, failure })
  try {
    const answer = await (line.exchange ?? exchange)(
      url,
      {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          Accept: 'application/json',
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      line.deadlineMs,
    )
    report(answer.status, null)
    const retryAfter = retryAfterMs(answer.header('retry-after'), answer.header('date'), line.now())
    await line.pace.after(paced, { ...answer, retryAfterMs: retryAfter })
    return answer
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    // A read that broke changed nothing: it is only unavailable.
    const kind = method === 'GET' && error.kind === 'unknown-outcome' ? 'unavailable' : error.kind
    report(null, kind)
    await line.pace.after(paced, null)
    throw new GatewayError(kind, error.message, error.facts)
  }
}

/** What the timeline shows: below the account, and no address of a customer. */
function shownPath(line: Line, url: string): string {
  const { pathname, searchParams } = new URL(url)
  const below = pathname.split(`/Account/${encodeURIComponent(line.accountId)}/`)[1] ?? pathname
  const names = [...searchParams].flatMap(([name, value]) =>
    name === 'load_relations' || name === 'archived'
      ? []
      : [name.startsWith('Contact.') ? `${name}=…` : `${name}=${value.slice(0, 60)}`],
  )
  return below + (names.length > 0 ? `?${names.join('&')}` : '')
}

function sort<T>(answer: Answer, method: Method, shape: z.ZodType<T>, line: Line): T {
  const { status } = answer
  const facts = { status, body: answer.text.slice(0, 500) }
  if (status >= 200 && status < 300) {
    const parsed = shape.safeParse(jsonOf(answer.text))
    if (parsed.success) return parsed.data
    throw new GatewayError(
      method === 'GET' ? 'malformed' : 'unknown-outcome',
      'Lightspeed answered, but not as documented.',
      facts,
    )
  }
  if (status === 429)
    throw new GatewayError('rate-limited', 'Lightspeed asks us to slow down.', {
      ...facts,
      retryAfterMs:
        retryAfterMs(answer.header('retry-after'), answer.header('date'), line.now()) / line.clockSpeed,
    })
  if (status === 401)
    throw new GatewayError(
      'unauthorized',
      'Lightspeed no longer accepts our access: connect it again.',
      facts,
    )
  if ([400, 403, 404, 405, 422].includes(status))
    throw new GatewayError('refused', messageOf(answer.text), facts)
  throw new GatewayError(
    method === 'GET' ? 'unavailable' : 'unknown-outcome',
    `Lightspeed answered ${status}.`,
    facts,
  )
}

/**
 * Milliseconds a 429 asks to wait: seconds, or an HTTP date, counted from the answer's own `Date` so that a clock that
 * goes wrong does not matter. A missing or unreadable one is a short pause, anything absurd is cut to a sane one.
 */
export function retryAfterMs(text: string | null, date: string | null, nowMs: number): number {
  if (text === null || text.trim() === '') return RETRY_MS.missing
  const seconds = Number(text)
  const answeredMs = Date.parse(date ?? '')
  const ms = Number.isFinite(seconds)
    ? seconds * 1000
    : Date.parse(text) - (Number.isFinite(answeredMs) ? answeredMs : nowMs)
  return Number.isFinite(ms) ? Math.min(RETRY_MS.most, Math.max(1_000, ms)) : RETRY_MS.missing
}

/** Lightspeed's own words, from either error shape. */
function messageOf(text: string): string {
  const body = jsonOf(text) as { message?: unknown; error_description?: unknown } | null
  const message = body?.message ?? body?.error_description
  return typeof message === 'string' && message !== '' ? message : 'Lightspeed refused it without saying why.'
}
