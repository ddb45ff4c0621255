import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Running } from '../lib/commands/running'
import { readDemo, type DemoNotes } from '../lib/commands/start/summary'
import { shopifyBody, signedJsonBody, type TestOrder } from '../lib/commands/test-orders/bodies'
import { testCustomer } from '../lib/commands/test-orders/customers'
import { seededRandom } from '../lib/commands/test-orders/seeded-random'
import { signedHeaders } from '../lib/commands/test-orders/send'

/** Where the product of the `index`th process that plays journeys keeps its data. */
export const dataFolder = (index: number) => `.data-e2e-${index}`
/** The one of this process. */
export const E2E_DATA = dataFolder(Number(process.env['TEST_PARALLEL_INDEX'] ?? '0'))
/** The order during whose push the worker's first life ends by SIGKILL. */
export const CRASHING_ORDER = '#9008'

export interface LedgerSale {
  saleID: string
  ticketNumber: string
  referenceNumber: string
  referenceNumberSource: string
  shop: string
  register: string
  employee: string
  /** Names of the payment types it was paid as. */
  paidAs: string[]
  completed: boolean
  archived: boolean
  voided: boolean
  total: string
  lines: { sku: string; note: string; quantity: number; unitPrice: string }[]
}

export interface Mail {
  to: string[]
  subject: string
  text: string
  html: string
}

/** Ids of the orders sent so far to the product of this process. */
const sent = new Set<string>()

const running = (): Running => JSON.parse(readFileSync(join(E2E_DATA, 'running.json'), 'utf8')) as Running
const demo = (): DemoNotes => {
  const notes = readDemo(E2E_DATA)
  if (!notes) throw new Error('the demo merchant is missing')
  return notes
}

/** The running product from outside: its public doors, the simulator's own ledger, the mailbox. */
export const stack = {
  get url() {
    return running().webUrl
  },
  get workerPid() {
    return running().children['worker']
  },

  channel(alias: string) {
    const channel = demo().channels.find((one) => one.alias === alias)
    if (!channel) throw new Error(`no channel ${alias}`)
    return channel
  },

  async simulator(path: string, method = 'GET', body?: unknown): Promise<unknown> {
    const answer = await fetch(`${running().simulatorUrl}/_sim${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`simulator ${path}: ${await answer.text()}`)
    return answer.json()
  },

  async stockOf(sku: string): Promise<Record<string, number>> {
    const table = (await this.simulator('/stock')) as { sku: string; byShop: Record<string, number> }[]
    return table.find((row) => row.sku === sku)?.byShop ?? {}
  },

  /** Puts these units into these stores, and none into all others. */
  async setStock(sku: string, units: Record<string, number>): Promise<void> {
    const shops = Object.keys(await this.stockOf(sku))
    for (const [index, shop] of shops.entries())
      await this.simulator('/stock', 'PUT', { sku, shopID: String(index + 1), qoh: units[shop] ?? 0 })
  },

  /** Sales of an order by the ledger alone, oldest first; archived ones left out. */
  async salesOf(orderNumber: string): Promise<LedgerSale[]> {
    const reference = `${orderNumber.replace('#', '')}-`
    const sales = (await this.simulator(`/sales?reference=${encodeURIComponent(reference)}`)) as LedgerSale[]
    return sales.filter((sale) => !sale.archived).toReversed()
  },

  async mailsTo(address: string): Promise<Mail[]> {
    const answer = await fetch(`${running().mailUrl}/api/messages?to=${encodeURIComponent(address)}`)
    return (await answer.json()) as Mail[]
  },

  /** An order of these lines, the same for the same number. */
  order(
    number: string,
    lines: { sku: string; title: string; priceMinor: number; quantity: number }[],
  ): TestOrder {
    const at = new Date()
    return {
      id: `81${number.replaceAll(/\D/g, '').padStart(10, '0')}`,
      number,
      placedAt: at,
      updatedAt: at,
      lines,
      customer: testCustomer(seededRandom(number)),
    }
  },

  /** Sends a delivery as the channel does; answers the status. */
  async deliver(
    alias: string,
    body: string,
    deliveryId: string,
    change: Record<string, string> = {},
  ): Promise<number> {
    const channel = this.channel(alias)
    const answer = await fetch(`${running().webUrl}/api/intake/${channel.key}`, {
      method: 'POST',
      headers: { ...signedHeaders(channel, body, new Date(), deliveryId), ...change },
      body,
    })
    return answer.status
  },

  bodyOf(alias: string, order: TestOrder): string {
    return this.channel(alias).platform === 'shopify' ? shopifyBody(order) : signedJsonBody(order)
  },

  /** Sends a new order. A number that another journey has used already would be taken for that order. */
  async send(alias: string, order: TestOrder): Promise<void> {
    if (sent.has(order.id))
      throw new Error(`order ${order.number} was sent by another journey: choose a new number`)
    sent.add(order.id)
    const status = await this.deliver(alias, this.bodyOf(alias, order), `delivery-${order.id}`)
    if (status !== 200) throw new Error(`the order was refused with ${status}`)
  },
}

export const line = (sku: string, quantity: number, priceMinor = 2199) => ({
  sku,
  title: `Test ${sku}`,
  priceMinor,
  quantity,
})

/** "12.34" of several sales, added exactly. */
export const addAmounts = (amounts: string[]): number =>
  amounts.reduce((sum, amount) => {
    const [whole = '0', fraction = ''] = amount.split('.')
    return sum + Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
  }, 0)
