import { TEXTS } from '../../assumed'
import { decimal, text } from '../../account/decimal'
import type { Sale, SaleLine } from '../../account/rows'
import { totalsOf } from '../../account/totals'
import { notFound, Refused } from '../../refused'
import { sent, sentFlag, sentRows, type Payload } from '../payload'
import type { Account } from '../resource'
import { completion } from './sale-completion'
import { ticketOf } from './sale-rows'
import { save } from './sale-writes'

/**
 * POST Sale/{saleID|ticketNumber}/refund: a new sale with negative quantities and payments, completed unless it says
 * otherwise. Without lines all that is left is refunded, without an amount all of it is paid back.
 */
export function refundSale(account: Account, id: string, body: Payload): Sale {
  const { state, at } = account
  const known = [...state.sales.values()].find((sale) => sale.saleID === id || ticketOf(sale.saleID) === id)
  if (!known) throw notFound('Sale', id)
  if (!known.completed || known.voided) throw new Refused(400, TEXTS.refundOpen)
  const lines = refundLines(account, known, body)
  const base: Sale = {
    ...known,
    saleID: state.nextSaleID(),
    referenceNumber: sent(body, 'referenceNumber') ?? '',
    referenceNumberSource: sent(body, 'referenceNumberSource') ?? '',
    shopID: sent(body, 'shopID') ?? known.shopID,
    registerID: sent(body, 'registerID') ?? known.registerID,
    employeeID: sent(body, 'employeeID') ?? known.employeeID,
    completed: false,
    createTime: at,
    timeStamp: at,
    completeTime: null,
    change: '0',
    shipTo: null,
    lines,
    payments: [],
    madeAtMs: account.nowMs,
  }
  const { total } = totalsOf(state, base)
  const [asked] = sentRows(body, 'SalePayments', 'SalePayment')
  const paymentTypeID = (asked && sent(asked, 'paymentTypeID')) ?? known.payments[0]?.paymentTypeID ?? ''
  if (!state.data.paymentTypes.some((type) => type.paymentTypeID === paymentTypeID))
    throw new Refused(400, `Invalid Foreign Keys for PaymentType '${paymentTypeID}'.`)
  const amount = (asked && sent(asked, 'amount')) ?? text(total)
  const refund: Sale = {
    ...base,
    payments: [
      {
        salePaymentID: String(state.nextPaymentID()),
        amount,
        paymentTypeID,
        remoteReference: '',
        createTime: at,
      },
    ],
  }
  if (sentFlag(body, 'completed') === false) return save(account, refund)
  const done = completion(account, refund, undefined)
  return save(account, done.sale, ...done.moves)
}

function refundLines(account: Account, known: Sale, body: Payload): SaleLine[] {
  const asked = sentRows(body, 'SaleLines', 'SaleLine').map((row) => ({
    of: sent(row, 'parentSaleLineID') ?? '',
    units: decimal(sent(row, 'unitQuantity') ?? '0'),
  }))
  const wanted =
    asked.length > 0
      ? asked
      : known.lines.map((line) => ({ of: line.saleLineID, units: -leftOf(account, line) }))
  let next = account.state.nextLineID()
  return wanted
    .filter(({ units }) => units !== 0n)
    .map(({ of, units }) => {
      const line = known.lines.find((one) => one.saleLineID === of)
      if (!line) throw new Refused(400, `Invalid Foreign Keys for SaleLine '${of}'.`)
      const left = leftOf(account, line)
      // A misc line may be negative itself, so its refund is positive: never more than is left, never the other way.
      const within = left >= 0n ? -units <= left && units < 0n : -units >= left && units > 0n
      if (!within) throw new Refused(400, TEXTS.refundTooMuch)
      return {
        ...line,
        saleLineID: String(next++),
        unitQuantity: text(units),
        parentSaleLineID: of,
        createTime: account.at,
      }
    })
}

/** Units of a line that no completed refund has taken back yet. */
function leftOf({ state }: Account, line: SaleLine): bigint {
  let left = decimal(line.unitQuantity)
  for (const sale of state.sales.values())
    if (sale.completed && !sale.voided)
      for (const refunded of sale.lines)
        if (refunded.parentSaleLineID === line.saleLineID) left += decimal(refunded.unitQuantity)
  return left
}
