import type { Customer, Sale, SaleLine, SalePayment, TokenRow } from './rows'

/** Rows of ledgers written before a field existed get that field's empty value, so that an old account still opens. */

const SALE: Pick<Sale, 'change' | 'notes' | 'madeAtMs'> = {
  change: '0',
  notes: { internal: '', printed: '' },
  madeAtMs: 0,
}
const LINE: Omit<
  SaleLine,
  'saleLineID' | 'itemID' | 'unitQuantity' | 'unitPrice' | 'tax' | 'parentSaleLineID'
> = {
  discountAmount: '0',
  discountPercent: '0',
  taxClassID: '1',
  note: '',
  noteIsPublic: false,
  employeeID: '0',
  createTime: '',
}
const PAYMENT: Pick<SalePayment, 'remoteReference' | 'createTime'> = { remoteReference: '', createTime: '' }
const TOKEN: Pick<TokenRow, 'revoked' | 'refreshUntilMs'> = {
  revoked: false,
  refreshUntilMs: Number.MAX_SAFE_INTEGER,
}
export const EMPTY_CUSTOMER: Omit<Customer, 'customerID' | 'timeStamp'> = {
  firstName: '',
  lastName: '',
  company: '',
  title: '',
  taxCategoryID: '0',
  archived: false,
  emails: [],
  phones: [],
  address: {},
  createTime: '',
}

export function wholeSale(sale: Sale): Sale {
  return {
    ...SALE,
    ...sale,
    lines: sale.lines.map((line) => ({ ...LINE, ...line, unitQuantity: String(line.unitQuantity) })),
    payments: sale.payments.map((payment) => ({ ...PAYMENT, ...payment })),
  }
}

/** A customer of an older ledger, or of a world: with one address and one number. */
export function wholeCustomer(customer: Partial<Customer> & OneAddress): Customer {
  const { email, phone, ...rest } = customer
  return {
    ...EMPTY_CUSTOMER,
    ...(email ? { emails: [{ address: email, useType: 'Primary' }] } : {}),
    ...(phone ? { phones: [{ number: phone, useType: 'Mobile' }] } : {}),
    ...rest,
  }
}

type OneAddress = Pick<Customer, 'customerID' | 'timeStamp'> & { email?: string; phone?: string }

export const wholeToken = (token: TokenRow): TokenRow => ({ ...TOKEN, ...token })
