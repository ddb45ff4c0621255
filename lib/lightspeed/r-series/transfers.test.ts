import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSimulator, type Simulator } from '@/lib/simulator/server'
import { exchangeCode } from '../oauth'
import { unpaced } from '../pace'
import { GatewayError, type Gateway } from '../types'
import { createRSeriesGateway } from './connect'
import { world } from './example-account'

const folder = mkdtempSync(join(tmpdir(), 'transfers-'))
let simulator: Simulator
let gateway: Gateway
let token = ''

const open = (apiUrl: string) =>
  createRSeriesGateway({
    apiUrl,
    accountId: '77',
    currency: 'USD',
    token: { current: async () => token, refreshAfter401: async () => token },
    deadlineMs: 2_000,
    pace: unpaced,
    clockSpeed: 1,
    onCall: () => undefined,
    now: () => Date.now(),
  })
const control = (path: string, method: string, body: unknown) =>
  fetch(`${simulator.url}/_sim${path}`, { method, body: JSON.stringify(body) })
const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof GatewayError ? error.kind : error),
  )
const make = (note: string, fromShopId = '1', toShopId = '2') =>
  gateway.createTransfer({ fromShopId, toShopId, note })
const since = new Date(Date.now() - 60_000)

beforeAll(async () => {
  simulator = await startSimulator({ world, ledgerPath: join(folder, 'ledger.jsonl') })
  const allowed = `${simulator.url}/auth/oauth/authorize?allow=1&redirect_uri=http://localhost/`
  const at = await fetch(allowed, { redirect: 'manual' })
  const code = new URL(at.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const client = { authUrl: simulator.url, clientId: 'c', clientSecret: 's', deadlineMs: 2_000 }
  token = (await exchangeCode({ ...client, code })).accessToken
  await control('/settings', 'PUT', { rateLimit: false })
  gateway = open(simulator.url)
})
afterAll(async () => {
  await simulator.close()
  rmSync(folder, { recursive: true })
})

describe('a transfer', () => {
  test('is made open, filled, sent, and shows what became of each item', async () => {
    const { id, status } = await make('first')
    expect(status).toBe('open')
    expect((await gateway.readTransfer(id)).items).toEqual([])
    await gateway.addTransferItems(id, [{ itemId: '1', units: 2 }])
    await gateway.addTransferItems(id, [{ itemId: '2', units: 1 }])
    expect((await gateway.readTransfer(id)).items).toEqual([
      { itemId: '1', toSend: 2, sent: 0, received: 0 },
      { itemId: '2', toSend: 1, sent: 0, received: 0 },
    ])
    await gateway.sendTransfer(id)
    await control('/receive', 'POST', { transferID: id, units: 1 })
    const read = await gateway.readTransfer(id)
    expect(read).toMatchObject({
      status: 'sent',
      items: [
        { sent: 2, received: 1 },
        { sent: 1, received: 1 },
      ],
    })
    // Sent it can no longer be changed, sent or filled.
    expect(await kindOf(gateway.sendTransfer(id))).toBe('refused')
    expect(await kindOf(gateway.addTransferItems(id, [{ itemId: '4', units: 1 }]))).toBe('refused')
  })

  test('stands once with each item', async () => {
    const { id } = await make('twice')
    await gateway.addTransferItems(id, [{ itemId: '1', units: 1 }])
    expect(await kindOf(gateway.addTransferItems(id, [{ itemId: '1', units: 1 }]))).toBe('refused')
  })

  test('is found by its shops and the time, archived or not, and only so', async () => {
    const [mine, archived, back] = [await make('seek'), await make('seek'), await make('seek', '2', '1')]
    await gateway.archiveTransfer(archived.id)
    const between = { fromShopId: '1', toShopId: '2' }
    const found = await gateway.findTransfers({ ...between, since })
    expect(found.filter((one) => one.note === 'seek')).toMatchObject([
      { id: mine.id, archived: false, items: null },
      { id: archived.id, archived: true },
    ])
    expect(await gateway.findTransfers({ ...between, since: new Date(Date.now() + 60_000) })).toEqual([])
    const listed = await gateway.listTransfers([back.id, archived.id, '4711'])
    expect(listed.map((one) => one.id)).toEqual([archived.id, back.id])
  })

  test('that is not there is a clear no', async () => {
    const error = await gateway.readTransfer('4711').catch((reason: unknown) => reason)
    expect(error).toMatchObject({ kind: 'refused', facts: { status: 404 } })
  })
})

describe('odd answers', () => {
  const answered = async (body: unknown, work: (odd: Gateway) => Promise<unknown>) => {
    const server = createServer(
      (_request, response) => void response.writeHead(200).end(JSON.stringify(body)),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const kind = await kindOf(work(open(`http://127.0.0.1:${port}`)))
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    return kind
  }
  const row = { transferID: '9', note: 'other', status: 'open', sendingShopID: '1', receivingShopID: '2' }

  test('about another transfer: malformed for a read, unknown for a write', async () => {
    const body = { Transfer: row }
    expect(await answered(body, (odd) => odd.readTransfer('8'))).toBe('malformed')
    const draft = { fromShopId: '1', toShopId: '2', note: 'mine' }
    expect(await answered(body, (odd) => odd.createTransfer(draft))).toBe('unknown-outcome')
    expect(await answered(body, (odd) => odd.sendTransfer('8'))).toBe('unknown-outcome')
  })

  test('a status nobody knows, and items that the answer does not name', async () => {
    const odd = { Transfer: { ...row, status: 'lost' } }
    expect(await answered(odd, (gate) => gate.readTransfer('9'))).toBe('malformed')
    const items = [{ itemId: '5', units: 1 }]
    expect(
      await answered({ TransferItem: { itemID: '4', toSend: '1' } }, (g) => g.addTransferItems('9', items)),
    ).toBe('unknown-outcome')
  })

  test('filters that are ignored change nothing: rows are compared again', async () => {
    const foreign = { ...row, transferID: '10', sendingShopID: '3' }
    const body = { '@attributes': { next: '' }, Transfer: [row, foreign] }
    const read: string[][] = []
    await answered(body, async (g) => {
      const found = await g.findTransfers({ fromShopId: '1', toShopId: '2', since })
      read.push(found.map((one) => one.id))
      read.push((await g.listTransfers(['10'])).map((one) => one.id))
    })
    expect(read).toEqual([['9'], ['10']])
  })
})
