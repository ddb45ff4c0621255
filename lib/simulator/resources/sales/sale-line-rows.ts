import { text } from '../../account/decimal'
import type { Sale, SaleLine, SalePayment } from '../../account/rows'
import { ratesOf, totalsOf, type LineTotals } from '../../account/totals'
import { itemRow } from '../items'
import type { Account } from '../resource'
import type { Row } from '../shape'
import { paymentTypeRow } from '../taxes'

const none: ReadonlySet<string> = new Set()

/** The lines of a sale; their taxes stay unrounded. */
export function lineRows(
  sale: Sale,
  relations: ReadonlySet<string>,
  account: Account,
  written: boolean,
): Row[] {
  const totals = totalsOf(account.state, sale)
  return sale.lines.map((line, index) => {
    const sums = totals.lines[index]
    const item = account.state.items.get(line.itemID)
    return {
      ...lineScalars(sale, line, sums, account, written),
      ...(line.note !== '' && relations.has('SaleLines.Note')
        ? { Note: { note: line.note, isPublic: line.noteIsPublic } }
        : {}),
      ...(item && relations.has('SaleLines.Item') ? { Item: itemRow(item, none, account) } : {}),
    }
  })
}

function lineScalars(
  sale: Sale,
  line: SaleLine,
  sums: LineTotals | undefined,
  { state }: Account,
  written: boolean,
): Row {
  const rates = ratesOf(state, sale.taxCategoryID, line.taxClassID)
  const taxed = line.tax && sale.taxCategoryID !== '0'
  // Recorded: the same untaxed line shows rate 0 in the answer to a write and the category's rate in a list.
  const rateShown = (rate: bigint) => (written && !taxed ? '0' : text(rate))
  const cost = state.items.get(line.itemID)?.cost ?? (line.itemID === '0' ? line.unitPrice : '0')
  return {
    saleLineID: line.saleLineID,
    createTime: line.createTime || sale.createTime,
    timeStamp: sale.timeStamp,
    unitQuantity: line.unitQuantity,
    unitPrice: line.unitPrice,
    normalUnitPrice: 0,
    discountAmount: line.discountAmount,
    discountPercent: line.discountPercent,
    avgCost: cost,
    fifoCost: cost,
    tax: taxed,
    tax1Rate: rateShown(rates.tax1),
    tax2Rate: rateShown(rates.tax2),
    isLayaway: false,
    isWorkorder: false,
    isSpecialOrder: false,
    ...lineSums(line, sums),
    taxClassID: line.taxClassID,
    customerID: sale.customerID,
    discountID: 0,
    employeeID: line.employeeID === '0' ? sale.employeeID : line.employeeID,
    itemID: line.itemID,
    noteID: 0,
    parentSaleLineID: line.parentSaleLineID,
    shopID: sale.shopID,
    taxCategoryID: sale.taxCategoryID,
    saleID: sale.saleID,
  }
}

const lineSums = (line: SaleLine, sums: LineTotals | undefined): Row => ({
  displayableSubtotal: text(sums?.subtotal ?? 0n),
  displayableUnitPrice: line.unitPrice,
  calcLineDiscount: text(sums?.discount ?? 0n),
  calcTransactionDiscount: 0,
  calcTotal: text(sums?.total ?? 0n),
  calcSubtotal: text(sums?.subtotal ?? 0n),
  calcTax1: text(sums?.tax1 ?? 0n),
  calcTax2: text(sums?.tax2 ?? 0n),
})

export function paymentRow(sale: Sale, payment: SalePayment, account: Account, withType: boolean): Row {
  const type = account.state.data.paymentTypes.find((one) => one.paymentTypeID === payment.paymentTypeID)
  return {
    salePaymentID: payment.salePaymentID,
    amount: payment.amount,
    tipAmount: 0,
    createTime: payment.createTime || sale.createTime,
    archived: false,
    remoteReference: payment.remoteReference,
    paymentID: 0,
    saleID: sale.saleID,
    paymentTypeID: payment.paymentTypeID,
    ccChargeID: 0,
    refPaymentID: 0,
    registerID: sale.registerID,
    employeeID: sale.employeeID,
    creditAccountID: 0,
    ...(withType && type ? { PaymentType: paymentTypeRow(type) } : {}),
  }
}
