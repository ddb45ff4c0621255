import { isDecimal } from '../account/decimal'
import { notFound, Refused } from '../refused'
import type { World, WorldTaxCategory } from '../world-shape'
import { sent, sentFlag, type Payload } from './payload'
import { read, reader, type Account, type Handler, type Resource } from './resource'
import { relation, single, type Row } from './shape'

export function taxCategoryRow(row: WorldTaxCategory, relations: ReadonlySet<string>): Row {
  return {
    taxCategoryID: row.taxCategoryID,
    isTaxInclusive: row.isTaxInclusive ?? false,
    tax1Name: row.tax1Name,
    tax2Name: row.tax2Name ?? '',
    tax1Rate: row.tax1Rate,
    tax2Rate: row.tax2Rate ?? '0',
    ...(relations.has('TaxCategoryClasses')
      ? relation(
          'TaxCategoryClasses',
          'TaxCategoryClass',
          (row.classes ?? []).map((one) => ({
            ...one,
            taxCategoryID: row.taxCategoryID,
          })),
        )
      : {}),
  }
}

const categories: Resource<WorldTaxCategory> = {
  name: 'TaxCategory',
  primary: 'taxCategoryID',
  sortable: ['taxCategoryID'],
  all: ['TaxCategoryClasses'],
  fields: {
    taxCategoryID: (row) => row.taxCategoryID,
    tax1Name: (row) => row.tax1Name,
    tax1Rate: (row) => row.tax1Rate,
  },
  rows: ({ state }) => [...state.taxCategories.values()],
  show: taxCategoryRow,
}

/** GET, POST, PUT and DELETE, which is for good. */
export const taxCategory: Handler = (request, account) => {
  const { method, body } = request
  const [id] = request.path
  const empty = { taxCategoryID: account.state.nextTaxCategoryID(), tax1Name: '', tax1Rate: '0' }
  if (method === 'POST' && id === undefined) return saved(account, changed(empty, body))
  if (method === 'GET' || id === undefined) return read(categories, request, account)
  const known = account.state.taxCategories.get(id)
  if (!known) throw notFound('TaxCategory', id)
  if (method === 'PUT') return saved(account, changed(known, body))
  if (method !== 'DELETE') return read(categories, request, account)
  account.ledger.commit({ kind: 'tax-category-gone', taxCategoryID: id })
  return single('TaxCategory', taxCategoryRow(known, new Set()))
}

function changed(known: WorldTaxCategory, body: Payload): WorldTaxCategory {
  const rate = (name: 'tax1Rate' | 'tax2Rate') => {
    const value = sent(body, name) ?? known[name] ?? '0'
    if (!isDecimal(value)) throw new Refused(400, `TaxCategory not saved. ${name} '${value}' is no number.`)
    return value
  }
  return {
    ...known,
    tax1Name: sent(body, 'tax1Name') ?? known.tax1Name,
    tax1Rate: rate('tax1Rate'),
    tax2Name: sent(body, 'tax2Name') ?? known.tax2Name ?? '',
    tax2Rate: rate('tax2Rate'),
    isTaxInclusive: sentFlag(body, 'isTaxInclusive') ?? known.isTaxInclusive ?? false,
  }
}

function saved(account: Account, row: WorldTaxCategory): Row {
  account.ledger.commit({ kind: 'tax-category', taxCategory: row })
  return single('TaxCategory', taxCategoryRow(row, new Set(['TaxCategoryClasses'])))
}

type PaymentType = World['paymentTypes'][number]

/** Cash and Credit Card are built in; a type somebody made, such as "Web", is user defined. */
export const kindOfPayment = (row: PaymentType): string =>
  row.type ??
  (/^(cash|credit card|gift card|credit account)$/i.test(row.name) ? row.name.toLowerCase() : 'user defined')

export const paymentTypeRow = (row: PaymentType): Row => ({
  paymentTypeID: row.paymentTypeID,
  name: row.name,
  requireCustomer: false,
  archived: row.archived ?? false,
  internalReserved: kindOfPayment(row) !== 'user defined',
  type: kindOfPayment(row),
  refundAsPaymentTypeID: 0,
})

export const paymentType = reader<PaymentType>({
  name: 'PaymentType',
  primary: 'paymentTypeID',
  sortable: ['paymentTypeID'],
  all: [],
  fields: { paymentTypeID: (row) => row.paymentTypeID, name: (row) => row.name },
  isArchived: (row) => row.archived ?? false,
  rows: ({ state }) => state.data.paymentTypes,
  show: paymentTypeRow,
})
