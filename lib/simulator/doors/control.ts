import type { ServerResponse } from 'node:http'
import { stamp, type Clock } from '../clock'
import type { Ledger } from '../account/ledger'
import type { Change, Sale } from '../account/rows'
import { parseSettings } from '../account/settings'
import type { RateLimit } from '../rate/rate-limit'
import type { Account } from '../resources/resource'
import { receiveTransfer } from '../resources/transfers'
import { parseFault, type Faults } from './faults'
import type { LateCommits } from './late-commits'
import { officeChanges } from './office'
import { watchPage } from './page'
import { atTill } from './till'
import type { OAuth } from '../oauth/oauth'
import { countsView, salesView, stockView, tokensView, transfersView } from './views'

export interface SeenRequest {
  at: string
  method: string
  path: string
  /** The reference number in the body or query, or of the sale that the path names; "" without one. */
  reference: string
  body: string
  /** 0: no answer was given. */
  status: number
  /** The scripted fault that hit it, or "". */
  fault: string
}

export interface Controlled {
  ledger: Ledger
  faults: Faults
  late: LateCommits
  rate: RateLimit
  requests: SeenRequest[]
  clock: Clock
  oauth: OAuth
}

interface Asked {
  url: URL
  body: Record<string, unknown>
}

type Said = { status: number; body: unknown }
const said = (body: unknown, status = 200): Said => ({ status, body })
const wrong = (error: string): Said => said({ error }, 400)

/** Doors that the real Lightspeed does not have: for tests, the demo's orders, and people who want to watch. */
export function control(
  it: Controlled,
  method: string,
  url: URL,
  raw: string,
  response: ServerResponse,
): void {
  const { state } = it.ledger
  if (method === 'GET' && url.pathname === '/')
    return void response
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
      .end(watchPage(state.data.account.name))
  const body = bodyOf(raw)
  const door = DOORS[`${method} ${url.pathname.replace('/_sim/', '')}`]
  const { status, body: answer } = !door
    ? said({ error: 'There is no such door.' }, 404)
    : body === null
      ? wrong('The body is no JSON object.')
      : door(it, { url, body })
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
}

function bodyOf(raw: string): Record<string, unknown> | null {
  if (raw.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const DOORS: Record<string, (it: Controlled, asked: Asked) => Said> = {
  'GET health': () => said({ ok: true }),
  'GET state': ({ ledger, rate, clock, faults, requests }) =>
    said({
      ...countsView(ledger.state),
      rate: rate.state(clock.now()),
      settings: ledger.state.settings,
      clock: stamp(clock.now()),
      faults: faults.waiting.length,
      requests: requests.length,
    }),
  'GET stock': ({ ledger }) => said(stockView(ledger.state)),
  'PUT stock': setStock,
  'GET sales': ({ ledger }, { url }) =>
    said(
      salesView(
        ledger.state,
        url.searchParams.get('reference'),
        Number(url.searchParams.get('limit') ?? '0'),
      ),
    ),
  'PUT office': changeOffice,
  'POST void': voidSale,
  'POST till': (it, { body }) => atTill(accountNow(it), body),
  'GET transfers': ({ ledger }) => said(transfersView(ledger.state)),
  'POST receive': receive,
  'GET requests': ({ requests }, { url }) =>
    said(requests.slice(-Number(url.searchParams.get('limit') ?? '0'))),
  'GET tokens': ({ ledger, oauth }) => said({ ...oauth.seen, live: tokensView(ledger.state) }),
  /** What time and people do to tokens: `access` ends all access tokens, `all` the connection itself. */
  'POST tokens': ({ oauth }, { body }) => {
    if (body['end'] === 'access') oauth.endAccess(null)
    else if (body['end'] === 'all') oauth.endAll()
    else return wrong('end is "access" or "all".')
    return said({ ok: true })
  },
  'GET settings': ({ ledger }) => said(ledger.state.settings),
  'PUT settings': ({ ledger, clock }, { body }) => {
    const parsed = parseSettings(body)
    if ('wrong' in parsed) return wrong(parsed.wrong)
    ledger.commit({ kind: 'settings', settings: parsed.settings })
    clock.setSpeed(ledger.state.settings.clockSpeed)
    return said({ ok: true, settings: ledger.state.settings })
  },
  'GET faults': ({ faults }) => said({ waiting: faults.waiting }),
  'POST faults': ({ faults }, { body }) => {
    const parsed = parseFault(body)
    if ('wrong' in parsed) return wrong(parsed.wrong)
    faults.add(parsed.fault)
    return said({ waiting: faults.waiting })
  },
  /** What the fault `late-commit` has put off is done now, of the requests with this text in them. */
  'POST late': ({ late }, { body }) =>
    typeof body['includes'] === 'string'
      ? said({ committed: late.commitNow(body['includes']) })
      : wrong('includes is text of the requests that are to be done now.'),
  'DELETE faults': ({ faults }) => {
    faults.clear()
    return said({ ok: true })
  },
}

/** Somebody counted a shelf. */
function setStock({ ledger, clock }: Controlled, { body }: Asked): Said {
  const { state } = ledger
  const { sku, shopID, qoh } = body
  const item = [...state.items.values()].find((one) => one.customSku === sku)
  if (!item) return said({ error: `No item has the sku ${String(sku)}.` }, 404)
  const shop = state.data.shops.find((one) => one.shopID === String(shopID))
  if (!shop) return said({ error: `There is no shop ${String(shopID)}.` }, 404)
  if (typeof qoh !== 'number' || !Number.isInteger(qoh)) return wrong('qoh is a whole number.')
  ledger.commit({
    kind: 'stock',
    itemID: item.itemID,
    shopID: shop.shopID,
    qoh,
    at: stamp(clock.now()),
    reason: 'ManualQuantityAdjustment',
    saleID: '0',
  })
  return said({ ok: true })
}

function changeOffice({ ledger }: Controlled, { body }: Asked): Said {
  const changes = officeChanges(ledger.state, body)
  if ('wrong' in changes) return wrong(changes.wrong)
  ledger.commit(...changes)
  return said({ ok: true })
}

/** What only a person at the till can do: void a completed sale, whose units go back on the shelf. */
function voidSale({ ledger, clock }: Controlled, { body }: Asked): Said {
  const { state } = ledger
  const sale = state.sales.get(String(body['saleID']))
  if (!sale?.completed || sale.voided) return wrong('Only a completed sale can be voided.')
  putBack(ledger, sale, String(body['reason'] ?? ''), stamp(clock.now()))
  return said({ ok: true })
}

/** Voids a completed sale: it stays what it was, its units go back on the shelf. */
export function putBack(ledger: Ledger, sale: Sale, reason: string, at: string): void {
  const { state } = ledger
  const units = new Map<string, number>()
  for (const line of sale.lines)
    if (state.countsStock(line.itemID))
      units.set(line.itemID, (units.get(line.itemID) ?? 0) + Number(line.unitQuantity))
  const { shopID, saleID } = sale
  const back = [...units].map(([itemID, sold]): Change => {
    const qoh = state.qoh(itemID, shopID) + sold
    return { kind: 'stock', itemID, shopID, qoh, at, reason: 'PutBackForTransaction', saleID }
  })
  ledger.commit(
    { kind: 'sale', sale: { ...sale, voided: true, timeStamp: at } },
    { kind: 'void', saleID, reason, at },
    ...back,
  )
}

/** What only a person at the receiving shop can do. `units`: how many of each item they count; without it, all. */
function receive({ ledger, clock }: Controlled, { body }: Asked): Said {
  const transfer = ledger.state.transfers.get(String(body['transferID']))
  if (transfer?.status !== 'sent') return wrong('Only a sent transfer can be received.')
  const { units = Infinity } = body
  if (typeof units !== 'number' || units < 0) return wrong('units is how many of each item are received.')
  receiveTransfer(accountNow({ ledger, clock }), transfer, units)
  return said({ ok: true })
}

function accountNow({ ledger, clock }: Pick<Controlled, 'ledger' | 'clock'>): Account {
  const nowMs = clock.now()
  return { ledger, state: ledger.state, settings: ledger.state.settings, at: stamp(nowMs), nowMs }
}
