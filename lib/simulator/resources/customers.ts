import { EMPTY_CUSTOMER } from '../account/older-rows'
import type { Customer } from '../account/rows'
import { notFound } from '../refused'
import { contactFields, contactRow, sentContact } from './contacts'
import { sent, sentFlag, type Payload } from './payload'
import { read, type Account, type Handler, type Resource } from './resource'
import { single, type Row } from './shape'

export function customerRow(customer: Customer, relations: ReadonlySet<string>): Row {
  return {
    customerID: customer.customerID,
    firstName: customer.firstName,
    lastName: customer.lastName,
    title: customer.title,
    company: customer.company,
    archived: customer.archived,
    createTime: customer.createTime,
    timeStamp: customer.timeStamp,
    contactID: customer.customerID,
    creditAccountID: 0,
    customerTypeID: 0,
    discountID: 0,
    taxCategoryID: customer.taxCategoryID,
    ...(relations.has('Contact') ? { Contact: contactRow(customer.customerID, customer) } : {}),
  }
}

const customers: Resource<Customer> = {
  name: 'Customer',
  primary: 'customerID',
  sortable: ['customerID', 'timeStamp', 'firstName', 'lastName'],
  all: ['Contact'],
  fields: {
    customerID: (row) => row.customerID,
    firstName: (row) => row.firstName,
    lastName: (row) => row.lastName,
    company: (row) => row.company,
    timeStamp: (row) => row.timeStamp,
    createTime: (row) => row.createTime,
  },
  isArchived: (row) => row.archived,
  related: { Contact: (row) => [contactFields(row)] },
  rows: ({ state }) => [...state.customers.values()],
  show: customerRow,
}

/** GET, POST, PUT, and DELETE, which archives. */
export const customer: Handler = (request, account) => {
  const { method, body } = request
  const [id] = request.path
  if (method === 'POST' && id === undefined) return saved(account, newCustomer(account, body))
  if (method === 'GET' || id === undefined) return read(customers, request, account)
  const known = account.state.customers.get(id)
  if (!known) throw notFound('Customer', id)
  if (method === 'PUT') return saved(account, changed(known, body, account.at))
  if (method === 'DELETE') return saved(account, { ...known, archived: true, timeStamp: account.at })
  return read(customers, request, account)
}

/** A customer as sent, with the next free id; not yet in the ledger, since a sale may bring its own along. */
export function newCustomer(account: Account, body: Payload): Customer {
  const { at } = account
  return changed(
    { ...EMPTY_CUSTOMER, customerID: account.state.nextCustomerID(), createTime: at, timeStamp: at },
    body,
    at,
  )
}

function changed(known: Customer, body: Payload, at: string): Customer {
  return {
    ...known,
    firstName: sent(body, 'firstName') ?? known.firstName,
    lastName: sent(body, 'lastName') ?? known.lastName,
    company: sent(body, 'company') ?? known.company,
    title: sent(body, 'title') ?? known.title,
    taxCategoryID: sent(body, 'taxCategoryID') ?? known.taxCategoryID,
    archived: sentFlag(body, 'archived') ?? known.archived,
    ...sentContact(body, known),
    timeStamp: at,
  }
}

function saved(account: Account, row: Customer): Row {
  account.ledger.commit({ kind: 'customer', customer: row })
  return single('Customer', customerRow(row, new Set(['Contact'])))
}
