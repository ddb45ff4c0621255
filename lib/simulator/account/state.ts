import { DEFAULTS, type Settings } from '../assumed'
import type { World, WorldItem, WorldTaxCategory } from '../world-shape'
import { wholeCustomer, wholeSale, wholeToken } from './older-rows'
import type { Change, Customer, Register, Sale, StockMove, StockRow, TokenRow, Transfer } from './rows'

/** The account as the ledger tells it. Nothing is changed but by applying a change that was written first. */
export class State {
  world: World | null = null
  worldAt = ''
  readonly settings: Settings = { ...DEFAULTS }
  readonly sales = new Map<string, Sale>()
  readonly voids: { saleVoidID: string; saleID: string; reason: string; at: string }[] = []
  readonly customers = new Map<string, Customer>()
  readonly stock = new Map<string, StockRow>()
  /** Stock movements in order, as the InventoryLog shows them. */
  readonly log: StockMove[] = []
  readonly taxCategories = new Map<string, WorldTaxCategory>()
  readonly registers = new Map<string, Register>()
  readonly transfers = new Map<string, Transfer>()
  readonly tokens = new Map<string, TokenRow>()
  readonly items = new Map<string, WorldItem>()
  /** The latest instant of any change, in milliseconds: the clock does not start before it. */
  latestMs = 0
  private nextRow = 1
  private lastLine = 0
  private lastPayment = 0

  apply(change: Change): void {
    switch (change.kind) {
      case 'world':
        return this.fill(change.world, change.at)
      case 'settings':
        return void Object.assign(this.settings, change.settings)
      case 'sale':
        return this.putSale(wholeSale(change.sale))
      case 'void':
        this.voids.push({
          saleVoidID: String(this.voids.length + 1),
          saleID: change.saleID,
          reason: change.reason,
          at: change.at,
        })
        return
      case 'stock':
        return this.move(change)
      case 'customer':
        return void this.customers.set(change.customer.customerID, wholeCustomer(change.customer))
      case 'tax-category':
        return void this.taxCategories.set(change.taxCategory.taxCategoryID, change.taxCategory)
      case 'tax-category-gone':
        return void this.taxCategories.delete(change.taxCategoryID)
      case 'register':
        return void this.registers.set(change.register.registerID, change.register)
      case 'item':
        return void this.items.set(change.item.itemID, change.item)
      case 'employee':
        return this.putEmployee(change.employee)
      case 'payment-type-gone':
        return this.loseType(change.paymentTypeID)
      case 'transfer':
        this.seen(change.transfer.timeStamp)
        return void this.transfers.set(change.transfer.transferID, change.transfer)
      case 'token':
        return void this.tokens.set(change.token.refreshToken, wholeToken(change.token))
      case 'token-dead':
        return void this.tokens.delete(change.refreshToken)
    }
  }

  private fill(world: World, at: string): void {
    this.world = world
    this.worldAt = at
    this.seen(at)
    Object.assign(this.settings, world.settings)
    for (const category of world.taxCategories) this.taxCategories.set(category.taxCategoryID, category)
    for (const { shopID, registers } of world.shops)
      for (const register of registers)
        this.registers.set(register.registerID, {
          ...register,
          shopID,
          openTime: register.open ? at : null,
          openEmployeeID: '0',
        })
    for (const item of world.items) {
      this.items.set(item.itemID, item)
      for (const [shopID, qoh] of Object.entries(item.stock)) this.setStock(item.itemID, shopID, qoh, at)
    }
    for (const customer of world.customers ?? [])
      this.customers.set(customer.customerID, wholeCustomer({ ...customer, createTime: at, timeStamp: at }))
  }

  private putEmployee(employee: World['employees'][number]): void {
    const employees = this.data.employees.map((one) =>
      one.employeeID === employee.employeeID ? employee : one,
    )
    this.world = { ...this.data, employees }
  }

  private loseType(paymentTypeID: string): void {
    const paymentTypes = this.data.paymentTypes.filter((one) => one.paymentTypeID !== paymentTypeID)
    this.world = { ...this.data, paymentTypes }
  }

  private putSale(sale: Sale): void {
    this.seen(sale.timeStamp)
    this.sales.set(sale.saleID, sale)
    for (const line of sale.lines) this.lastLine = Math.max(this.lastLine, Number(line.saleLineID))
    for (const payment of sale.payments)
      this.lastPayment = Math.max(this.lastPayment, Number(payment.salePaymentID))
  }

  private move(change: Extract<Change, { kind: 'stock' }>): void {
    const { itemID, shopID, qoh, at, reason, saleID, transferID = '0' } = change
    const before = this.qoh(itemID, shopID)
    this.seen(at)
    this.setStock(itemID, shopID, qoh, at)
    const causedNegative = qoh < 0 && qoh < before
    this.log.push({ itemID, shopID, change: qoh - before, at, reason, saleID, transferID, causedNegative })
  }

  /** Rows come into being as they are needed, the summary row of all shops (shopID 0) with the item's first. */
  private setStock(itemID: string, shopID: string, qoh: number, timeStamp: string): void {
    const change = qoh - this.qoh(itemID, shopID)
    for (const [shop, units] of [
      ['0', this.qoh(itemID, '0') + change],
      [shopID, qoh],
    ] as const) {
      const key = `${itemID}|${shop}`
      const itemShopID = this.stock.get(key)?.itemShopID ?? String(this.nextRow++)
      this.stock.set(key, { itemShopID, itemID, shopID: shop, qoh: units, timeStamp })
    }
  }

  private seen(at: string): void {
    const ms = Date.parse(at)
    if (ms > this.latestMs) this.latestMs = ms
  }

  /** The account's data; only a process without any ledger has none. */
  get data(): World {
    if (!this.world) throw new Error('the ledger holds no world: start with --world <file>')
    return this.world
  }

  qoh(itemID: string, shopID: string): number {
    return this.stock.get(`${itemID}|${shopID}`)?.qoh ?? 0
  }

  countsStock(itemID: string): boolean {
    const item = this.items.get(itemID)
    return item !== undefined && item.itemType !== 'non_inventory'
  }

  nextSaleID = (): string => String(this.sales.size + 1)
  nextLineID = (): number => this.lastLine + 1
  nextPaymentID = (): number => this.lastPayment + 1
  nextTransferID = (): string => String(this.transfers.size + 1)
  nextCustomerID = (): string => nextOf(this.customers)
  nextTaxCategoryID = (): string => nextOf(this.taxCategories)
}

const nextOf = (rows: Map<string, unknown>): string =>
  String([...rows.keys()].reduce((most, id) => Math.max(most, Number(id) || 0), 0) + 1)
