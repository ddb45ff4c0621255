import { TEXTS } from '../../assumed'
import type { Change, Customer, Sale } from '../../account/rows'
import { notFound, Refused } from '../../refused'
import { newCustomer } from '../customers'
import { isPayload, nested, sent, sentFlag, type Payload } from '../payload'
import type { Account } from '../resource'
import { completion } from './sale-completion'
import { withSentLines, withSentPayments } from './sale-parts'

/** POST Sale: shop, register and employee must exist; it is open unless it says completed and balances. */
export function createSale(account: Account, body: Payload): Sale {
  const { state, at } = account
  const place = placeOf(account, body)
  const { customerID, also } = customerOf(account, body, '0')
  const shop = state.data.shops.find((one) => one.shopID === place.shopID)
  const sale: Sale = {
    saleID: state.nextSaleID(),
    ...place,
    ...referencesOf(account, body, {
      referenceNumber: '',
      referenceNumberSource: '',
    }),
    customerID,
    taxCategoryID: taxOf(account, body, shop?.taxCategoryID ?? '0'),
    completed: false,
    archived: false,
    voided: false,
    createTime: at,
    timeStamp: at,
    completeTime: null,
    change: sent(body, 'change') ?? '0',
    lines: withSentLines(account, body, []),
    payments: withSentPayments(account, body, []),
    shipTo: shipToOf(body, customerID, null),
    notes: notesOf(body, {
      internal: '',
      printed: '',
    }),
    madeAtMs: account.nowMs,
  }
  return finish(account, sale, body, also)
}

/** PUT Sale: partial; lines without an id are appended, payments added. */
export function updateSale(account: Account, saleID: string, body: Payload): Sale {
  const known = account.state.sales.get(saleID)
  if (!known) throw notFound('Sale', saleID)
  if (known.archived) throw new Refused(400, TEXTS.changeArchived)
  if (known.completed) return changeCompleted(account, known, body)
  const { customerID, also } = customerOf(account, body, known.customerID)
  const moves = ['shopID', 'registerID', 'employeeID'].some((name) => body[name] !== undefined)
  const sale: Sale = {
    ...known,
    ...(moves ? placeOf(account, { ...known, ...body }) : {}),
    ...referencesOf(account, body, known),
    customerID,
    taxCategoryID: taxOf(account, body, known.taxCategoryID),
    timeStamp: account.at,
    change: sent(body, 'change') ?? known.change,
    lines: withSentLines(account, body, known.lines),
    payments: withSentPayments(account, body, known.payments),
    shipTo: shipToOf(body, customerID, known.shipTo),
    notes: notesOf(body, known.notes),
  }
  return finish(account, sale, body, also)
}

/** DELETE Sale archives an open one. */
export function archiveSale(account: Account, saleID: string): Sale {
  const known = account.state.sales.get(saleID)
  if (!known) throw notFound('Sale', saleID)
  if (known.completed) throw new Refused(400, TEXTS.archiveCompleted)
  return save(account, { ...known, archived: true, timeStamp: account.at })
}

/** Its sums are closed. What a second completed:true does is a switch; references and notes may still change. */
function changeCompleted(account: Account, known: Sale, body: Payload): Sale {
  if (sentFlag(body, 'completed') === true) {
    if (account.settings.secondCompletion === 'refused') throw new Refused(400, TEXTS.changeCompleted)
    if (account.settings.secondCompletion === 'unchanged') return known
    const payments = withSentPayments(account, body, known.payments)
    return save(account, { ...known, payments, timeStamp: account.at })
  }
  const closed = [
    'SaleLines',
    'SalePayments',
    'taxCategoryID',
    'shopID',
    'registerID',
    'customerID',
    'completed',
  ]
  if (closed.some((name) => body[name] !== undefined)) throw new Refused(400, TEXTS.changeCompleted)
  return save(account, {
    ...known,
    ...referencesOf(account, body, known),
    notes: notesOf(body, known.notes),
    timeStamp: account.at,
  })
}

/** Completes if asked and saves: the sale, a customer it brought, and the stock it takes are one commit. */
function finish(account: Account, sale: Sale, body: Payload, also: Change[]): Sale {
  if (sentFlag(body, 'completed') !== true) return save(account, sale, ...also)
  const done = completion(account, sale, sent(body, 'completeTime'))
  return save(account, done.sale, ...also, ...done.moves)
}

export function save(account: Account, sale: Sale, ...also: Change[]): Sale {
  account.ledger.commit(...also, { kind: 'sale', sale })
  return sale
}

function placeOf({ state, settings }: Account, body: Payload | (Payload & Sale)) {
  const [shopID, registerID, employeeID] = ['shopID', 'registerID', 'employeeID'].map(
    (name) => sent(body, name) ?? '',
  ) as [string, string, string]
  const register = state.registers.get(registerID)
  const employee = state.data.employees.find((one) => one.employeeID === employeeID)
  const known = state.data.shops.some((shop) => shop.shopID === shopID)
  const foreign = register?.shopID !== shopID && settings.otherShopsRegister === 'refused'
  if (!known || !register || !employee || register.archived || foreign)
    throw new Refused(400, TEXTS.unknownPlace)
  if (!register.open && settings.closedRegister === 'refused') throw new Refused(400, TEXTS.closedRegister)
  if (employee.lockOut && settings.lockedEmployee === 'refused') throw new Refused(400, TEXTS.lockedEmployee)
  return { shopID, registerID, employeeID }
}

/** By id, archived ones too; or nested, known by its id or made with the sale. A merged one's id is gone. */
function customerOf(account: Account, body: Payload, otherwise: string) {
  const inner = nested(body, 'Customer')
  const customerID = sent(body, 'customerID') ?? (inner && sent(inner, 'customerID')) ?? null
  if (customerID === null && inner) {
    const customer: Customer = newCustomer(account, inner)
    return { customerID: customer.customerID, also: [{ kind: 'customer', customer } satisfies Change] }
  }
  const id = customerID === null ? otherwise : customerID || '0'
  if (id !== '0' && !account.state.customers.has(id))
    throw new Refused(400, `Invalid Foreign Keys for Customer '${id}'.`)
  return { customerID: id, also: [] }
}

function taxOf({ state }: Account, body: Payload, otherwise: string): string {
  const id = sent(body, 'taxCategoryID') ?? otherwise
  if (id !== '' && id !== '0' && !state.taxCategories.has(id))
    throw new Refused(400, `Invalid Foreign Keys for TaxCategory '${id}'.`)
  return id || '0'
}

function referencesOf(
  { settings }: Account,
  body: Payload,
  known: Pick<Sale, 'referenceNumber' | 'referenceNumberSource'>,
) {
  const most = settings.referenceLength || Number.POSITIVE_INFINITY
  return {
    referenceNumber: (sent(body, 'referenceNumber') ?? known.referenceNumber).slice(0, most),
    referenceNumberSource: (sent(body, 'referenceNumberSource') ?? known.referenceNumberSource).slice(
      0,
      most,
    ),
  }
}

function shipToOf(body: Payload, customerID: string, known: Sale['shipTo']): Sale['shipTo'] {
  const shipTo = nested(body, 'ShipTo')
  if (shipTo && customerID === '0') throw new Refused(400, TEXTS.shipToNeedsCustomer)
  return shipTo ?? known
}

function notesOf(body: Payload, known: Sale['notes']): Sale['notes'] {
  const notes = nested(body, 'SaleNotes') ?? {}
  const note = (name: string) => (isPayload(notes[name]) ? sent(notes[name], 'note') : undefined)
  return {
    internal: note('InternalNote') ?? known.internal,
    printed: note('PrintedNote') ?? known.printed,
  }
}
