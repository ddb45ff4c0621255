import { asGatewayError, type Answer, type exchange } from '../../lib/lightspeed/http'
import { unpaced } from '../../lib/lightspeed/pace'
import { createRSeriesGateway } from '../../lib/lightspeed/r-series/connect'
import { scaledWaits } from '../../lib/waits'
import type { OpenGateway } from '../../lib/worker/gateways'
import type { VirtualClock } from './clock'
import type { ModelLightspeed, ModelAnswer } from './lightspeed'
import type { Fault } from './script'

/** The time one request takes when nothing is wrong. */
const LATENCY_MS = 400

/** The fault of a request, and how late or long; null: none. */
export type Played = { fault: Fault; ms: number } | null

/**
 * The way to Lightspeed and back, with everything that can go wrong on it. It speaks as `exchange` does, so all that
 * follows (parsing, sorting, deciding) is the product's own.
 */
function wire(
  clock: VirtualClock,
  lightspeed: ModelLightspeed,
  next: (method: string, url: URL) => Played,
): typeof exchange {
  return async (address, init, deadlineMs) => {
    const url = new URL(address)
    const { method } = init
    const body: unknown = init.body === undefined ? undefined : JSON.parse(init.body)
    const played = next(method, url)
    const act = () => lightspeed.act(method, url, body, played?.fault === 'filter-ignored')
    await clock.sleep(LATENCY_MS / 2)
    const answer = await carryOut({ clock, act, deadlineMs, lightspeed }, played)
    await clock.sleep(LATENCY_MS / 2)
    return answer
  }
}

interface Way {
  clock: VirtualClock
  act: () => ModelAnswer
  deadlineMs: number
  lightspeed: ModelLightspeed
}

async function carryOut(way: Way, played: Played): Promise<Answer> {
  const { clock, act, deadlineMs } = way
  if (played === null) return told(act())
  const { fault, ms } = played
  switch (fault) {
    case 'filter-ignored':
      return told(act())
    case 'slow':
      await clock.sleep(ms % 20_000)
      return told(act())
    case 'answer-lost':
      act()
      return timedOut(clock, deadlineMs)
    case 'request-lost':
      return timedOut(clock, deadlineMs)
    case 'late-commit':
      clock.at(clock.nowMs + deadlineMs + ms, () => void act())
      return timedOut(clock, deadlineMs)
    case 'duplicated':
      clock.at(clock.nowMs + (ms % 60_000), () => void act())
      return told(act())
    case 'reset-after-commit':
      act()
      throw broken('ECONNRESET')
    case 'never-sent':
      throw broken('ECONNREFUSED')
    case 'error-after-commit':
    case 'html-after-commit':
    case 'empty-body':
    case 'wrong-body':
    case 'other-sale':
    case 'wrong-total':
      return garbled(way, act(), fault)
    default:
      return refusal(fault, clock.nowMs)
  }
}

/** It was done, but what comes back does not say so. */
function garbled({ lightspeed }: Way, real: ModelAnswer, fault: Fault): Answer {
  const { Sale } = real.body as { Sale?: { saleID: string; calcTotal: string } }
  switch (fault) {
    case 'error-after-commit':
      return plain(500, '{"httpCode":"500","message":"Internal error"}')
    case 'html-after-commit':
      return plain(502, '<html><body>Bad gateway</body></html>')
    case 'empty-body':
      return plain(200, '')
    case 'other-sale': {
      // A proxy mixed two answers up: a sale it is, but not ours.
      const other = lightspeed.sales.find((sale) => sale.saleID !== Sale?.saleID)
      if (!other || !Sale) return plain(200, '{"Sale":""}')
      const { saleID, reference: referenceNumber } = other
      return told({ status: 200, body: { Sale: { ...Sale, saleID, referenceNumber } } })
    }
    case 'wrong-total':
      return Sale
        ? told({ status: 200, body: { Sale: { ...Sale, calcTotal: '0.01' } } })
        : plain(200, '{"count":"1"}')
    default:
      return plain(200, '{"httpCode":"200","message":"OK"}')
  }
}

/** Nothing was done, and the answer says so, more or less. */
function refusal(fault: Fault, nowMs: number): Answer {
  switch (fault) {
    case 'limited-seconds':
      return plain(429, '{"message":"Rate limit"}', '7')
    case 'limited-date':
      return plain(429, '{"message":"Rate limit"}', new Date(nowMs + 9_000).toUTCString())
    case 'limited-absurd':
      return plain(429, '{"message":"Rate limit"}', '99999999')
    case 'limited-silent':
      return plain(429, '')
    case 'unauthorized':
    case 'unauthorized-twice':
      return plain(401, '{"error":"invalid_token","error_description":"The access token expired."}')
    case 'conflict':
      return plain(409, '{"message":"Conflict"}')
    case 'refused':
      return plain(400, '{"httpCode":"400","message":"Sale not created. The item is archived."}')
    default:
      return plain(500, '{"httpCode":"500","message":"Internal error"}')
  }
}

const plain = (status: number, text: string, retryAfter: string | null = null): Answer => ({
  status,
  header: (name) => (name.toLowerCase() === 'retry-after' ? retryAfter : null),
  text,
})

const told = (answer: ModelAnswer): Answer => plain(answer.status, JSON.stringify(answer.body))

const broken = (code: string) => asGatewayError(new TypeError('fetch failed', { cause: { code } }))

async function timedOut(clock: VirtualClock, deadlineMs: number): Promise<never> {
  await clock.sleep(deadlineMs)
  throw asGatewayError(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
}

/** The product's own gateway on this way; a worker may stumble before and after each exchange. */
export function openModelGateway(
  { clock, lightspeed }: { clock: VirtualClock; lightspeed: ModelLightspeed },
  gate: () => Promise<void>,
  next: (method: string, url: URL) => Played,
): OpenGateway {
  const travel = wire(clock, lightspeed, next)
  return {
    gateway: createRSeriesGateway({
      apiUrl: 'https://model.test',
      accountId: '1',
      currency: 'USD',
      token: { current: async () => 'token', refreshAfter401: async () => 'token' },
      deadlineMs: scaledWaits(1).callDeadlineMs,
      pace: unpaced,
      onCall: () => undefined,
      now: () => clock.nowMs,
      clockSpeed: 1,
      exchange: async (...request) => {
        await gate()
        const answer = await travel(...request)
        await gate()
        return answer
      },
    }),
    ready: async () => undefined,
    takeCalls: () => [],
    reserve: async () => 0,
    release: async () => undefined,
    giveUp: async () => undefined,
  }
}
