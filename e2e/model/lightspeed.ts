import { present } from '../../lib/result'

/** One sale in the model's Lightspeed; amounts are cents. */
export interface ModelSale {
  saleID: string
  reference: string
  source: string
  shopID: string
  totalMinor: number
  paidMinor: number
  state: 'open' | 'completed' | 'archived'
  /** Lists show it from then on. */
  listedFromMs: number
  /** How often its stock was taken: the worst that can go wrong is 2. */
  stockTaken: number
  /** When it last changed. */
  stampMs: number
}

export interface ModelAnswer {
  status: number
  body: unknown
}

const no = (message: string): ModelAnswer => ({ status: 400, body: { httpCode: '400', message } })
const minor = (text: unknown): number => Math.round(Number(text) * 100)

/**
 * Lightspeed as far as a push meets it, and the ledger by which a run is judged. It is written from the facts about
 * Lightspeed alone: a sale is made open, completing it takes its stock, a completed one is not completed again.
 */
export class ModelLightspeed {
  readonly sales: ModelSale[] = []
  /** Told of every new sale. */
  onMade: (sale: ModelSale) => void = () => undefined

  constructor(
    private readonly now: () => number,
    private readonly lagOf: (reference: string) => number,
  ) {}

  /** Carries one request out. `ignoreFilter`: a list answers with all it has. */
  act(method: string, url: URL, body: unknown, ignoreFilter = false): ModelAnswer {
    const [resource, id] = (url.pathname.split('/Account/1/')[1] ?? '').replace('.json', '').split('/')
    if (resource === 'ItemShop') return { status: 200, body: { '@attributes': {} } }
    if (resource !== 'Sale') return no(`No such resource: ${resource ?? ''}`)
    if (method === 'GET' && id === undefined) return this.list(url, ignoreFilter)
    if (method === 'POST') return this.make(body as Record<string, unknown>)
    const sale = this.sales.find((one) => one.saleID === id)
    if (!sale) return { status: 404, body: { httpCode: '404', message: 'Sale not found.' } }
    if (method === 'PUT') return this.change(sale, body as Record<string, unknown>)
    if (method !== 'DELETE') return one(sale)
    if (sale.state === 'completed') return no('A completed sale cannot be archived.')
    sale.state = 'archived'
    return this.changed(sale)
  }

  private changed(sale: ModelSale): ModelAnswer {
    sale.stampMs = this.now()
    return one(sale)
  }

  /** Sales by their references, or those that changed since an instant, the oldest change first. */
  private list(url: URL, ignoreFilter: boolean): ModelAnswer {
    const since = Date.parse((url.searchParams.get('timeStamp') ?? '').replace('>=,', ''))
    const asked = new Set(
      (url.searchParams.get('referenceNumber') ?? '').replace(/^IN,\[|\]$/g, '').split(','),
    )
    const fits = (sale: ModelSale) =>
      Number.isNaN(since) ? asked.has(sale.reference) : sale.stampMs >= since
    const found = this.sales.filter((sale) => sale.listedFromMs <= this.now() && (ignoreFilter || fits(sale)))
    if (!Number.isNaN(since)) found.sort((a, b) => a.stampMs - b.stampMs)
    const rows = found.map(row)
    const Sale = rows.length === 1 ? rows[0] : rows
    return { status: 200, body: { '@attributes': {}, ...(rows.length > 0 ? { Sale } : {}) } }
  }

  private make(body: Record<string, unknown>): ModelAnswer {
    const lines = (body['SaleLines'] as { SaleLine: { unitQuantity: number; unitPrice: string }[] }).SaleLine
    const reference = String(body['referenceNumber'])
    const sale: ModelSale = {
      saleID: String(this.sales.length + 1),
      reference,
      source: String(body['referenceNumberSource']),
      shopID: String(body['shopID']),
      totalMinor: lines.reduce((sum, line) => sum + line.unitQuantity * minor(line.unitPrice), 0),
      paidMinor: 0,
      state: 'open',
      listedFromMs: this.now() + this.lagOf(reference),
      stockTaken: 0,
      stampMs: this.now(),
    }
    this.sales.push(sale)
    if (body['completed'] === true) return this.complete(sale)
    this.onMade(sale)
    return one(sale)
  }

  /** Payments add up and lines are appended, whatever the sender meant. */
  private change(sale: ModelSale, body: Record<string, unknown>): ModelAnswer {
    if (sale.state === 'archived') return no('An archived sale cannot be changed.')
    if (sale.state === 'completed') return one(sale)
    const lines = body['SaleLines'] as { SaleLine: { unitQuantity: number; unitPrice: string }[] } | undefined
    const more = (lines?.SaleLine ?? []).reduce(
      (sum, line) => sum + line.unitQuantity * minor(line.unitPrice),
      0,
    )
    const payments = body['SalePayments'] as { SalePayment: { amount: string }[] } | undefined
    const paid = (payments?.SalePayment ?? []).reduce((sum, payment) => sum + minor(payment.amount), 0)
    if (body['completed'] !== true || sale.totalMinor + more === sale.paidMinor + paid) {
      sale.totalMinor += more
      sale.paidMinor += paid
      return body['completed'] === true ? this.complete(sale) : this.changed(sale)
    }
    return no('Sale cannot be completed: the balance must be zero.')
  }

  complete(sale: ModelSale): ModelAnswer {
    sale.state = 'completed'
    sale.stockTaken += 1
    return this.changed(sale)
  }

  /** Somebody at the desk; a sale that is not open any more is left alone. */
  staff(act: 'archive' | 'complete' | 'edit' | 'edit-complete', saleID: string): boolean {
    const sale = present(
      this.sales.find((candidate) => candidate.saleID === saleID),
      'sale of the desk',
    )
    if (sale.state !== 'open') return false
    sale.stampMs = this.now()
    if (act === 'archive') sale.state = 'archived'
    if (act === 'edit' || act === 'edit-complete') sale.totalMinor += 500
    if (act === 'complete' || act === 'edit-complete') {
      sale.paidMinor = sale.totalMinor
      this.complete(sale)
    }
    return true
  }
}

/** As the real one says it: every scalar a text. */
function row(sale: ModelSale) {
  return {
    saleID: sale.saleID,
    ticketNumber: `2200${sale.saleID}`,
    referenceNumber: sale.reference,
    referenceNumberSource: sale.source,
    shopID: sale.shopID,
    completed: String(sale.state === 'completed'),
    voided: 'false',
    archived: String(sale.state === 'archived'),
    timeStamp: `${new Date(sale.stampMs).toISOString().slice(0, 19)}+00:00`,
    calcTotal: (sale.totalMinor / 100).toFixed(2),
    calcTax1: '0',
    calcTax2: '0',
    calcPayments: (sale.paidMinor / 100).toFixed(2),
  }
}

export const one = (sale: ModelSale): ModelAnswer => ({ status: 200, body: { Sale: row(sale) } })
