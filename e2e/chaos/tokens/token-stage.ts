import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant } from '@/lib/db/with-merchant'
import { env, resetEnv } from '@/lib/env'
import { listUnsettledDeliveries } from '@/lib/integrations/store'
import { deliver, exampleMerchant, type ExampleMerchant } from '@/lib/orders/example-merchant'
import { readQueue } from '@/lib/orders/screens/queue-read'
import { beginConnection, comeBack } from '@/lib/pos-accounts/connecting/begin'
import { present } from '@/lib/result'
import type { World } from '@/lib/simulator/world-shape'
import { scaledWaits } from '@/lib/waits'
import { gatewayOpener } from '@/lib/worker/gateways'
import { runJob, type Workshop } from '@/lib/worker/registry'

const SHOPS = ['Bend', 'Eugene', 'Salem']
const NAME = 'tokens'
/** Items that lie in one store each, so that an order of three of them is split in three. */
const ITEMS = 30

const world: World = {
  account: { id: `account-${NAME}`, name: 'Tokens', currency: 'USD' },
  client: { id: 'client', secret: 'secret' },
  shops: SHOPS.map((name, i) => ({
    shopID: String(i + 1),
    name,
    timeZone: 'UTC',
    taxCategoryID: '1',
    address: { address1: '', city: name, state: 'OR', zip: '', country: 'US', countryCode: 'US' },
    registers: [{ registerID: String(i + 1), name: 'Web', open: true, archived: false }],
  })),
  employees: [{ employeeID: '1', firstName: 'O', lastName: 'Q' }],
  taxCategories: [{ taxCategoryID: '1', tax1Name: 'Tax', tax1Rate: '0.0825' }],
  paymentTypes: [{ paymentTypeID: '3', name: 'Web' }],
  items: Array.from({ length: ITEMS }, (_, i) => ({
    itemID: String(i + 1),
    systemSku: `21${String(i + 1).padStart(10, '0')}`,
    customSku: `SKU${i}`,
    description: `Item ${i}`,
    price: '19.99',
    stock: { [String((i % SHOPS.length) + 1)]: 100_000 },
  })),
  // What is tested is tokens; nothing may wait for anything else, also not for a budget that the headers make look small.
  settings: { rateLimit: false, bucketSize: 100_000, drip: 10_000, burst: 10_000 },
}

export interface TokenRecord {
  refreshes: number
  refused: number
  mostAtOnce: number
  live: { refreshHash: string }[]
}

interface Sale {
  referenceNumber: string
  completed: boolean
  archived: boolean
}

/** A merchant with one Lightspeed account, on the real database of DATABASE_URL and a simulator process of its own. */
export class TokenStage {
  private constructor(
    readonly shop: ExampleMerchant,
    private readonly simulator: ChildProcess,
    private readonly url: string,
  ) {}

  /** `folder`: where the simulator's ledger goes. The waits are those of `scale`. */
  static async open(folder: string, scale: number): Promise<TokenStage> {
    const worldFile = join(folder, 'world.json')
    writeFileSync(worldFile, JSON.stringify(world))
    const ledger = join(folder, 'ledger.jsonl')
    const args = ['lib/simulator/main.ts', '--ledger', ledger, '--world', worldFile]
    const back = ['--redirect-uri', 'http://localhost:3000/api/lightspeed/callback']
    const simulator = spawn(process.execPath, ['--import', 'tsx', ...args, ...back], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const url = await listening(simulator)
    Object.assign(process.env, {
      LIGHTSPEED_API_URL: url,
      LIGHTSPEED_AUTH_URL: url,
      LIGHTSPEED_CLIENT_ID: 'client',
      LIGHTSPEED_CLIENT_SECRET: 'secret',
      WAIT_SCALE: String(scale),
    })
    resetEnv()
    const shop = await exampleMerchant(NAME, {
      kind: 'split',
      maxParts: null,
      keepLinesWhole: false,
      smallestPartMinor: null,
      whenUncovered: 'hold',
    })
    const stage = new TokenStage(shop, simulator, url)
    await stage.connect()
    return stage
  }

  async door(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.url}/_sim/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json()
  }

  record = async (): Promise<TokenRecord> => (await this.door('GET', 'tokens')) as TokenRecord

  /** References of an order's sales by the simulator's own record; archived ones left out. */
  async sales(number: string): Promise<{ reference: string; completed: boolean }[]> {
    const found = (await this.door('GET', `sales?reference=${number}-`)) as Sale[]
    return found
      .filter((sale) => !sale.archived)
      .map((sale) => ({ reference: sale.referenceNumber, completed: sale.completed }))
      .toSorted((a, b) => (a.reference < b.reference ? -1 : 1))
  }

  /** Connects the account, or connects it again, as an owner does in the app. */
  async connect(): Promise<void> {
    const owner: Viewer = this.shop.as('owner')
    const begun = await beginConnection(owner, new Date())
    if (!begun.ok) throw new Error(begun.refusal.kind)
    const page = new URL(begun.value.url)
    page.searchParams.set('allow', '1')
    const answer = await fetch(page, { redirect: 'manual' })
    const back = new URL(present(answer.headers.get('location'), 'way back'))
    const came = { state: back.searchParams.get('state') ?? '', code: back.searchParams.get('code') }
    const known = present(await comeBack(owner, { ...came, error: null }, new Date()), 'connection')
    const answered = await runJob(this.workshop(), 'connect', { merchantId: owner.merchantId, ...known })
    if (answered.kind !== 'done') throw new Error(`the account is not connected: ${JSON.stringify(answered)}`)
  }

  /** Takes in and decides an order of `parts` lines that lie in as many stores; answers its id. */
  async order(number: string, parts: number): Promise<string> {
    const { merchantId } = this.shop
    const lines = Array.from({ length: parts }, (_, i) => ({ sku: `SKU${i}`, quantity: 1 }))
    await deliver(this.shop, `#${number}`, lines, new Date())
    const [deliveryId] = await withMerchant(merchantId, (scope) =>
      listUnsettledDeliveries(scope, new Date(Date.now() + 60_000)),
    )
    await runJob(this.workshop(), 'intake', { merchantId, deliveryId })
    const { rows } = await readQueue(this.shop.as('owner'), {
      tab: 'all',
      cursor: null,
      search: `#${number}`,
    })
    const orderId = present(rows[0], 'order').id
    await runJob(this.workshop(), 'decide', { merchantId, orderId })
    return orderId
  }

  /** A worker of the test's own process; its calls and claims never run out because the machine is busy. */
  workshop(): Workshop {
    const { callDeadlineMs, leaseMs } = scaledWaits(1)
    const waits = { ...scaledWaits(env().WAIT_SCALE), callDeadlineMs, leaseMs }
    const now = () => new Date()
    return { settings: env(), waits, now, open: gatewayOpener(env(), waits, now) }
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.simulator.once('exit', resolve))
    this.simulator.kill('SIGTERM')
    await ended
  }
}

/** The address from the one line a simulator says when it listens. */
function listening(simulator: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    simulator.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)))
    simulator.stdout?.once('data', (chunk: Buffer) => {
      const { port } = JSON.parse(chunk.toString()) as { port: number }
      resolve(`http://127.0.0.1:${port}`)
    })
  })
}
