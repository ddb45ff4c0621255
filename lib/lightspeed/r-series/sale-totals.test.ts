import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pick, seededRandom } from '@/lib/commands/test-orders/seeded-random'
import type { ChannelCharge, ChannelLine, ChannelOrder } from '@/lib/integrations/channel-order'
import { sumsOf } from '@/lib/integrations/order-sums'
import { shareMoney } from '@/lib/orders/planning/part-money'
import { startSimulator, type Simulator } from '@/lib/simulator/server'
import type { World } from '@/lib/simulator/world-shape'
import { balanceInput } from '@/lib/worker/push/sale/balance-input'
import { exchangeCode } from '../oauth'
import { unpaced } from '../pace'
import { balanceSale } from '../sale/balance'
import type { Gateway, PosTaxCategory } from '../types'
import { createRSeriesGateway } from './connect'
import { world as small } from './example-account'

/** Orders of one run, and the most stores one is split over. */
const ORDERS = 200
const STORES = 4

const world: World = {
  ...small,
  shops: Array.from({ length: STORES }, (_, i) => ({
    shopID: String(i + 1),
    name: `Shop ${i + 1}`,
    timeZone: 'UTC',
    taxCategoryID: '1',
    address: { address1: '', city: '', state: '', zip: '', country: '', countryCode: 'US' },
    registers: [{ registerID: String(i + 1), name: 'Web', open: true, archived: false }],
  })),
  taxCategories: [
    { taxCategoryID: '1', tax1Name: 'State', tax1Rate: '0.0825' },
    { taxCategoryID: '2', tax1Name: 'GST', tax1Rate: '0.05', tax2Name: 'QST', tax2Rate: '0.09975' },
    {
      taxCategoryID: '3',
      tax1Name: 'VAT',
      tax1Rate: '0.19',
      classes: [{ taxClassID: '9', tax1Rate: '0.07', tax2Rate: '0' }],
    },
    {
      taxCategoryID: '4',
      tax1Name: 'VAT inside',
      tax1Rate: '0.19',
      isTaxInclusive: true,
      classes: [{ taxClassID: '9', tax1Rate: '0.07', tax2Rate: '0' }],
    },
  ],
}

const folder = mkdtempSync(join(tmpdir(), 'sale-totals-'))
let simulator: Simulator
let gateway: Gateway
let taxCategories: PosTaxCategory[]

beforeAll(async () => {
  simulator = await startSimulator({ world, ledgerPath: join(folder, 'ledger.jsonl') })
  const allowed = await fetch(
    `${simulator.url}/auth/oauth/authorize?allow=1&redirect_uri=http://localhost/back`,
    { redirect: 'manual' },
  )
  const code = new URL(allowed.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const client = { authUrl: simulator.url, clientId: 'c', clientSecret: 's', deadlineMs: 10_000 }
  const { accessToken } = await exchangeCode({ ...client, code })
  await fetch(`${simulator.url}/_sim/settings`, {
    method: 'PUT',
    body: JSON.stringify({ rateLimit: false }),
  })
  gateway = createRSeriesGateway({
    apiUrl: simulator.url,
    accountId: world.account.id,
    currency: 'USD',
    token: { current: async () => accessToken, refreshAfter401: async () => accessToken },
    deadlineMs: 10_000,
    pace: unpaced,
    clockSpeed: 1,
    onCall: () => undefined,
    now: () => Date.now(),
  })
  taxCategories = await gateway.listTaxCategories()
})
afterAll(async () => {
  await simulator.close()
  rmSync(folder, { recursive: true })
})

const between = (random: () => number, least: number, most: number) =>
  least + Math.floor(random() * (most - least + 1))

/** An order as a shop would send it: its tax rounded line by line, by rates that one tax category has. */
function orderOf(index: number): ChannelOrder {
  const random = seededRandom(`sale ${index}`)
  const rates = pick([['0.0825'], ['0.14975'], ['0.19'], ['0.19', '0.07', '0']], random) ?? []
  const pricesIncludeTax = rates[0] === '0.19' && random() < 0.5
  const taxOf = (amount: number, rate: string) =>
    Math.round(pricesIncludeTax ? (amount * Number(rate)) / (1 + Number(rate)) : amount * Number(rate))
  const lines = Array.from({ length: between(random, 1, 5) }, (_, i): ChannelLine => {
    const quantity = between(random, 1, 4)
    const unitPriceMinor = between(random, 0, 9_999)
    const discountMinor = random() < 0.4 ? between(random, 0, unitPriceMinor) : 0
    const taxRate = pick(rates, random) ?? '0'
    // Now and then a customer is exempt.
    const exempt = random() < 0.1
    return {
      externalId: String(i),
      sku: 'MUG',
      title: `Line ${i}`,
      quantity,
      toShip: Math.max(0, quantity - between(random, 0, 1)),
      unitPriceMinor,
      discountMinor,
      taxMinor: exempt ? 0 : taxOf(unitPriceMinor * quantity - discountMinor, taxRate),
      taxRate,
      needsShipping: true,
    }
  })
  const charge = (kind: ChannelCharge['kind'], netMinor: number, taxRate: string): ChannelCharge => ({
    kind,
    title: kind,
    netMinor,
    taxMinor: Math.round(netMinor * Number(taxRate)),
    taxRate,
  })
  const order: ChannelOrder = {
    externalId: String(index),
    number: `#${index}`,
    url: null,
    placedAt: '2026-11-24T12:00:00.000Z',
    updatedAt: '2026-11-24T12:00:00.000Z',
    test: false,
    source: 'online',
    payment: { status: 'paid', method: 'card' },
    cancelledAt: null,
    currency: 'USD',
    pricesIncludeTax,
    lines,
    charges: [
      charge('shipping', between(random, 0, 2_000), rates[0] ?? '0'),
      charge('tip', between(random, 0, 300), '0'),
      charge('fee', between(random, 0, 300), random() < 0.5 ? (rates[0] ?? '0') : '0'),
    ],
    totalMinor: 0,
    customer: { name: '', email: '', phone: '' },
    shipTo: null,
    shipToCount: 0,
    tags: [],
    note: '',
    risky: false,
  }
  return { ...order, totalMinor: sumsOf(order).wantedMinor }
}

/** The units still to ship, whole or over several stores; some stay behind. */
function splitOf(order: ChannelOrder, stores: number, random: () => number) {
  const parts = Array.from({ length: stores }, () => new Map<string, number>())
  for (const line of order.lines)
    for (let unit = 0; unit < line.toShip; unit += 1) {
      if (stores > 1 && random() < 0.1) continue
      const part = parts[between(random, 0, stores - 1)]
      part?.set(line.externalId, (part.get(line.externalId) ?? 0) + 1)
    }
  return parts
    .map((part) => [...part].map(([lineId, quantity]) => ({ lineId, quantity })))
    .filter((units) => units.length > 0)
}

const settings = {
  employeeId: '1',
  paymentTypes: { '*': '3' },
  shippingItemId: null,
  roundingPerLineMinor: 1,
}

test('what Lightspeed makes of the sales of whole and split orders is what was predicted, and the parts’ totals', async () => {
  const seen = { sales: 0, rounded: 0, mismatched: 0, whole: 0, split: 0 }
  for (let index = 0; index < ORDERS; index += 1) {
    const order = orderOf(index)
    const stores = 1 + (index % STORES)
    const fresh = splitOf(order, stores, seededRandom(`split ${index}`))
    const shared = shareMoney(order, [], fresh)
    const everything = [...shared.parts, shared.leftOver, shared.alreadyShipped]
    expect(everything.reduce((sum, part) => sum + part.totalMinor, 0)).toBe(order.totalMinor)
    seen[fresh.length > 1 ? 'split' : 'whole'] += 1
    for (const [at, money] of shared.parts.entries()) {
      const lines = (fresh[at] ?? []).map((units) => ({
        ...units,
        itemId: 'ours',
        externalItemId: '1',
        sku: 'MUG',
        title: 'Mug',
        unitsShort: 0,
      }))
      const input = balanceInput({ lines, money }, settings, order.pricesIncludeTax)
      const balanced = balanceSale({ ...input, taxCategories })
      if (!balanced.ok) {
        seen.mismatched += 1
        continue
      }
      const { roundingMinor, ...made } = balanced.value
      const sale = await gateway.createSale({
        referenceNumber: `${index}-${at + 1}`,
        referenceSource: 'OQ-test',
        shopId: String(at + 1),
        registerId: String(at + 1),
        employeeId: '1',
        customerId: '0',
        currency: 'USD',
        shipTo: null,
        totalMinor: money.totalMinor,
        ...made,
      })
      expect({ order: index, part: at + 1, total: sale.totalMinor }).toEqual({
        order: index,
        part: at + 1,
        total: money.totalMinor,
      })
      seen.sales += 1
      if (roundingMinor !== 0) seen.rounded += 1
    }
  }
  expect(seen.sales).toBeGreaterThan(350)
  expect(seen.rounded).toBeGreaterThan(50)
  // A part's share of a tax is at most a unit off for each of its rows, which is what the rounding line may be.
  expect(seen.mismatched).toBe(0)
  expect(Math.min(seen.whole, seen.split)).toBeGreaterThan(15)
})
