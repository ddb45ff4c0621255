import type { Settings } from '../assumed'
import type { World, WorldItem, WorldTaxCategory } from '../world-shape'

/** The rows the account is made of, and the changes that make them. Amounts are decimal text, instants as the API. */

export interface SaleLine {
  saleLineID: string
  itemID: string
  unitQuantity: string
  unitPrice: string
  /** Off the whole line; a percentage ("0.4") counts when this is 0. */
  discountAmount: string
  discountPercent: string
  tax: boolean
  taxClassID: string
  note: string
  noteIsPublic: boolean
  parentSaleLineID: string
  employeeID: string
  createTime: string
}

export interface SalePayment {
  salePaymentID: string
  amount: string
  paymentTypeID: string
  remoteReference: string
  createTime: string
}

export interface Sale {
  saleID: string
  referenceNumber: string
  referenceNumberSource: string
  shopID: string
  registerID: string
  employeeID: string
  customerID: string
  taxCategoryID: string
  completed: boolean
  archived: boolean
  voided: boolean
  createTime: string
  timeStamp: string
  completeTime: string | null
  /** Cash given back. */
  change: string
  lines: SaleLine[]
  payments: SalePayment[]
  /** As it was sent, its scalars and Contact. */
  shipTo: Record<string, unknown> | null
  notes: { internal: string; printed: string }
  /** Real commit time in the account's milliseconds: lists may lag behind it. */
  madeAtMs: number
}

export interface Customer {
  customerID: string
  firstName: string
  lastName: string
  company: string
  title: string
  taxCategoryID: string
  archived: boolean
  emails: { address: string; useType: string }[]
  phones: { number: string; useType: string }[]
  address: Record<string, string>
  createTime: string
  timeStamp: string
}

export interface StockRow {
  itemShopID: string
  itemID: string
  /** "0": the summary of all shops. */
  shopID: string
  qoh: number
  timeStamp: string
}

export interface StockMove {
  itemID: string
  shopID: string
  change: number
  at: string
  reason: string
  saleID: string
  transferID: string
  causedNegative: boolean
}

export interface Register {
  registerID: string
  name: string
  open: boolean
  archived: boolean
  shopID: string
  openTime: string | null
  openEmployeeID: string
}

export interface Transfer {
  transferID: string
  note: string
  status: 'open' | 'sent' | 'received'
  sendingShopID: string
  receivingShopID: string
  archived: boolean
  createTime: string
  sentOn: string | null
  timeStamp: string
  items: { transferItemID: string; itemID: string; toSend: number; sent: number; received: number }[]
}

export interface TokenRow {
  accessToken: string
  refreshToken: string
  expiresAtMs: number
  refreshUntilMs: number
  /** The refresh token it replaced, which dies when this pair's access token is first used. */
  replaces: string | null
  /** Its access token was revoked by a refresh or by hand. */
  revoked: boolean
}

/** One step of the ledger; the steps of one line happen together or not at all. */
export type Change =
  | { kind: 'world'; world: World; at: string }
  | { kind: 'settings'; settings: Partial<Settings> }
  | { kind: 'sale'; sale: Sale }
  | { kind: 'void'; saleID: string; reason: string; at: string }
  | {
      kind: 'stock'
      itemID: string
      shopID: string
      qoh: number
      at: string
      reason: string
      saleID: string
      transferID?: string
    }
  | { kind: 'customer'; customer: Customer }
  | { kind: 'tax-category'; taxCategory: WorldTaxCategory }
  | { kind: 'tax-category-gone'; taxCategoryID: string }
  | { kind: 'register'; register: Register }
  | { kind: 'item'; item: WorldItem }
  | { kind: 'employee'; employee: World['employees'][number] }
  | { kind: 'payment-type-gone'; paymentTypeID: string }
  | { kind: 'transfer'; transfer: Transfer }
  | { kind: 'token'; token: TokenRow }
  | { kind: 'token-dead'; refreshToken: string }
