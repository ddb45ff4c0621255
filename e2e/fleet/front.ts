import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'

/** What one Lightspeed account was asked, as seen on the wire. */
export interface Seen {
  calls: number
  /** Answered 429. */
  refused: number
  /** Units of the bucket, by the answers' own cost header; by kind of call below. */
  units: number
  byKind: Record<string, { calls: number; units: number }>
  /** Sales completed, and when by this machine's clock. */
  completed: number[]
  /** When a sale with this reference number was first asked for. */
  firstAsked: Map<string, number>
}

export interface Front {
  url: string
  of(accountId: string): Seen
  /** Starts counting anew. */
  reset(): void
  /** Requests below the account for which the network is dead: the connection is cut and nothing arrives. */
  dead: ((method: string, path: string) => boolean) | null
  close(): Promise<void>
}

const none = (): Seen => ({
  calls: 0,
  refused: 0,
  units: 0,
  byKind: {},
  completed: [],
  firstAsked: new Map(),
})

/** One address in front of several simulators, each one account, as Lightspeed has one for all; it counts what passes. */
export async function openFront(accounts: Map<string, { port: number }>): Promise<Front> {
  const seen = new Map<string, Seen>()
  const front: Front = {
    url: '',
    of: (accountId) => {
      const known = seen.get(accountId) ?? none()
      seen.set(accountId, known)
      return known
    },
    reset: () => seen.clear(),
    dead: null,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const server = createServer((incoming, response) => {
    void pass(incoming, response, accounts, front)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  front.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return front
}

async function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  accounts: Map<string, { port: number }>,
  front: Front,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const { method = 'GET', url = '/' } = incoming
  const [, accountId = '', path = ''] = /\/Account\/([^/]+)\/([^?]*)/.exec(url) ?? []
  const target = accounts.get(accountId)
  // The worker's sign of life asks without an account.
  if (!target) return void response.writeHead(401).end()
  if (front.dead?.(method, path)) return void response.destroy()
  const counted = front.of(accountId)
  const reference = method === 'POST' ? /"referenceNumber":"([^"]+)"/.exec(body.toString())?.[1] : undefined
  if (reference !== undefined && !counted.firstAsked.has(reference))
    counted.firstAsked.set(reference, Date.now())
  const outgoing = forward(
    { host: '127.0.0.1', port: target.port, method, path: url, headers: incoming.headers },
    (answer) => {
      count(counted, method, path, body, answer)
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    },
  )
  outgoing.once('error', () => response.destroy())
  outgoing.end(body)
}

function count(counted: Seen, method: string, path: string, body: Buffer, answer: IncomingMessage): void {
  counted.calls += 1
  if (answer.statusCode === 429) {
    counted.refused += 1
    return
  }
  const cost = Number(answer.headers['x-ls-api-request-cost'] ?? 0)
  const completes = method === 'PUT' && path.startsWith('Sale/') && body.includes('"completed":true')
  const kind = completes ? 'complete' : `${method} ${path.replace(/[/.].*$/, '')}`
  const known = counted.byKind[kind] ?? { calls: 0, units: 0 }
  counted.byKind[kind] = { calls: known.calls + 1, units: known.units + cost }
  counted.units += cost
  if (completes && answer.statusCode === 200) counted.completed.push(Date.now())
}
