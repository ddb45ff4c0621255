import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator, type Simulator } from './server'
import type { World } from './world-shape'

/** A small account for tests: two shops, five items, taxes as in the recorded and documented sales. */
export const exampleWorld = (settings: World['settings'] = {}): World => ({
  account: { id: '77', name: 'Example', currency: 'USD' },
  client: { id: 'client', secret: 'secret' },
  shops: ['Portland', 'Salem'].map((name, index) => ({
    shopID: String(index + 1),
    name,
    timeZone: 'US/Pacific',
    taxCategoryID: '1',
    address: {
      address1: '1 Main',
      city: name,
      state: 'OR',
      zip: '97205',
      country: 'United States',
      countryCode: 'US',
    },
    registers: [{ registerID: String(index + 1), name: 'Web', open: index === 0, archived: false }],
  })),
  employees: [
    { employeeID: '1', firstName: 'Order', lastName: 'Queue' },
    { employeeID: '2', firstName: 'Gone', lastName: 'Away', lockOut: true },
  ],
  taxCategories: [
    { taxCategoryID: '1', tax1Name: 'Sales Tax', tax1Rate: '0.09' },
    { taxCategoryID: '2', tax1Name: 'GST', tax1Rate: '0.05', tax2Name: 'PST', tax2Rate: '0.07' },
  ],
  paymentTypes: [
    { paymentTypeID: '1', name: 'Cash' },
    { paymentTypeID: '3', name: 'Web' },
  ],
  items: [
    {
      itemID: '1',
      systemSku: '210000000001',
      customSku: 'MUG',
      description: 'Mug',
      price: '14.5',
      stock: { '1': 5, '2': 2 },
    },
    {
      itemID: '2',
      systemSku: '210000000009',
      customSku: 'CAP',
      upc: '0614',
      description: 'Cap',
      price: '9',
      stock: { '1': 1 },
    },
    {
      itemID: '3',
      systemSku: '210000000003',
      customSku: 'OLD',
      upc: '0614',
      description: 'Old',
      price: '9',
      archived: true,
      stock: {},
    },
    {
      itemID: '4',
      systemSku: '210000000004',
      customSku: 'SHIP',
      description: 'WebShipping',
      price: '5',
      itemType: 'non_inventory',
      stock: {},
    },
    {
      itemID: '5',
      systemSku: '210000000005',
      customSku: 'BELT',
      description: 'Belt',
      price: '7.05',
      cost: '3',
      stock: { '2': 4 },
    },
  ],
  customers: [
    { customerID: '11', firstName: 'Ada', lastName: 'Reed', email: 'ada@example.com' },
    { customerID: '12', firstName: 'Old', lastName: 'Friend', email: 'old@example.com', archived: true },
  ],
  settings,
})

export interface Answered {
  status: number
  headers: Headers
  // The shape is what the tests look at, so they say what they expect of it.
  body: Record<string, unknown>
  text: string
}

/** A running simulator on a fresh ledger, signed in, with its rate limit off unless the settings say otherwise. */
export class ExampleAccount {
  token = ''

  private constructor(
    readonly simulator: Simulator,
    readonly ledgerPath: string,
    private readonly folder: string,
  ) {}

  static async start(settings: World['settings'] = {}): Promise<ExampleAccount> {
    const folder = mkdtempSync(join(tmpdir(), 'simulator-'))
    const ledgerPath = join(folder, 'ledger.jsonl')
    const world = exampleWorld({ rateLimit: false, ...settings })
    const account = new ExampleAccount(await startSimulator({ world, ledgerPath }), ledgerPath, folder)
    account.token = await signIn(account.simulator.url)
    return account
  }

  async end(): Promise<void> {
    await this.simulator.close()
    rmSync(this.folder, { recursive: true })
  }

  /** A call below the account: `Sale.json?limit=2`, `/API/Session.json` where it begins with a slash. */
  async call(method: string, path: string, body?: unknown): Promise<Answered> {
    const below = path.startsWith('/') ? path : `/API/V3/Account/77/${path}`
    return answered(
      await fetch(this.simulator.url + below, {
        method,
        headers: { Authorization: `Bearer ${this.token}`, Accept: 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
  }

  /** A list with its query as pairs; its rows, however many there are. */
  async list(resource: string, query: Record<string, string> = {}): Promise<Record<string, unknown>[]> {
    const { status, body, text } = await this.call('GET', `${resource}.json?${new URLSearchParams(query)}`)
    if (status !== 200) throw new Error(text)
    return rowsOf(body[resource])
  }

  async door(method: string, path: string, body?: unknown): Promise<Answered> {
    return answered(
      await fetch(`${this.simulator.url}/_sim/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
  }

  async stockOf(sku: string): Promise<Record<string, number>> {
    const table = JSON.parse((await this.door('GET', 'stock')).text) as {
      sku: string
      byShop: Record<string, number>
    }[]
    return table.find((row) => row.sku === sku)?.byShop ?? {}
  }

  /** An open sale of these lines; answers the sale. */
  async draft(
    lines: Record<string, unknown>[],
    more: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>> {
    const { body, status, text } = await this.call('POST', 'Sale.json', saleBody(lines, more))
    if (status !== 200) throw new Error(text)
    return body['Sale'] as Record<string, unknown>
  }

  complete(saleID: unknown, amount: unknown, more: Record<string, unknown> = {}): Promise<Answered> {
    return this.call('PUT', `Sale/${String(saleID)}.json`, {
      completed: true,
      SalePayments: { SalePayment: [{ paymentTypeID: 3, amount, ...more }] },
    })
  }
}

export const saleBody = (lines: Record<string, unknown>[], more: Record<string, unknown> = {}) => ({
  employeeID: 1,
  shopID: 1,
  registerID: 1,
  ...more,
  ...(lines.length > 0 ? { SaleLines: { SaleLine: lines } } : {}),
})

export const rowsOf = (value: unknown): Record<string, unknown>[] =>
  value === undefined ? [] : ([value].flat() as Record<string, unknown>[])

export async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  let body: Record<string, unknown> = {}
  try {
    body = JSON.parse(text) as Record<string, unknown>
  } catch {
    // HTML, which some faults answer: the test looks at the text.
  }
  return { status: response.status, headers: response.headers, body, text }
}

/** A code, as a person who presses Allow gets it. */
export async function allow(url: string, query: Record<string, string> = {}): Promise<string> {
  const asked = new URLSearchParams({ allow: '1', redirect_uri: 'http://localhost/back', ...query })
  const response = await fetch(`${url}/auth/oauth/authorize?${asked}`, { redirect: 'manual' })
  return new URL(response.headers.get('location') ?? 'http://none/').searchParams.get('code') ?? ''
}

export async function askToken(url: string, grant: Record<string, string>): Promise<Answered> {
  return answered(
    await fetch(`${url}/auth/oauth/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ client_id: 'client', client_secret: 'secret', ...grant }),
    }),
  )
}

export async function signIn(url: string): Promise<string> {
  const code = await allow(url)
  const { body } = await askToken(url, { grant_type: 'authorization_code', code })
  return String(body['access_token'])
}
