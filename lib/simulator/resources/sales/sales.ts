import { TEXTS } from '../../assumed'
import type { Sale, SaleLine, SalePayment } from '../../account/rows'
import { notFound, Refused } from '../../refused'
import { read, reader, type Account, type ApiRequest, type Handler, type Resource } from '../resource'
import { sentLine } from './sale-parts'
import { refundSale } from './sale-refund'
import { lineRows, paymentRow } from './sale-line-rows'
import { SALE_RELATIONS, saleRow, shipToRow, ticketOf, WRITE_RELATIONS } from './sale-rows'
import { archiveSale, createSale, save, updateSale } from './sale-writes'
import { single, type Row } from '../shape'

const salesOf = ({ settings, nowMs }: Account, listed: boolean): Resource<Sale> => ({
  name: 'Sale',
  primary: 'saleID',
  sortable: ['saleID', 'timeStamp', 'completeTime', 'updatetime'],
  all: SALE_RELATIONS,
  fields: {
    saleID: (row) => row.saleID,
    ticketNumber: (row) => ticketOf(row.saleID),
    createTime: (row) => row.createTime,
    timeStamp: (row) => row.timeStamp,
    updatetime: (row) => row.timeStamp,
    completeTime: (row) => row.completeTime ?? '',
    completed: (row) => String(row.completed),
    voided: (row) => String(row.voided),
    shopID: (row) => row.shopID,
    registerID: (row) => row.registerID,
    employeeID: (row) => row.employeeID,
    customerID: (row) => row.customerID,
    referenceNumber: (row) => row.referenceNumber,
    ...(settings.referenceSourceFilter === 'works'
      ? { referenceNumberSource: (row: Sale) => row.referenceNumberSource }
      : {}),
  },
  isArchived: (row) => row.archived,
  rows: ({ state }) => {
    const sales = [...state.sales.values()]
    return listed ? sales.filter((sale) => sale.madeAtMs + settings.readLagMs <= nowMs) : sales
  },
  show: (row, relations, account) => saleRow(row, relations, account, false),
})

/** Sale and what hangs below one: /refund and /SaleLine. */
export const sale: Handler = (request, account) => {
  const [id, sub] = request.path
  if (sub === 'SaleLine') return linesOfSale(request, account)
  const written = write(request, account, id, sub)
  if (written) return single('Sale', saleRow(written, WRITE_RELATIONS, account, true))
  return read(salesOf(account, id === undefined), request, account)
}

function write({ method, body }: ApiRequest, account: Account, id?: string, sub?: string): Sale | null {
  if (method === 'POST' && id === undefined) return createSale(account, body)
  if (id === undefined) return null
  if (method === 'POST' && sub === 'refund') return refundSale(account, id, body)
  if (sub !== undefined) return null
  if (method === 'PUT') return updateSale(account, id, body)
  return method === 'DELETE' ? archiveSale(account, id) : null
}

/** Sale/{id}/SaleLine: the sale must be neither completed nor archived; a deleted line is gone for good. */
function linesOfSale(request: ApiRequest, account: Account): Row {
  const [saleID = '', , lineID] = request.path
  const { method, body } = request
  const known = account.state.sales.get(saleID)
  if (!known) throw notFound('Sale', saleID)
  if (method === 'GET') {
    const path = lineID === undefined ? [] : [lineID]
    return read(
      linesFor(() => [known]),
      { ...request, path },
      account,
    )
  }
  if (known.completed || known.archived) throw new Refused(400, TEXTS.changeCompleted)
  const before = known.lines.find((line) => line.saleLineID === lineID)
  if (lineID !== undefined && !before) throw notFound('SaleLine', lineID)
  const next = String(account.state.nextLineID())
  const others = known.lines.filter((line) => line !== before)
  const line =
    method === 'DELETE' ? before : sentLine(account, body, before?.saleLineID ?? next, before ?? null)
  if (!line) throw new Refused(405, `${method} is not allowed for Sale/SaleLine.`)
  const lines =
    method === 'DELETE'
      ? others
      : before
        ? known.lines.map((one) => (one === before ? line : one))
        : [...others, line]
  const changed = save(account, { ...known, lines, timeStamp: account.at })
  const shown = method === 'DELETE' ? known : changed
  const [row] = lineRows(shown, WRITE_RELATIONS, account, true).filter(
    (one) => one['saleLineID'] === line.saleLineID,
  )
  return single('SaleLine', row ?? {})
}

const linesFor = (sales: (account: Account) => Sale[]): Resource<{ sale: Sale; line: SaleLine }> => ({
  name: 'SaleLine',
  primary: 'saleLineID',
  sortable: ['saleLineID'],
  all: ['SaleLines.Note', 'SaleLines.Item'],
  fields: {
    saleLineID: ({ line }) => line.saleLineID,
    saleID: (row) => row.sale.saleID,
    itemID: ({ line }) => line.itemID,
    shopID: (row) => row.sale.shopID,
    parentSaleLineID: ({ line }) => line.parentSaleLineID,
  },
  rows: (account) => sales(account).flatMap((one) => one.lines.map((line) => ({ sale: one, line }))),
  show: (row, relations, account) => {
    const wanted = new Set([...relations].flatMap((name) => [name, `SaleLines.${name}`]))
    const rows = lineRows(row.sale, wanted, account, false)
    return rows[row.sale.lines.indexOf(row.line)] ?? {}
  },
})

export const saleLine = reader(linesFor(({ state }) => [...state.sales.values()]))

export const salePayment = reader<{ sale: Sale; payment: SalePayment }>({
  name: 'SalePayment',
  primary: 'salePaymentID',
  sortable: ['salePaymentID'],
  all: ['PaymentType'],
  fields: {
    salePaymentID: ({ payment }) => payment.salePaymentID,
    saleID: (row) => row.sale.saleID,
    paymentTypeID: ({ payment }) => payment.paymentTypeID,
    remoteReference: ({ payment }) => payment.remoteReference,
  },
  rows: ({ state }) =>
    [...state.sales.values()].flatMap((one) => one.payments.map((payment) => ({ sale: one, payment }))),
  show: (row, relations, account) => paymentRow(row.sale, row.payment, account, relations.has('PaymentType')),
})

export const shipTo = reader<Sale>({
  name: 'ShipTo',
  primary: 'shipToID',
  sortable: ['shipToID'],
  all: [],
  fields: { shipToID: (row) => row.saleID, saleID: (row) => row.saleID, customerID: (row) => row.customerID },
  rows: ({ state }) => [...state.sales.values()].filter((one) => one.shipTo !== null),
  show: (row) => shipToRow(row, row.shipTo ?? {}),
})

/** Voids are made at the till only; the API shows them. */
export const saleVoid = reader<{ saleVoidID: string; saleID: string; reason: string; at: string }>({
  name: 'SaleVoid',
  primary: 'saleVoidID',
  sortable: ['saleVoidID'],
  all: [],
  fields: { saleVoidID: (row) => row.saleVoidID, saleID: (row) => row.saleID, createTime: (row) => row.at },
  rows: ({ state }) => state.voids,
  show: ({ at, ...row }, _relations, { state }) => ({
    ...row,
    createTime: at,
    shopID: state.sales.get(row.saleID)?.shopID,
    employeeID: state.sales.get(row.saleID)?.employeeID,
  }),
})
