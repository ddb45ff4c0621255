import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { text } from './decimal'
import { faultShape, type Faults } from './faults'
import type { Ledger } from './ledger'
import { watchPage } from './page'
import type { RateState } from './rate-limit'
import { oversell } from './sales'
import { ticketOf } from './shapes'
import { stamp } from './stamp'
import type { Sale } from './state'
import { totalsOf } from './totals'

export interface SeenRequest {
  at: string
  method: string
  path: string
  body: string
  status: number
}

export interface Controlled {
  ledger: Ledger
  faults: Faults
  rate: RateState
  requests: SeenRequest[]
  now: () => number
}

const stockShape = z.object({ sku: z.string(), shopID: z.string(), qoh: z.number().int() })
const settingsShape = z.object({
  rateLimit: z.boolean().optional(),
  oversell: z.enum(['negative', 'auto-add']).optional(),
})

/** Doors that the real Lightspeed does not have: for tests, the demo's orders, and people who want to watch. */
export function control(
  it: Controlled,
  method: string,
  url: URL,
  raw: string,
  response: ServerResponse,
): void {
  const json = (body: unknown, status = 200) =>
    void response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  const { state } = it.ledger
  switch (`${method} ${url.pathname}`) {
    case 'GET /':
      return void response
        .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
        .end(watchPage(state.data.account.name))
    case 'GET /_sim/health':
      return json({ ok: true })
    case 'GET /_sim/state':
      return json({ sales: state.sales.size, customers: state.customers.size, rate: it.rate })
    case 'GET /_sim/stock':
      return json(stockTable(it.ledger))
    case 'GET /_sim/sales':
      return json(
        salesView(it.ledger, url.searchParams.get('reference'), Number(url.searchParams.get('limit') ?? '0')),
      )
    case 'GET /_sim/requests':
      return json(it.requests)
    case 'PUT /_sim/stock': {
      const { sku, shopID, qoh } = stockShape.parse(JSON.parse(raw))
      const item = state.data.items.find((candidate) => candidate.customSku === sku)
      if (!item) return json({ error: `no item has the sku ${sku}` }, 404)
      it.ledger.commit({
        kind: 'stock',
        itemID: item.itemID,
        shopID,
        qoh,
        at: stamp(it.now()),
        reason: 'ManualQuantityAdjustment',
        saleID: '0',
      })
      return json({ ok: true })
    }
    case 'PUT /_sim/settings': {
      const wanted = settingsShape.parse(JSON.parse(raw))
      if (wanted.rateLimit !== undefined) it.rate.enabled = wanted.rateLimit
      if (wanted.oversell !== undefined) oversell.mode = wanted.oversell
      return json({ ok: true })
    }
    case 'POST /_sim/faults':
      it.faults.add(faultShape.parse(JSON.parse(raw)))
      return json({ waiting: it.faults.waiting })
    case 'GET /_sim/faults':
      return json({ waiting: it.faults.waiting })
    case 'DELETE /_sim/faults':
      it.faults.clear()
      return json({ ok: true })
    default:
      return json({ error: 'no such door' }, 404)
  }
}

/** Every item with its price and what each shop holds, by shop name. */
function stockTable({ state }: Ledger) {
  const shops = state.data.shops
  return state.data.items.map((item) => ({
    sku: item.customSku,
    title: item.description,
    price: item.price,
    byShop: Object.fromEntries(
      shops.map((shop) => [shop.name, state.qoh(item.itemID, shop.shopID)] as const),
    ),
  }))
}

/** Sales as the ledger has them, newest first: what tests judge by. */
function salesView({ state }: Ledger, reference: string | null, limit: number) {
  const names = new Map(state.data.shops.map((shop) => [shop.shopID, shop.name]))
  const skus = new Map(state.data.items.map((item) => [item.itemID, item.customSku]))
  const view = (sale: Sale) => {
    const totals = totalsOf(state.data, sale)
    return {
      saleID: sale.saleID,
      ticketNumber: ticketOf(sale.saleID),
      referenceNumber: sale.referenceNumber,
      referenceNumberSource: sale.referenceNumberSource,
      shop: names.get(sale.shopID) ?? sale.shopID,
      completed: sale.completed,
      archived: sale.archived,
      voided: sale.voided,
      at: sale.timeStamp,
      subtotal: text(totals.subtotal),
      tax: text(totals.tax1 + totals.tax2),
      total: text(totals.total),
      paid: text(totals.payments),
      customer: state.customers.get(sale.customerID)?.email ?? '',
      lines: sale.lines.map((line) => ({
        sku: skus.get(line.itemID) ?? '',
        note: line.note,
        quantity: line.unitQuantity,
        unitPrice: line.unitPrice,
        tax: line.tax,
      })),
    }
  }
  const found = [...state.sales.values()]
    .filter((sale) => reference === null || sale.referenceNumber.startsWith(reference))
    .toReversed()
  return (limit > 0 ? found.slice(0, limit) : found).map(view)
}
