import type { Ledger } from './ledger'
import { listRows, nest, type ListQuery, type Row } from './query'
import { archiveSale, createSale, Refused, refundSale, updateSale } from './sales'
import { customerRow, itemRow, itemShopRows, registerRow, saleRow, shopRow } from './shapes'
import { assumed } from './assumed'

export interface ApiRequest {
  method: string
  /** Below the account: `Sale`, `Sale/12`, `Sale/12/refund`. */
  path: string[]
  params: URLSearchParams
  self: URL
  body: Record<string, unknown>
  at: string
}

const field = (name: string) => (row: Row) => String(row[name] ?? '')
const fields = (...names: string[]): ListQuery['filterable'] =>
  Object.fromEntries(names.map((name) => [name, field(name)]))

/** Everything the account answers; throws Refused for a clear no. */
export function answer(ledger: Ledger, request: ApiRequest): Row {
  const [resource = '', id, sub] = request.path
  const relations = relationsOf(request.params)
  switch (resource) {
    case 'Shop':
      return read(request, id, 'Shop', shops(ledger, relations), {
        primary: 'shopID',
        sortable: ['shopID'],
        filterable: fields('shopID', 'name'),
      })
    case 'Register':
      return read(request, id, 'Register', registers(ledger), {
        primary: 'registerID',
        sortable: ['registerID'],
        filterable: fields('registerID', 'shopID'),
      })
    case 'Employee':
      return read(request, id, 'Employee', employees(ledger), {
        primary: 'employeeID',
        sortable: ['employeeID'],
        filterable: fields('employeeID'),
      })
    case 'PaymentType':
      return read(request, id, 'PaymentType', paymentTypes(ledger), {
        primary: 'paymentTypeID',
        sortable: ['paymentTypeID'],
        filterable: fields('paymentTypeID', 'name'),
      })
    case 'TaxCategory':
      return read(request, id, 'TaxCategory', taxCategories(ledger), {
        primary: 'taxCategoryID',
        sortable: ['taxCategoryID'],
        filterable: fields('taxCategoryID'),
      })
    case 'Item':
      return read(request, id, 'Item', items(ledger, relations), itemQuery)
    case 'ItemShop':
      return read(
        request,
        id,
        'ItemShop',
        itemShopRows(ledger.state, () => true),
        {
          primary: 'itemShopID',
          sortable: ['itemShopID', 'timeStamp'],
          filterable: fields('itemShopID', 'itemID', 'shopID', 'qoh', 'timeStamp'),
        },
      )
    case 'InventoryLog':
      return read(request, id, 'InventoryLog', inventoryLog(ledger), {
        primary: 'inventoryLogID',
        sortable: ['inventoryLogID', 'itemID'],
        filterable: fields('itemID', 'shopID', 'saleID'),
      })
    case 'Customer':
      return customers(ledger, request, id, relations)
    case 'Sale':
      return sales(ledger, request, id, sub, relations)
    default:
      throw new Refused(404, `Unknown resource '${resource}'.`)
  }
}

const itemQuery: ListQuery = {
  primary: 'itemID',
  sortable: ['itemID', 'timeStamp', 'description'],
  filterable: fields('itemID', 'systemSku', 'customSku', 'manufacturerSku', 'upc', 'ean', 'description'),
}

function relationsOf(params: URLSearchParams): string[] {
  const text = params.get('load_relations')
  if (text === null) return []
  if (text === 'all') return ['Contact', 'Registers', 'ItemShops', 'SaleLines', 'SalePayments', 'Customer']
  try {
    return (JSON.parse(text) as unknown[]).map(String)
  } catch {
    throw new Refused(400, `load_relations '${text}' is no JSON array.`)
  }
}

function read(request: ApiRequest, id: string | undefined, name: string, rows: Row[], query: ListQuery): Row {
  if (request.method !== 'GET') throw new Refused(405, `${request.method} is not allowed for ${name}.`)
  if (id !== undefined) {
    const row = rows.find((candidate) => candidate[query.primary] === id)
    if (!row) throw new Refused(404, `Object of type '${name}' not found with primary ID '${id}'.`)
    return { '@attributes': { count: '1' }, [name]: row }
  }
  const listed = listRows(rows, query, request.params, request.self)
  if ('error' in listed) throw new Refused(400, listed.error)
  return { '@attributes': { next: listed.next, previous: listed.previous }, ...nest(name, listed.rows) }
}

const one = (name: string, row: Row): Row => ({ '@attributes': { count: '1' }, [name]: row })

const shops = (ledger: Ledger, relations: string[]) =>
  ledger.state.data.shops.map((shop) => shopRow(shop, relations))
const registers = (ledger: Ledger) =>
  ledger.state.data.shops.flatMap((shop) =>
    shop.registers.map((register) => registerRow(register, shop.shopID)),
  )
const employees = (ledger: Ledger) =>
  ledger.state.data.employees.map((row): Row => ({
    ...row,
    lockOut: 'false',
    archived: 'false',
    limitToShopID: '0',
  }))
const paymentTypes = (ledger: Ledger) =>
  ledger.state.data.paymentTypes.map((row): Row => ({
    ...row,
    requireCustomer: 'false',
    archived: 'false',
    type: 'user defined',
  }))
const taxCategories = (ledger: Ledger) =>
  ledger.state.data.taxCategories.map((row): Row => ({
    tax2Name: '',
    tax2Rate: '0',
    ...row,
    isTaxInclusive: 'false',
  }))
const items = (ledger: Ledger, relations: string[]) =>
  ledger.state.data.items.map((item) => itemRow(ledger.state, item, relations))
const inventoryLog = (ledger: Ledger) =>
  ledger.state.log.map((row, index): Row => ({
    inventoryLogID: String(index + 1),
    itemID: row.itemID,
    shopID: row.shopID,
    qohChange: String(row.change),
    createTime: row.at,
    reason: row.reason,
    saleID: row.saleID,
  }))

function customers(ledger: Ledger, request: ApiRequest, id: string | undefined, relations: string[]): Row {
  const { body, at } = request
  if (request.method === 'POST') {
    const contact = body['Contact'] as { Emails?: unknown; Phones?: unknown } | undefined
    const customer = {
      customerID: String(ledger.state.customers.size + 1),
      firstName: String(body['firstName'] ?? ''),
      lastName: String(body['lastName'] ?? ''),
      email: deep(contact?.Emails, 'ContactEmail', 'address'),
      phone: deep(contact?.Phones, 'ContactPhone', 'number'),
      timeStamp: at,
    }
    ledger.commit({ kind: 'customer', customer })
    return one('Customer', customerRow(customer, ['Contact']))
  }
  const rows = [...ledger.state.customers.values()].map((customer) => customerRow(customer, relations))
  return read(request, id, 'Customer', rows, {
    primary: 'customerID',
    sortable: ['customerID', 'timeStamp', 'firstName', 'lastName'],
    filterable: {
      ...fields('customerID', 'firstName', 'lastName', 'timeStamp'),
      // A relation can be filtered by only when it is loaded.
      ...(relations.includes('Contact')
        ? { 'Contact.email': (row) => deep((row['Contact'] as Row)['Emails'], 'ContactEmail', 'address') }
        : {}),
    },
  })
}

/** One value out of a nested container that may be an object, a list or empty text. */
function deep(container: unknown, name: string, key: string): string {
  const inner = (container as Record<string, unknown> | undefined)?.[name]
  const row: unknown = Array.isArray(inner) ? inner[0] : inner
  return String((row as Record<string, unknown> | undefined)?.[key] ?? '')
}

function sales(
  ledger: Ledger,
  request: ApiRequest,
  id: string | undefined,
  sub: string | undefined,
  relations: string[],
): Row {
  const written = writeSale(ledger, request, id, sub)
  if (written) return one('Sale', saleRow(ledger.state, written, ['SaleLines', 'SalePayments']))
  const rows = [...ledger.state.sales.values()].map((sale) => saleRow(ledger.state, sale, relations))
  return read(request, id, 'Sale', rows, {
    primary: 'saleID',
    sortable: ['saleID', 'timeStamp', 'completeTime', 'updatetime'],
    filterable: fields(
      'saleID',
      'timeStamp',
      'completed',
      'completeTime',
      'shopID',
      'customerID',
      'referenceNumber',
      ...(assumed.filterByReferenceSource ? ['referenceNumberSource'] : []),
    ),
  })
}

function writeSale(ledger: Ledger, request: ApiRequest, id: string | undefined, sub: string | undefined) {
  const { method, body, at } = request
  if (method === 'POST' && id === undefined) return createSale(ledger, body, at)
  if (method === 'POST' && id !== undefined && sub === 'refund') return refundSale(ledger, id, body, at)
  if (method === 'PUT' && id !== undefined) return updateSale(ledger, id, body, at)
  if (method === 'DELETE' && id !== undefined) return archiveSale(ledger, id, at)
  return null
}
