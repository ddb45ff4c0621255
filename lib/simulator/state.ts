import { decimal } from './decimal'
import type { World } from './world-shape'

export interface SaleLine {
  saleLineID: string
  itemID: string
  unitQuantity: number
  unitPrice: string
  tax: boolean
  note: string
  parentSaleLineID: string
}

export interface SalePayment {
  salePaymentID: string
  amount: string
  paymentTypeID: string
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
  lines: SaleLine[]
  payments: SalePayment[]
  shipTo: Record<string, unknown> | null
}

export interface Customer {
  customerID: string
  firstName: string
  lastName: string
  email: string
  phone: string
  timeStamp: string
}

export interface StockRow {
  itemShopID: string
  itemID: string
  shopID: string
  qoh: number
  timeStamp: string
}

export interface TokenRow {
  accessToken: string
  refreshToken: string
  expiresAtMs: number
  /** The pair it replaced dies when this one's access token is first used. */
  replaces: string | null
}

/** One line of the ledger: what changed, all of it or nothing. */
export type Change =
  | { kind: 'world'; world: World; at: string }
  | { kind: 'sale'; sale: Sale }
  | { kind: 'stock'; itemID: string; shopID: string; qoh: number; at: string; reason: string; saleID: string }
  | { kind: 'customer'; customer: Customer }
  | { kind: 'token'; token: TokenRow }
  | { kind: 'token-dead'; refreshToken: string }

/** The account as the ledger tells it. Nothing is changed but by applying a change that was written first. */
export class State {
  world: World | null = null
  readonly sales = new Map<string, Sale>()
  readonly customers = new Map<string, Customer>()
  readonly stock = new Map<string, StockRow>()
  /** Stock movements in order, as the InventoryLog shows them. */
  readonly log: {
    itemID: string
    shopID: string
    change: number
    at: string
    reason: string
    saleID: string
  }[] = []
  readonly tokens = new Map<string, TokenRow>()
  private nextRow = 1

  apply(change: Change): void {
    switch (change.kind) {
      case 'world':
        this.world = change.world
        for (const item of change.world.items)
          for (const [shopID, qoh] of Object.entries(item.stock))
            this.setStock(item.itemID, shopID, qoh, change.at)
        return
      case 'sale':
        this.sales.set(change.sale.saleID, change.sale)
        return
      case 'stock': {
        const before = this.qoh(change.itemID, change.shopID)
        this.setStock(change.itemID, change.shopID, change.qoh, change.at)
        const { itemID, shopID, at, reason, saleID } = change
        this.log.push({ itemID, shopID, change: change.qoh - before, at, reason, saleID })
        return
      }
      case 'customer':
        this.customers.set(change.customer.customerID, change.customer)
        return
      case 'token':
        this.tokens.set(change.token.refreshToken, change.token)
        return
      case 'token-dead':
        this.tokens.delete(change.refreshToken)
    }
  }

  qoh(itemID: string, shopID: string): number {
    return this.stock.get(`${itemID}|${shopID}`)?.qoh ?? 0
  }

  private setStock(itemID: string, shopID: string, qoh: number, timeStamp: string): void {
    const key = `${itemID}|${shopID}`
    const itemShopID = this.stock.get(key)?.itemShopID ?? String(this.nextRow++)
    this.stock.set(key, { itemShopID, itemID, shopID, qoh, timeStamp })
  }

  /** The account's data; only a process without any ledger has none. */
  get data(): World {
    if (!this.world) throw new Error('the ledger holds no world: start with --world <file>')
    return this.world
  }

  nextSaleID(): string {
    return String(this.sales.size + 1)
  }

  nextLineID(): number {
    let lines = 0
    for (const sale of this.sales.values()) lines += sale.lines.length
    return lines + 1
  }

  nextPaymentID(): number {
    let payments = 0
    for (const sale of this.sales.values()) payments += sale.payments.length
    return payments + 1
  }

  priceOf(itemID: string): string {
    const item = this.data.items.find((candidate) => candidate.itemID === itemID)
    return item ? String(item.price) : '0'
  }

  isArchivedItem(itemID: string): boolean {
    return this.data.items.find((candidate) => candidate.itemID === itemID)?.archived ?? false
  }

  countsStock(itemID: string): boolean {
    const item = this.data.items.find((candidate) => candidate.itemID === itemID)
    return item !== undefined && item.itemType !== 'non_inventory'
  }
}

export const isDecimal = (value: unknown): boolean => {
  try {
    decimal(String(value))
    return true
  } catch {
    return false
  }
}
