import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { answerApi, tooMany, unauthorized, type Answer } from './api'
import { TEXTS } from './assumed'
import type { Controlled, SeenRequest } from './doors/control'
import type { Fault } from './doors/faults'
import { bearerOf } from './oauth/oauth-http'
import type { OAuth } from './oauth/oauth'
import { errorBody } from './refused'

/** What one simulator consists of. */
export interface Parts {
  it: Controlled
  oauth: OAuth
}

export interface Exchange extends Parts {
  request: IncomingMessage
  response: ServerResponse
  url: URL
  raw: string
  /** The request as it is remembered; gets its status before the answer is written. */
  seen: SeenRequest
  fault: Fault | null
}

/** Cloudflare's own words, which are no JSON. */
const BAD_GATEWAY = '<html><body><h1>502 Bad Gateway</h1></body></html>'

/** Answers one request as the fault that hit it wants; without one, plainly. `oauth` answers those of the OAuth host. */
export async function play(exchange: Exchange, oauth: () => Answer): Promise<void> {
  const { response, fault } = exchange
  const { pathname } = exchange.url
  const work = (): Answer => {
    if (pathname.startsWith('/API/')) return api(exchange)
    if (pathname.startsWith('/auth/oauth/')) return oauth()
    return { status: 404, body: errorBody(404, 'There is nothing here.'), headers: {} }
  }
  if (await insteadOfWork(exchange, work)) return
  const answer = work()
  switch (fault?.kind) {
    case 'answer-lost-after-commit':
      await pause(fault.ms)
      return void response.destroy()
    case 'error-500-after':
      return send(exchange, serverError())
    case 'html-502':
      return send(exchange, { status: 502, body: BAD_GATEWAY, headers: {} })
    case 'cut-body':
      return cut(exchange, answer)
    case 'dripped':
      return drip(exchange, answer, fault.ms)
    case 'empty-body':
      return send(exchange, { ...answer, body: '' })
    case 'wrong-body':
      return send(exchange, { ...answer, body: anotherSale(answer.body) })
    default:
      return send(exchange, answer)
  }
}

const api = ({ it, oauth, request, url, raw, fault }: Exchange): Answer =>
  answerApi(it, oauth, request, url, raw, fault)

const serverError = (): Answer => ({ status: 500, body: errorBody(500, TEXTS.serverError), headers: {} })

/** Trouble before any work is done; true when that is all there will be. */
async function insteadOfWork(exchange: Exchange, work: () => Answer): Promise<boolean> {
  const { fault, response, it, raw } = exchange
  switch (fault?.kind) {
    case 'slow':
      await pause(fault.ms)
      return false
    case 'down':
      response.destroy()
      return true
    case 'token-ends':
      exchange.oauth.endAccess(bearerOf(exchange.request))
      return false
    case 'late-commit':
      it.late.put(raw, fault.ms, work)
      response.destroy()
      return true
    case 'error-500-before':
      send(exchange, serverError())
      return true
    case 'html-502-before':
      send(exchange, { status: 502, body: BAD_GATEWAY, headers: {} })
      return true
    case 'rate-limited':
    case 'rate-limited-date':
    case 'rate-limited-missing':
    case 'rate-limited-absurd':
      send(exchange, limited(fault))
      return true
    case 'unauthorized':
      send(exchange, unauthorized(it.ledger.state.settings))
      return true
    default:
      return false
  }
}

function limited({ kind, ms }: Fault): Answer {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  const { 'Retry-After': told, ...headers } = {
    ...tooMany('api-leaky-bucket', seconds).headers,
    ...(kind === 'rate-limited-date' ? { 'Retry-After': new Date(Date.now() + ms).toUTCString() } : {}),
    ...(kind === 'rate-limited-absurd' ? { 'Retry-After': '999999999' } : {}),
  }
  const answer = tooMany('api-leaky-bucket', seconds)
  return {
    ...answer,
    headers:
      kind === 'rate-limited-missing' || told === undefined ? headers : { ...headers, 'Retry-After': told },
  }
}

/** The sale of the answer with the id and reference of another one, which there may be or not. */
function anotherSale(body: unknown): unknown {
  const { Sale: sale } = body as { Sale?: Record<string, unknown> }
  return sale === undefined ? body : { Sale: { ...sale, saleID: '987654321', referenceNumber: 'ANOTHER-1' } }
}

/** The answer, byte by byte as it seems, until `ms` are over. */
async function drip({ response, seen }: Exchange, answer: Answer, ms: number): Promise<void> {
  const body = Buffer.from(JSON.stringify(answer.body))
  seen.status = answer.status
  response.writeHead(answer.status, { ...headersOf(answer), 'Content-Length': String(body.length) })
  const pieces = 10
  for (let piece = 0; piece < pieces && !response.destroyed; piece += 1) {
    response.write(body.subarray((body.length * piece) / pieces, (body.length * (piece + 1)) / pieces))
    await pause(ms / pieces)
  }
  response.end()
}

/** Half of the answer, then the end of the connection. */
async function cut({ response, seen }: Exchange, answer: Answer): Promise<void> {
  const body = Buffer.from(JSON.stringify(answer.body))
  seen.status = answer.status
  response.writeHead(answer.status, { ...headersOf(answer), 'Content-Length': String(body.length) })
  response.write(body.subarray(0, body.length / 2))
  // The half has to leave before the connection ends, else the caller sees no answer at all.
  await pause(20)
  response.destroy()
}

function send({ response, seen }: Exchange, answer: Answer): void {
  seen.status = answer.status
  response.writeHead(answer.status, headersOf(answer))
  response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
}

/** Errors are JSON that calls itself HTML: recorded. */
const headersOf = ({ status, headers }: Answer) => ({
  'Content-Type': status === 200 ? 'application/json' : 'text/html; charset=UTF-8',
  ...headers,
})
