import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Ledger } from './account/ledger'
import { wrongInWorld } from './account/world-check'
import { Clock, stamp } from './clock'
import { control, type Controlled, type SeenRequest } from './doors/control'
import { Faults } from './doors/faults'
import { LateCommits } from './doors/late-commits'
import { answerOAuth } from './oauth/oauth-http'
import { OAuth } from './oauth/oauth'
import { RateLimit } from './rate/rate-limit'
import { errorBody } from './refused'
import { TEXTS } from './assumed'
import { play, type Parts } from './play'
import type { World } from './world-shape'

export interface Simulator {
  url: string
  port: number
  close(): Promise<void>
}

/** What a person can put right: said in one sentence. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}

/** Largest body read: a sale of some hundred lines is below 100 kB. */
const BODY_LIMIT = 2 * 1024 * 1024
/** How many requests are remembered, with how much of their bodies. */
const REMEMBERED = { requests: 500, bodyChars: 4_000 }
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/**
 * Starts Lightspeed on a loopback port (0 or none: a free one). The ledger file is the account; `world` fills an empty
 * one and is ignored otherwise. Throws CannotStart, DamagedLedger, or the system's error for a port in use.
 */
export async function startSimulator(options: {
  world?: World
  ledgerPath: string
  port?: number
  /** The registered address of the client app, where the authorize page leads back to; else the world's. */
  redirectUri?: string
}): Promise<Simulator> {
  const ledger = new Ledger(options.ledgerPath)
  if (!ledger.state.world) fill(ledger, options.world)
  const { state } = ledger
  const clock = new Clock(state.latestMs, state.settings.clockSpeed)
  const oauth = new OAuth(ledger, () => clock.now())
  const parts: Parts = {
    it: {
      ledger,
      clock,
      faults: new Faults(),
      late: new LateCommits(),
      rate: new RateLimit(
        () => state.settings,
        () => [...state.registers.values()].filter((register) => !register.archived).length,
      ),
      requests: [],
      oauth,
    },
    oauth,
  }
  const server = createServer((request, response) => {
    handle(request, response, parts, options.redirectUri).catch((error: unknown) =>
      // A caller that is gone in the middle of its request has asked for nothing, and nobody is left to tell.
      request.complete ? fault(response, error) : response.destroy(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  }).catch((error: unknown) => {
    ledger.close()
    throw error
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      parts.it.late.forget()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      ledger.close()
    },
  }
}

function fill(ledger: Ledger, world: World | undefined): void {
  const wrong = world === undefined ? 'The ledger is empty: start with --world <file>.' : wrongInWorld(world)
  if (wrong !== null || world === undefined) {
    ledger.close()
    throw new CannotStart(wrong ?? '')
  }
  ledger.commit({ kind: 'world', world, at: stamp(Date.now()) })
}

/** A bug of the simulator's own: said on its error output, and to the caller as Lightspeed would. */
function fault(response: ServerResponse, error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  if (response.headersSent || response.destroyed) return void response.destroy()
  response.writeHead(500, { 'Content-Type': 'text/html; charset=UTF-8' })
  response.end(JSON.stringify(errorBody(500, TEXTS.serverError)))
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  parts: Parts,
  redirectUri: string | undefined,
): Promise<void> {
  const { it, oauth } = parts
  const method = request.method ?? 'GET'
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`)
  const raw = await bodyOf(request)
  if (raw === null) {
    response
      .writeHead(413, { Connection: 'close' })
      .end(JSON.stringify(errorBody(413, 'The body is too large.')))
    return
  }
  if (url.pathname === '/' || url.pathname.startsWith('/_sim/')) {
    if (LOOPBACK.has(request.socket.remoteAddress ?? '')) return control(it, method, url, raw, response)
    return void response.writeHead(403).end()
  }
  const seen = remember(it, method, url, raw)
  const hit = it.faults.take({ method, path: url.pathname, text: `${seen.reference}\n${raw}` })
  seen.fault = hit?.kind ?? ''
  if (url.pathname === '/auth/oauth/token' && raw.includes('refresh_token'))
    response.once('close', oauth.refreshBegins())
  const { client } = it.ledger.state.data
  const app = redirectUri === undefined ? client : { ...client, redirectUri }
  await play({ ...parts, request, response, url, raw, seen, fault: hit }, () =>
    answerOAuth(oauth, app, { method, url, raw, type: request.headers['content-type'] ?? '' }),
  )
}

function remember(it: Controlled, method: string, url: URL, raw: string): SeenRequest {
  const saleID = /\/Sale\/(\d+)/.exec(url.pathname)?.[1]
  const inBody = /"referenceNumber"\s*:\s*"([^"]*)"/.exec(raw)?.[1]
  const known = it.ledger.state.sales.get(saleID ?? '')?.referenceNumber
  const reference = inBody ?? url.searchParams.get('referenceNumber') ?? known ?? ''
  const seen = {
    at: stamp(it.clock.now()),
    method,
    path: url.pathname + url.search,
    reference,
    body: raw.slice(0, REMEMBERED.bodyChars),
    status: 0,
    fault: '',
  }
  it.requests.push(seen)
  if (it.requests.length > REMEMBERED.requests) it.requests.shift()
  return seen
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > BODY_LIMIT) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
