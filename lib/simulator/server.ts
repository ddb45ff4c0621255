import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { assumed } from './assumed'
import { control, type Controlled } from './control'
import { Faults, type Fault } from './faults'
import { Ledger } from './ledger'
import { OAuth } from './oauth'
import { authorizePage } from './page'
import { costOf, newRate, rateHeaders, takeRate } from './rate-limit'
import { answer, type ApiRequest } from './resources'
import { Refused } from './sales'
import { stamp } from './stamp'
import type { World } from './world-shape'

export interface Simulator {
  url: string
  port: number
  close(): Promise<void>
}

/** Starts Lightspeed on a loopback port. The ledger file is the account; `world` fills an empty one. */
export async function startSimulator(options: {
  world?: World
  ledgerPath: string
  port?: number
}): Promise<Simulator> {
  const ledger = new Ledger(options.ledgerPath)
  if (!ledger.state.world && options.world)
    ledger.commit({ kind: 'world', world: options.world, at: stamp(Date.now()) })
  const registers = ledger.state.data.shops.reduce((sum, shop) => sum + shop.registers.length, 0)
  const controlled: Controlled = {
    ledger,
    faults: new Faults(),
    rate: newRate(registers),
    requests: [],
    now: () => Date.now(),
  }
  const oauth = new OAuth(ledger, controlled.now)
  const server = createServer((request, response) => {
    handle(request, response, controlled, oauth).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/html' })
      response.end(String(error))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      ledger.close()
    },
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  controlled: Controlled,
  oauth: OAuth,
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`)
  const raw = await bodyOf(request)
  const method = request.method ?? 'GET'
  if (url.pathname === '/' || url.pathname.startsWith('/_sim/'))
    return control(controlled, method, url, raw, response)
  if (url.pathname.startsWith('/auth/oauth/')) return auth(oauth, method, url, raw, request, response)
  const fault = controlled.faults.take(method, url.pathname, raw + url.search)
  const started = Date.now()
  const seen = { at: stamp(started), method, path: url.pathname + url.search, body: raw, status: 0 }
  controlled.requests.push(seen)
  if (controlled.requests.length > 500) controlled.requests.shift()
  const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
    seen.status = status
    // Errors are JSON that calls itself HTML, as recorded.
    const type = status === 200 ? 'application/json' : 'text/html; charset=UTF-8'
    response.writeHead(status, { 'Content-Type': type, ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
  if (await faultBefore(fault, response, send)) return
  const match = /^\/API\/V3\/Account\/([^/]+)\/(.+?)(?:\.json)?$/.exec(url.pathname)
  const { account } = controlled.ledger.state.data
  if (!oauth.accepts((request.headers.authorization ?? '').replace(/^Bearer /, '')))
    return send(401, UNAUTHORIZED)
  if (url.pathname === '/API/V3/Account.json')
    return send(200, {
      '@attributes': { count: '1' },
      Account: { accountID: account.id, name: account.name },
    })
  if (!match || match[1] !== account.id)
    return send(404, errorBody(404, 'Not Found', 'No such account or resource.'))
  const path = (match[2] ?? '').split('/').map(decodeURIComponent)
  const body = parseBody(raw)
  const relations = url.searchParams.get('load_relations')?.match(/[A-Za-z.]+/g) ?? []
  const cost = costOf(method, path.join('/'), relations, body)
  const limited = takeRate(controlled.rate, cost, Date.now())
  const headers = { 'X-LS-Acct-Id': account.id, ...rateHeaders(controlled.rate, cost) }
  if (limited) {
    const text = limited.type === 'api-burst-limiter' ? assumed.texts.burstLimited : assumed.texts.rateLimited
    return send(429, errorBody(429, 'Too Many Requests', text), {
      ...headers,
      'X-LS-API-RateLimit-Type': limited.type,
      'Retry-After': String(limited.retryAfter),
    })
  }
  try {
    const asked: ApiRequest = {
      method,
      path,
      params: url.searchParams,
      self: url,
      body,
      at: stamp(controlled.now()),
    }
    const result = answer(controlled.ledger, asked)
    if (!(await faultAfter(fault, response, send, result))) send(200, result, headers)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    send(
      error.status,
      errorBody(error.status, error.status === 404 ? 'Not Found' : 'Bad Request', error.message),
      headers,
    )
  }
}

const UNAUTHORIZED = {
  error: 'access_denied',
  error_description: 'The resource owner or authorization server denied the request.',
  hint: 'Access token could not be verified',
}

const errorBody = (code: number, httpMessage: string, message: string) => ({
  httpCode: String(code),
  httpMessage,
  message,
  errorClass: 'Exception',
})

type Send = (status: number, body: unknown, headers?: Record<string, string>) => void

/** Trouble before any work is done; true when it has answered, or will never. */
async function faultBefore(fault: Fault | null, response: ServerResponse, send: Send): Promise<boolean> {
  switch (fault?.kind) {
    case 'slow':
    case 'late-commit':
      await pause(fault.ms)
      return false
    case 'down':
      response.destroy()
      return true
    case 'error-500-before':
      send(500, errorBody(500, 'Internal Server Error', 'Something went wrong.'))
      return true
    case 'rate-limited':
      send(429, errorBody(429, 'Too Many Requests', assumed.texts.rateLimited), {
        'Retry-After': String(Math.ceil(fault.ms / 1000)),
      })
      return true
    case 'unauthorized':
      send(401, UNAUTHORIZED)
      return true
    default:
      return false
  }
}

/** Trouble after the work is on the disk; true when the answer is spoiled. */
async function faultAfter(
  fault: Fault | null,
  response: ServerResponse,
  send: Send,
  result: unknown,
): Promise<boolean> {
  switch (fault?.kind) {
    case 'error-500-after':
      send(500, errorBody(500, 'Internal Server Error', 'Something went wrong.'))
      return true
    case 'html-502-after':
      send(502, '<html><body><h1>502 Bad Gateway</h1></body></html>')
      return true
    case 'answer-lost-after':
      await pause(fault.ms)
      response.destroy()
      return true
    case 'cut-body-after': {
      const text = JSON.stringify(result)
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': String(text.length) })
      response.write(text.slice(0, text.length / 2))
      await pause(20)
      response.destroy()
      return true
    }
    default:
      return false
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function parseBody(raw: string): Record<string, unknown> {
  if (raw.trim() === '') return {}
  try {
    return JSON.parse(raw) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** The OAuth host: a page with a button, and the token endpoint that takes JSON or a form. */
function auth(
  oauth: OAuth,
  method: string,
  url: URL,
  raw: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (url.pathname.endsWith('/authorize')) {
    if (url.searchParams.get('allow') === null) {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
      response.end(authorizePage(url))
      return
    }
    const back = new URL(
      url.searchParams.get('redirect_uri') ?? 'http://localhost:3000/api/lightspeed/callback',
    )
    back.searchParams.set('code', oauth.issueCode(url.searchParams.get('code_challenge')))
    back.searchParams.set('state', url.searchParams.get('state') ?? '')
    response.writeHead(302, { Location: back.toString() }).end()
    return
  }
  const form = (request.headers['content-type'] ?? '').includes('json')
    ? (parseBody(raw) as Record<string, string>)
    : Object.fromEntries(new URLSearchParams(raw))
  const { status, body } =
    method === 'POST' ? oauth.token(form) : { status: 405, body: { error: 'invalid_request' } }
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
