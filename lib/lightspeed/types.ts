/**
 * The gateway's own words for what Lightspeed holds, the same for both series. Amounts are whole minor units of
 * the account's currency, rates decimal fractions as text, ids text, instants UTC ISO 8601.
 */
export interface PosShop {
  id: string
  name: string
  timeZone: string
  archived: boolean
  defaultTaxCategoryId: string
  address: { address1: string; city: string; region: string; postalCode: string; country: string }
  registers: { id: string; name: string; open: boolean; archived: boolean }[]
}

export interface PosItem {
  id: string
  description: string
  systemSku: string
  customSku: string
  manufacturerSku: string
  upc: string
  ean: string
  archived: boolean
  /** False for services and other items whose stock nobody counts. */
  countsStock: boolean
  /** One row per shop that has one; the all-shops summary row is left out. Missing row: 0. */
  stock: PosStock[]
}

export interface PosStock {
  itemId: string
  shopId: string
  /** On hand; negative where more was sold than there was. */
  qoh: number
  /** max(0, qoh) as Lightspeed says it. */
  sellable: number
}

export interface PosTaxCategory {
  id: string
  name: string
  /** Sum of both rates is what a taxed line pays; each is rounded by itself over the sale. */
  tax1Rate: string
  tax2Rate: string
  /** Its prices include the tax. */
  taxInclusive: boolean
  /** Rates for lines of a tax class, instead of the category's own. */
  classes: { taxClassId: string; tax1Rate: string; tax2Rate: string }[]
}

export interface PosPaymentType {
  id: string
  name: string
  archived: boolean
}

export interface PosEmployee {
  id: string
  name: string
  lockedOut: boolean
  archived: boolean
  /** The one shop they may work in; "0": all of them. */
  limitToShopId: string
}

/** A sale as read back. `state` is what the protocol needs to know. */
export interface PosSale {
  id: string
  ticketNumber: string
  referenceNumber: string
  referenceSource: string
  shopId: string
  state: 'open' | 'completed' | 'voided' | 'archived'
  totalMinor: number
  paidMinor: number
  /** Empty where only a list was asked. */
  lines: { id: string; itemId: string; quantity: number; unitPriceMinor: number }[]
}

/** A sale that takes another one back, wholly or in part. */
export interface PosRefund {
  id: string
  ticketNumber: string
  state: PosSale['state']
  /** What was paid back, above zero. */
  amountMinor: number
  /** Units taken back, by the line of the sale they were sold on. */
  units: { lineId: string; quantity: number }[]
}

/** A full refund as we ask for it. */
export interface RefundDraft {
  shopId: string
  registerId: string
  employeeId: string
  paymentTypeId: string
}

/** A sale as the change feed tells it. */
export interface ChangedSale extends Omit<PosSale, 'lines'> {
  /** Lightspeed's own stamp of its latest change, ISO 8601 in UTC with whole seconds, as the feed is asked by. */
  stamp: string
  /** `takesBack`: the line of another sale that this one refunds; empty for what is sold. */
  lines: { id: string; itemId: string; quantity: number; takesBack: string }[]
}

/** One line of a sale we ask for. */
export interface SaleDraftLine {
  /** "0": a misc line that is no item, e.g. shipping or rounding; `note` then says what it is. */
  itemId: string
  quantity: number
  /** After discounts; without tax, unless the sale's tax category says its prices include it. */
  unitPriceMinor: number
  taxed: boolean
  /** Tax class its rate goes by; left out: the item's own. */
  taxClassId?: string
  note: string
}

/** Everything that makes one sale. It is made open: it moves no stock until it is completed. */
export interface SaleDraft {
  referenceNumber: string
  referenceSource: string
  shopId: string
  registerId: string
  employeeId: string
  customerId: string
  /** "0": no tax at all. */
  taxCategoryId: string
  currency: string
  lines: SaleDraftLine[]
  /** What the sale must come to, to the minor unit. */
  totalMinor: number
  /** What of it is in the visible rounding line. */
  roundingMinor?: number
  /** For the shop's own people; "" or left out: none. */
  internalNote?: string
  shipTo: {
    firstName: string
    lastName: string
    company: string
    address1: string
    address2: string
    city: string
    region: string
    postalCode: string
    country: string
    phone: string
    note: string
  } | null
}

/** A transfer as read back: stock sent from one shop to another. */
export interface PosTransfer {
  id: string
  /** Whatever stands in the note; ours ends with our reference. */
  note: string
  status: 'open' | 'sent' | 'received'
  archived: boolean
  fromShopId: string
  toShopId: string
  /** Lightspeed's own stamp of its last change; "" where it says none. */
  changedAt: string
  /** Null in lists: only a transfer read by itself shows its items. Received may lag behind sent while boxes travel. */
  items: { itemId: string; toSend: number; sent: number; received: number }[] | null
}

/** One HTTP call as it went, for the order's timeline. `status` is null when no answer came. */
export interface CallRecord {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path below the account, without query values that name people. */
  path: string
  status: number | null
  ms: number
  failure: GatewayFailureKind | null
}

export type GatewayFailureKind =
  'never-sent' | 'rate-limited' | 'unauthorized' | 'refused' | 'unavailable' | 'malformed' | 'unknown-outcome'

/**
 * The one error of the gateway.
 * `never-sent`: the request did not leave (DNS, connection refused, TLS): nothing can have happened.
 * `rate-limited`: 429; `retryAfterMs` says how long to wait.
 * `unauthorized`: 401; a write's after the refresh it asked for, a read's again after it.
 * `refused`: 400, 403, 404, 422: a clear no, `message` in Lightspeed's own words.
 * `unavailable`: a read failed for a passing reason (5xx, timeout, reset); reads change nothing, so try again.
 * `malformed`: a read's answer could not be understood.
 * `unknown-outcome`: a write whose effect cannot be known from the answer (409, 5xx, timeout, reset, odd body).
 */
export class GatewayError extends Error {
  override name = 'GatewayError'
  constructor(
    readonly kind: GatewayFailureKind,
    message: string,
    readonly facts: { status?: number; retryAfterMs?: number; body?: string } = {},
  ) {
    super(message)
  }
}

/** What changed in Lightspeed, whoever changed it. */
export interface FeedGateway {
  /**
   * Sales changed at or after `since`, oldest change first, archived and voided ones and refunds among them; at most
   * `pages` hundreds of them. `complete`: there were no more. A sale that changes meanwhile may come twice.
   */
  changedSales(since: string, pages: number): Promise<{ sales: ChangedSale[]; complete: boolean }>
}

/** Lightspeed as the worker uses it. No method retries a write; each call is reported to `onCall`. */
export interface Gateway extends SaleGateway, FeedGateway, RefundGateway, TransferGateway {}

/** What orders need: items, stock, customers, sales. */
export interface SaleGateway {
  /** The account the token opens; `malformed` when Lightspeed answers about another one. */
  readAccount(): Promise<{ id: string; name: string }>
  listShops(): Promise<PosShop[]>
  listTaxCategories(): Promise<PosTaxCategory[]>
  listPaymentTypes(): Promise<PosPaymentType[]>
  listEmployees(): Promise<PosEmployee[]>
  /** Items whose sku, upc or ean is exactly one of `codes`, with their stock; several may share a code. */
  findItems(codes: string[]): Promise<PosItem[]>
  /** Stock of these items in all shops, read now. */
  readStock(itemIds: string[]): Promise<PosStock[]>
  /**
   * Stock rows changed at or after `since`, oldest change first (ISO 8601 with whole seconds, as Lightspeed writes them);
   * `stamp` is the newest change among them, null when there is none.
   */
  changedStock(since: string): Promise<{ rows: PosStock[]; stamp: string | null }>
  /** These items, archived ones too; one that does not exist any more is missing. */
  readItems(itemIds: string[]): Promise<PosItem[]>
  /** Id of the customer with exactly this address, or null. */
  findCustomer(email: string): Promise<string | null>
  /** Id of the oldest customer with exactly this number as their mobile, or null. */
  findCustomerByPhone(phone: string): Promise<string | null>
  createCustomer(customer: {
    firstName: string
    lastName: string
    email: string
    phone: string
  }): Promise<string>
  /** Makes a tax category with one rate, for prices without tax; answers its id. */
  createTaxCategory(category: { name: string; rate: string }): Promise<string>
  /** All sales, archived ones too, whose number is one of `referenceNumbers` and whose source is exactly `referenceSource`. */
  findSales(referenceNumbers: string[], referenceSource: string): Promise<PosSale[]>
  /** Makes an open sale: no stock moves. After `sendBefore` it is not sent any more, but fails as `never-sent`. */
  createSale(draft: SaleDraft, sendBefore?: Date): Promise<PosSale>
  readSale(saleId: string): Promise<PosSale>
  /** Pays and completes an open sale: its stock moves now. No payment: it is paid already, or free. */
  completeSale(
    saleId: string,
    payment: { paymentTypeId: string; amountMinor: number } | null,
    sendBefore?: Date,
  ): Promise<PosSale>
  /** Archives an open sale that is not wanted. A completed one is refused. */
  archiveSale(saleId: string): Promise<void>
}

/** Taking a completed sale back. */
export interface RefundGateway {
  /**
   * Every sale that takes back lines of this one, whoever made it, in whatever state; `known` ids are read even if no list
   * shows them yet. The sale must have been read with its lines.
   */
  findRefunds(sale: PosSale, known: string[]): Promise<PosRefund[]>
  /** One refund with its lines. */
  readRefund(refundId: string): Promise<PosRefund>
  /** Refunds all of a completed sale at once: its stock comes back, its total is paid out by the payment type. */
  refundSale(saleId: string, refund: RefundDraft): Promise<PosRefund>
}

/** Transfers between shops; receiving one can only be done in Lightspeed itself. */
export interface TransferGateway {
  /** All transfers between two shops changed since `since`, archived ones too, without their items. */
  findTransfers(query: { fromShopId: string; toShopId: string; since: Date }): Promise<PosTransfer[]>
  /** These transfers as far as Lightspeed still lists them, archived ones too, without their items. */
  listTransfers(transferIds: string[]): Promise<PosTransfer[]>
  /** One transfer with its items. */
  readTransfer(transferId: string): Promise<PosTransfer>
  /** Makes an open transfer without items: no stock moves. */
  createTransfer(draft: { fromShopId: string; toShopId: string; note: string }): Promise<PosTransfer>
  /** Adds items to an open transfer; each may be on it once. At most 100 a call. */
  addTransferItems(transferId: string, items: { itemId: string; units: number }[]): Promise<void>
  /** Sends an open transfer. From then on only a person can receive it, in Lightspeed. */
  sendTransfer(transferId: string): Promise<void>
  /** Archives an open transfer that is not wanted. */
  archiveTransfer(transferId: string): Promise<void>
}
