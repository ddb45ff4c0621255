import { assumed } from './assumed'
import { decimal, text } from './decimal'
import type { Ledger } from './ledger'
import { isDecimal, type Change, type Sale, type SaleLine, type SalePayment } from './state'
import { totalsOf } from './totals'

type Body = Record<string, unknown>

/** A clear no, in the shape the API says it. */
export class Refused extends Error {
  override name = 'Refused'
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

const str = (value: unknown, otherwise: string) =>
  value === undefined || value === null ? otherwise : String(value)
const yes = (value: unknown) => String(value) === 'true'

/** Rows of a nested container: `{X:{…}}`, `{X:[…]}` and `[{X:{…}}]` are all taken, as recorded. */
function nestedRows(body: Body, container: string, name: string): Body[] {
  const value = body[container]
  const containers = Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value]
  return containers.flatMap((one) => {
    const inner = (one as Body)[name]
    return Array.isArray(inner) ? (inner as Body[]) : inner === undefined ? [] : [inner as Body]
  })
}

/** POST Sale: shop, register and employee must exist; open unless it says completed and balances. */
export function createSale(ledger: Ledger, body: Body, at: string): Sale {
  const { state } = ledger
  const shop = state.data.shops.find((candidate) => candidate.shopID === str(body['shopID'], ''))
  const register = shop?.registers.find((candidate) => candidate.registerID === str(body['registerID'], ''))
  const employee = state.data.employees.some((one) => one.employeeID === str(body['employeeID'], ''))
  if (!shop || !register || !employee || register.archived) throw new Refused(400, assumed.texts.unknownShop)
  if (!register.open && !assumed.saleOnClosedRegister) throw new Refused(400, assumed.texts.unknownShop)
  const customerID = str(body['customerID'], '0')
  if (customerID !== '0' && !state.customers.has(customerID))
    throw new Refused(400, `Invalid Foreign Keys for Customer '${customerID}'.`)
  const sale: Sale = {
    saleID: state.nextSaleID(),
    referenceNumber: str(body['referenceNumber'], ''),
    referenceNumberSource: str(body['referenceNumberSource'], ''),
    shopID: shop.shopID,
    registerID: register.registerID,
    employeeID: str(body['employeeID'], ''),
    customerID,
    taxCategoryID: str(body['taxCategoryID'], shop.taxCategoryID),
    completed: false,
    archived: false,
    voided: false,
    createTime: at,
    timeStamp: at,
    completeTime: null,
    lines: newLines(ledger, body),
    payments: newPayments(ledger, body),
    shipTo: (body['ShipTo'] as Record<string, unknown> | undefined) ?? null,
  }
  return yes(body['completed']) ? complete(ledger, sale, body, at) : save(ledger, sale)
}

/** PUT Sale: partial; lines without an id are appended, payments added. A completed sale cannot be changed. */
export function updateSale(ledger: Ledger, saleID: string, body: Body, at: string): Sale {
  const known = ledger.state.sales.get(saleID)
  if (!known) throw new Refused(404, `Object of type 'Sale' not found with primary ID '${saleID}'.`)
  if (known.completed) {
    if (yes(body['completed']) && assumed.secondCompletionIsHarmless) return known
    throw new Refused(400, assumed.texts.changeCompleted)
  }
  if (known.archived) throw new Refused(400, assumed.texts.changeCompleted)
  const sale: Sale = {
    ...known,
    timeStamp: at,
    referenceNumber: str(body['referenceNumber'], known.referenceNumber),
    referenceNumberSource: str(body['referenceNumberSource'], known.referenceNumberSource),
    taxCategoryID: str(body['taxCategoryID'], known.taxCategoryID),
    lines: [...known.lines, ...newLines(ledger, body)],
    payments: [...known.payments, ...newPayments(ledger, body)],
  }
  return yes(body['completed']) ? complete(ledger, sale, body, at) : save(ledger, sale)
}

/** DELETE Sale archives an open one. */
export function archiveSale(ledger: Ledger, saleID: string, at: string): Sale {
  const known = ledger.state.sales.get(saleID)
  if (!known) throw new Refused(404, `Object of type 'Sale' not found with primary ID '${saleID}'.`)
  if (known.completed) throw new Refused(400, assumed.texts.archiveCompleted)
  return save(ledger, { ...known, archived: true, timeStamp: at })
}

function newLines(ledger: Ledger, body: Body): SaleLine[] {
  const { state } = ledger
  const first = state.nextLineID()
  return nestedRows(body, 'SaleLines', 'SaleLine').map((row, index) => {
    const itemID = str(row['itemID'], '0')
    if (itemID !== '0' && !state.data.items.some((item) => item.itemID === itemID))
      throw new Refused(400, `Invalid Foreign Keys for Item '${itemID}'.`)
    if (state.isArchivedItem(itemID)) throw new Refused(400, assumed.texts.archivedItem)
    const unitPrice = str(row['unitPrice'], state.priceOf(itemID))
    if (!isDecimal(unitPrice))
      throw new Refused(400, `SaleLine not created. unitPrice '${unitPrice}' is no number.`)
    const note = row['Note'] as { note?: unknown } | undefined
    return {
      saleLineID: String(first + index),
      itemID,
      unitQuantity: Number(str(row['unitQuantity'], '0')),
      unitPrice,
      tax: row['tax'] === undefined ? true : yes(row['tax']),
      note: str(note?.note, ''),
      parentSaleLineID: str(row['parentSaleLineID'], '0'),
    }
  })
}

function newPayments(ledger: Ledger, body: Body): SalePayment[] {
  const first = ledger.state.nextPaymentID()
  return nestedRows(body, 'SalePayments', 'SalePayment').map((row, index) => {
    const paymentTypeID = str(row['paymentTypeID'], '')
    if (!ledger.state.data.paymentTypes.some((type) => type.paymentTypeID === paymentTypeID))
      throw new Refused(400, `Invalid Foreign Keys for PaymentType '${paymentTypeID}'.`)
    return { salePaymentID: String(first + index), amount: str(row['amount'], '0'), paymentTypeID }
  })
}

function save(ledger: Ledger, sale: Sale, ...also: Change[]): Sale {
  ledger.commit({ kind: 'sale', sale }, ...also)
  return sale
}

/** Completing takes the stock of every line off the sale's shop, in the same commit; it must balance first. */
function complete(ledger: Ledger, sale: Sale, body: Body, at: string): Sale {
  const { state } = ledger
  if (totalsOf(state.data, sale).balance !== 0n) throw new Refused(400, assumed.texts.unbalanced)
  const perItem = new Map<string, number>()
  for (const line of sale.lines)
    if (state.countsStock(line.itemID))
      perItem.set(line.itemID, (perItem.get(line.itemID) ?? 0) + line.unitQuantity)
  const moves = [...perItem].map(([itemID, units]): Change => {
    const left = state.qoh(itemID, sale.shopID) - units
    // The older mode adds what is missing before it takes it, so the shelf ends at zero, never below.
    const autoAdd = oversell.mode === 'auto-add' && left < 0
    return {
      kind: 'stock',
      itemID,
      shopID: sale.shopID,
      qoh: autoAdd ? Math.min(0, state.qoh(itemID, sale.shopID)) || 0 : left,
      at,
      reason: autoAdd ? 'CreateAndRemoveInventoryForTransaction' : 'RemoveForTransaction',
      saleID: sale.saleID,
    }
  })
  const completeTime = body['completeTime'] === undefined ? at : String(body['completeTime'])
  return save(ledger, { ...sale, completed: true, completeTime, timeStamp: at }, ...moves)
}

/** Accounts since 2019 go below zero; older ones add what is missing. A switch, since the API does not tell. */
export const oversell: { mode: 'negative' | 'auto-add' } = { mode: 'negative' }

/** For the refund a person makes: a new sale with negative quantities that gives the stock back. */
export function refundSale(ledger: Ledger, saleID: string, body: Body, at: string): Sale {
  const known = ledger.state.sales.get(saleID)
  if (!known?.completed) throw new Refused(400, assumed.texts.changeCompleted)
  const first = ledger.state.nextLineID()
  const lines = known.lines.map((line, index) => ({
    ...line,
    saleLineID: String(first + index),
    unitQuantity: -line.unitQuantity,
    parentSaleLineID: line.saleLineID,
  }))
  const payment = known.payments.reduce((sum, one) => sum + decimal(one.amount), 0n)
  const [type] = nestedRows(body, 'SalePayments', 'SalePayment')
  const refund: Sale = {
    ...known,
    saleID: ledger.state.nextSaleID(),
    lines,
    payments: [
      {
        salePaymentID: String(ledger.state.nextPaymentID()),
        amount: text(-payment),
        paymentTypeID: str(type?.['paymentTypeID'], '1'),
      },
    ],
    createTime: at,
  }
  return complete(ledger, refund, {}, at)
}
