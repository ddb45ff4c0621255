import { text } from '../../account/decimal'
import type { Sale } from '../../account/rows'
import { isInclusive, ratesOf, totalsOf, type Totals } from '../../account/totals'
import { isPayload, sent, type Payload } from '../payload'
import { customerRow } from '../customers'
import { contactRow, sentContact } from '../contacts'
import { lineRows, paymentRow } from './sale-line-rows'
import type { Account } from '../resource'
import { relation, type Row } from '../shape'
import { shopRow } from '../shops'
import { taxCategoryRow } from '../taxes'

const none: ReadonlySet<string> = new Set()
/** What every answer to a write brings along, asked or not: recorded. */
export const WRITE_RELATIONS: ReadonlySet<string> = new Set([
  'Shop',
  'Customer',
  'TaxCategory',
  'TaxCategory.TaxCategoryClasses',
  'SaleLines',
  'SaleLines.Note',
  'SalePayments',
  'SalePayments.PaymentType',
  'ShipTo',
  'SaleNotes',
])
export const SALE_RELATIONS = [...WRITE_RELATIONS, 'SaleLines.Item', 'Customer.Contact', 'Employee']

export const ticketOf = (saleID: string): string => `22${saleID.padStart(10, '0')}`

/** A sale as the API sends it. `written`: as the answer to a write, which shows an untaxed line with rate 0. */
export function saleRow(sale: Sale, relations: ReadonlySet<string>, account: Account, written: boolean): Row {
  const { state } = account
  const totals = totalsOf(state, sale)
  const rates = ratesOf(state, sale.taxCategoryID, '')
  return {
    saleID: sale.saleID,
    timeStamp: sale.timeStamp,
    discountPercent: 0,
    completed: sale.completed,
    archived: sale.archived,
    voided: sale.voided,
    enablePromotions: false,
    isTaxInclusive: isInclusive(state, sale.taxCategoryID),
    createTime: sale.createTime,
    updatetime: sale.timeStamp,
    completeTime: sale.completeTime,
    referenceNumber: sale.referenceNumber,
    referenceNumberSource: sale.referenceNumberSource,
    tax1Rate: text(rates.tax1),
    tax2Rate: text(rates.tax2),
    change: sale.change,
    receiptPreference: 'printed',
    ticketNumber: ticketOf(sale.saleID),
    ...sumsOf(totals),
    calcAvgCost: costOf(sale, account),
    calcFIFOCost: costOf(sale, account),
    customerID: sale.customerID,
    discountID: 0,
    employeeID: sale.employeeID,
    quoteID: 0,
    registerID: sale.registerID,
    shipToID: sale.shipTo ? sale.saleID : '0',
    shopID: sale.shopID,
    taxCategoryID: sale.taxCategoryID,
    ...relatedRows(sale, relations, account, written),
    taxTotal: text(totals.tax1 + totals.tax2),
  }
}

const sumsOf = (totals: Totals): Row => ({
  displayableSubtotal: text(totals.subtotal),
  calcDiscount: text(totals.discount),
  calcTotal: text(totals.total),
  calcSubtotal: text(totals.subtotal),
  calcTaxable: text(totals.taxable),
  calcNonTaxable: text(totals.nonTaxable),
  calcTax1: text(totals.tax1),
  calcTax2: text(totals.tax2),
  calcPayments: text(totals.payments),
  calcTips: 0,
  calcItemFees: 0,
  total: text(totals.total),
  totalDue: text(totals.total),
  displayableTotal: text(totals.total),
  balance: text(totals.balance),
})

function costOf(sale: Sale, { state }: Account): string {
  const sum = sale.lines.reduce(
    (cost, line) => cost + Number(state.items.get(line.itemID)?.cost ?? 0) * Number(line.unitQuantity),
    0,
  )
  return String(Math.round(sum * 100) / 100)
}

/** Relations without rows are absent keys. */
function relatedRows(sale: Sale, relations: ReadonlySet<string>, account: Account, written: boolean): Row {
  const { state } = account
  const shop = state.data.shops.find((one) => one.shopID === sale.shopID)
  const customer = state.customers.get(sale.customerID)
  const tax = state.taxCategories.get(sale.taxCategoryID)
  const below = (name: string) => new Set([...relations].map((one) => one.replace(`${name}.`, '')))
  const { internal, printed } = sale.notes
  return {
    ...(relations.has('Shop') && shop ? { Shop: shopRow(shop, none, account) } : {}),
    ...(relations.has('Customer') && customer
      ? { Customer: customerRow(customer, relations.has('Customer.Contact') ? new Set(['Contact']) : none) }
      : {}),
    ...(relations.has('TaxCategory') && tax
      ? { TaxCategory: taxCategoryRow(tax, below('TaxCategory')) }
      : {}),
    ...(relations.has('ShipTo') && sale.shipTo ? { ShipTo: shipToRow(sale, sale.shipTo) } : {}),
    ...(relations.has('SaleLines')
      ? relation('SaleLines', 'SaleLine', lineRows(sale, relations, account, written))
      : {}),
    ...(relations.has('SalePayments')
      ? relation(
          'SalePayments',
          'SalePayment',
          sale.payments.map((payment) =>
            paymentRow(sale, payment, account, relations.has('SalePayments.PaymentType')),
          ),
        )
      : {}),
    ...(relations.has('SaleNotes') && internal + printed !== ''
      ? { SaleNotes: { InternalNote: { note: internal }, PrintedNote: { note: printed } } }
      : {}),
  }
}

export function shipToRow(sale: Sale, shipTo: Payload): Row {
  const scalars = Object.fromEntries(
    ['firstName', 'lastName', 'company', 'shipNote'].map((name) => [name, sent(shipTo, name) ?? '']),
  )
  const contact = isPayload(shipTo['Contact'])
    ? { Contact: contactRow('0', sentContact(shipTo, { emails: [], phones: [], address: {} })) }
    : {}
  return {
    shipToID: sale.saleID,
    shipped: sent(shipTo, 'shipped') ?? 'false',
    ...scalars,
    customerID: sale.customerID,
    saleID: sale.saleID,
    ...contact,
  }
}
