import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll } from 'vitest'
import { withMerchant } from '@/lib/db/with-merchant'
import { env } from '@/lib/env'
import { listUnsettledDeliveries } from '@/lib/integrations/store'
import { unpaced } from '@/lib/lightspeed/pace'
import { createRSeriesGateway } from '@/lib/lightspeed/r-series/connect'
import type { CallRecord } from '@/lib/lightspeed/types'
import { deliver, exampleMerchant, type ExampleMerchant } from '@/lib/orders/example-merchant'
import type { Policy } from '@/lib/routing/types'
import { readQueue } from '@/lib/orders/screens/queue-read'
import { orders } from '@/lib/orders/tables'
import { startSimulator, type Simulator } from '@/lib/simulator/server'
import type { World } from '@/lib/simulator/world-shape'
import { scaledWaits } from '@/lib/waits'
import type { OpenGateway } from '../gateways'
import { runJob, type Workshop } from '../registry'

/** A merchant with three stores on a real simulator and a real database: the stage of this room's database tests. */
const world: World = {
  account: { id: 'account-shop', name: 'Test', currency: 'USD' },
  client: { id: 'c', secret: 's' },
  shops: ['Bend', 'Eugene', 'Salem'].map((name, i) => ({
    shopID: String(i + 1),
    name,
    timeZone: 'UTC',
    taxCategoryID: '1',
    address: { address1: '', city: name, state: 'OR', zip: '', country: 'US', countryCode: 'US' },
    registers: [{ registerID: String(i + 1), name: 'Web', open: true, archived: false }],
  })),
  employees: [{ employeeID: '1', firstName: 'Olive', lastName: 'Quill' }],
  taxCategories: [{ taxCategoryID: '1', tax1Name: 'Tax', tax1Rate: '0.0825' }],
  paymentTypes: [
    { paymentTypeID: '3', name: 'Web' },
    { paymentTypeID: '4', name: 'Card' },
  ],
  // Item n lies in one store only, so an order of three of them takes three sales.
  items: [
    ...Array.from({ length: 60 }, (_, i) => ({
      itemID: String(i + 1),
      systemSku: `21${String(i + 1).padStart(10, '0')}`,
      customSku: `SKU${i}`,
      description: `Item ${i}`,
      price: '19.99',
      stock: { [String((i % 3) + 1)]: 50 },
    })),
    {
      itemID: '90',
      systemSku: '210000000090',
      customSku: 'WRAP',
      description: 'Gift wrapping',
      price: '2.00',
      itemType: 'non_inventory' as const,
      stock: {},
    },
  ],
}

let folder = ''
let simulator: Simulator
let token = ''
/** Set before the first test runs. */
export let shop: ExampleMerchant

/** Call at the top of a test file, after `useTestDatabase`. */
export function usePushStage(policy: Policy = SPLIT): void {
  beforeAll(() => openStage(policy))
  afterAll(async () => {
    await simulator.close()
    rmSync(folder, { recursive: true })
    used = 0
  })
}

const SPLIT: Policy = {
  kind: 'split',
  maxParts: null,
  keepLinesWhole: false,
  smallestPartMinor: null,
  whenUncovered: 'hold',
}

async function openStage(policy: Policy): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'push-'))
  simulator = await startSimulator({ world, ledgerPath: join(folder, 'ledger.jsonl') })
  shop = await exampleMerchant('shop', policy)
  const allowed = await fetch(
    `${simulator.url}/auth/oauth/authorize?allow=1&redirect_uri=http://localhost/`,
    { redirect: 'manual' },
  )
  const code = new URL(allowed.headers.get('location') ?? '').searchParams.get('code')
  const body = JSON.stringify({ client_id: 'c', client_secret: 's', grant_type: 'authorization_code', code })
  const answer = await fetch(`${simulator.url}/auth/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  token = ((await answer.json()) as { access_token: string }).access_token
  await control('/settings', 'PUT', { rateLimit: false })
}

export const control = (path: string, method: string, body?: unknown) =>
  fetch(`${simulator.url}/_sim${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

export interface Sale {
  referenceNumber: string
  completed: boolean
  archived: boolean
  total: string
  paid: string
  tax: string
  lines: { note: string; quantity: number; unitPrice: string; tax: boolean }[]
}
export const salesOf = async (number: string) => {
  const sales = (await (await control(`/sales?reference=${number}-`, 'GET')).json()) as Sale[]
  return sales.filter((sale) => !sale.archived)
}

/** What somebody at the till does, by the same API. */
export const till = (method: string, path: string, body: unknown): Promise<Response> =>
  fetch(`${simulator.url}/API/V3/Account/${world.account.id}/${path}.json`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })

/** Somebody at the desk adds a line to an open sale. */
export async function addLine(saleId: string, line: Record<string, unknown>): Promise<void> {
  const answer = await till('PUT', `Sale/${saleId}`, { SaleLines: { SaleLine: [line] } })
  if (!answer.ok) throw new Error(`The line was not added: ${await answer.text()}`)
}

/** A worker whose clock the test moves: a wait the protocol asks for is jumped over, never sat out. */
export function workshop(): Omit<Workshop, 'open'> & { open(): OpenGateway; skip(ms: number): void } {
  let ms = Date.now()
  const calls: CallRecord[] = []
  return {
    settings: env(),
    waits: { ...scaledWaits(1), callDeadlineMs: 2_000 },
    now: () => new Date(ms),
    skip: (by) => {
      ms += by
    },
    open: () => ({
      gateway: createRSeriesGateway({
        apiUrl: simulator.url,
        accountId: world.account.id,
        currency: 'USD',
        token: { current: async () => token, refreshAfter401: async () => token },
        deadlineMs: 2_000,
        pace: unpaced,
        clockSpeed: 1,
        onCall: (record) => calls.push(record),
        now: () => ms,
      }),
      ready: async () => undefined,
      giveUp: async () => undefined,
      takeCalls: () => calls.splice(0),
      reserve: () => Promise.resolve(0),
      release: () => Promise.resolve(),
    }),
  }
}

/** Orders placed so far; each uses items of its own for a while. */
export let used = 0
/** Takes in and decides an order of `parts` lines that lie in as many stores; answers its id. */
export async function ordered(
  number: string,
  stores: number,
  at: ReturnType<typeof workshop>,
  also: { sku: string; quantity: number }[] = [],
): Promise<string> {
  const { merchantId } = shop
  const lines = Array.from({ length: stores }, (_, i) => ({ sku: `SKU${(used % 19) * 3 + i}`, quantity: 1 }))
  used += 1
  await deliver(shop, `#${number}`, [...lines, ...also], at.now())
  const [deliveryId] = await withMerchant(merchantId, (scope) =>
    listUnsettledDeliveries(scope, new Date(at.now().getTime() + 1)),
  )
  await runJob(at, 'intake', { merchantId, deliveryId })
  const { rows } = await readQueue(shop.as('owner'), { tab: 'all', cursor: null, search: `#${number}` })
  const orderId = rows[0]?.id ?? ''
  await runJob(at, 'decide', { merchantId, orderId })
  return orderId
}

/** Runs the push job until it has nothing more to do, jumping over its waits. */
export async function pushed(orderId: string, at: ReturnType<typeof workshop>): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) {
    const answer = await runJob(at, 'push', { merchantId: shop.merchantId, orderId })
    if (answer.kind === 'done') return
    at.skip(answer.kind === 'snooze' ? answer.ms : 1_000)
  }
  throw new Error('the push goes on for ever')
}

export const stateOf = (orderId: string) =>
  withMerchant(shop.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, orderId))
    return { state: row?.state, attention: row?.attention ?? null, totalMinor: row?.totalMinor ?? 0 }
  })
export const cents = (sales: Sale[]) =>
  sales.reduce((sum, sale) => sum + Math.round(Number(sale.total) * 100), 0)
