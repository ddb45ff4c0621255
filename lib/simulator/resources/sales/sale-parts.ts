import { TEXTS } from '../../assumed'
import { decimal, isDecimal, isWhole } from '../../account/decimal'
import type { SaleLine, SalePayment } from '../../account/rows'
import { Refused } from '../../refused'
import type { WorldItem } from '../../world-shape'
import { itemCodes } from '../items'
import { nested, sent, sentFlag, sentRows, type Payload } from '../payload'
import type { Account } from '../resource'

/** Lines of a sale after a write: rows without an id are appended, rows with one change that line. */
export function withSentLines(account: Account, body: Payload, known: SaleLine[]): SaleLine[] {
  const lines = [...known]
  let next = account.state.nextLineID()
  for (const row of sentRows(body, 'SaleLines', 'SaleLine')) {
    const id = sent(row, 'saleLineID')
    const at = lines.findIndex((line) => line.saleLineID === id)
    if (id !== undefined && at === -1) throw new Refused(400, `Invalid Foreign Keys for SaleLine '${id}'.`)
    if (at === -1) lines.push(sentLine(account, row, String(next++), null))
    else lines[at] = sentLine(account, row, String(id), lines[at] ?? null)
  }
  return lines
}

/** One line. Price, tax and class come from the item where the row does not say; a quantity left out is 0. */
export function sentLine(
  account: Account,
  row: Payload,
  saleLineID: string,
  before: SaleLine | null,
): SaleLine {
  const item = itemOf(account, row)
  if (item?.archived && before === null && account.settings.archivedItem === 'refused')
    throw new Refused(400, TEXTS.archivedItem)
  const note = nested(row, 'Note')
  const number = (
    name: 'unitQuantity' | 'unitPrice' | 'discountAmount' | 'discountPercent',
    otherwise: string,
  ) => sentNumber(row, name, before?.[name] ?? otherwise)
  const unitQuantity = number('unitQuantity', '0')
  if (account.settings.fractionalQuantity === 'refused' && !isWhole(decimal(unitQuantity)))
    throw new Refused(400, TEXTS.fractional)
  return {
    saleLineID,
    itemID: item?.itemID ?? before?.itemID ?? '0',
    unitQuantity,
    unitPrice: number('unitPrice', item?.price ?? '0'),
    discountAmount: number('discountAmount', '0'),
    discountPercent: number('discountPercent', '0'),
    tax: sentFlag(row, 'tax') ?? before?.tax ?? item?.tax ?? true,
    taxClassID: sent(row, 'taxClassID') ?? before?.taxClassID ?? item?.taxClassID ?? '1',
    note: note ? (sent(note, 'note') ?? '') : (before?.note ?? ''),
    noteIsPublic: note ? (sentFlag(note, 'isPublic') ?? false) : (before?.noteIsPublic ?? false),
    parentSaleLineID: sent(row, 'parentSaleLineID') ?? before?.parentSaleLineID ?? '0',
    employeeID: sent(row, 'employeeID') ?? before?.employeeID ?? '0',
    createTime: before?.createTime ?? account.at,
  }
}

function sentNumber(row: Payload, name: string, otherwise: string): string {
  const value = sent(row, name) ?? otherwise
  if (!isDecimal(value)) throw new Refused(400, `SaleLine not created. ${name} '${value}' is no number.`)
  return value
}

/** The item by itemID or by itemCode; "0", or neither, is a misc line. */
function itemOf({ state }: Account, row: Payload): WorldItem | null {
  const itemID = sent(row, 'itemID') ?? '0'
  const code = sent(row, 'itemCode')
  if (itemID === '0' && code === undefined) return null
  const item =
    itemID === '0'
      ? [...state.items.values()].find((one) => one.systemSku === code || itemCodes(one).includes(code ?? ''))
      : state.items.get(itemID)
  if (!item) throw new Refused(400, `Invalid Foreign Keys for Item '${code ?? itemID}'.`)
  return item
}

/** Payments of a sale after a write: rows without an id are added, so a repeated PUT pays twice. */
export function withSentPayments(account: Account, body: Payload, known: SalePayment[]): SalePayment[] {
  const payments = [...known]
  let next = account.state.nextPaymentID()
  for (const row of sentRows(body, 'SalePayments', 'SalePayment')) {
    const paymentTypeID = sent(row, 'paymentTypeID') ?? ''
    const id = sent(row, 'salePaymentID')
    const at = payments.findIndex((payment) => payment.salePaymentID === id)
    const before = payments[at]
    if (
      !account.state.data.paymentTypes.some(
        (type) => type.paymentTypeID === (paymentTypeID || before?.paymentTypeID),
      )
    )
      throw new Refused(400, `Invalid Foreign Keys for PaymentType '${paymentTypeID}'.`)
    const amount = sent(row, 'amount') ?? before?.amount ?? '0'
    if (!isDecimal(amount))
      throw new Refused(400, `SalePayment not created. amount '${amount}' is no number.`)
    const payment: SalePayment = {
      salePaymentID: before?.salePaymentID ?? String(next),
      amount,
      paymentTypeID: paymentTypeID || (before?.paymentTypeID ?? ''),
      remoteReference: sent(row, 'remoteReference') ?? before?.remoteReference ?? '',
      createTime: before?.createTime ?? account.at,
    }
    if (before) payments[at] = payment
    else payments.push(payment)
    next += before ? 0 : 1
  }
  return payments
}
