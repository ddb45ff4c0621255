import { createHash } from 'node:crypto'
import { text } from '../account/decimal'
import type { Sale } from '../account/rows'
import type { State } from '../account/state'
import { totalsOf } from '../account/totals'
import { ticketOf } from '../resources/sales/sale-rows'

/** Every item with its price and what each shop holds, by shop name. */
export function stockView(state: State) {
  const { shops } = state.data
  return [...state.items.values()].map((item) => ({
    sku: item.customSku,
    title: item.description,
    price: item.price,
    byShop: Object.fromEntries(shops.map((shop) => [shop.name, state.qoh(item.itemID, shop.shopID)])),
  }))
}

/** Sales as the ledger has them, newest first, archived ones too: what tests judge by. */
export function salesView(state: State, reference: string | null, limit: number) {
  const names = new Map(state.data.shops.map((shop) => [shop.shopID, shop.name]))
  const found = [...state.sales.values()]
    .filter((sale) => reference === null || sale.referenceNumber.startsWith(reference))
    .toReversed()
  return (limit > 0 ? found.slice(0, limit) : found).map((sale) => saleView(state, names, sale))
}

function saleView(state: State, shops: Map<string, string>, sale: Sale) {
  const totals = totalsOf(state, sale)
  return {
    saleID: sale.saleID,
    ticketNumber: ticketOf(sale.saleID),
    referenceNumber: sale.referenceNumber,
    referenceNumberSource: sale.referenceNumberSource,
    shop: shops.get(sale.shopID) ?? sale.shopID,
    shopID: sale.shopID,
    register: state.registers.get(sale.registerID)?.name ?? sale.registerID,
    employee: employeeName(state, sale.employeeID),
    completed: sale.completed,
    archived: sale.archived,
    voided: sale.voided,
    at: sale.timeStamp,
    subtotal: text(totals.subtotal),
    tax: text(totals.tax1 + totals.tax2),
    total: text(totals.total),
    paid: text(totals.payments),
    payments: sale.payments.length,
    paidAs: sale.payments.map(
      ({ paymentTypeID: id }) =>
        state.data.paymentTypes.find((type) => type.paymentTypeID === id)?.name ?? id,
    ),
    customer: state.customers.get(sale.customerID)?.emails[0]?.address ?? '',
    lines: sale.lines.map((line) => ({
      sku: state.items.get(line.itemID)?.customSku ?? '',
      note: line.note,
      quantity: Number(line.unitQuantity),
      unitPrice: line.unitPrice,
      tax: line.tax,
    })),
  }
}

function employeeName(state: State, employeeID: string): string {
  const employee = state.data.employees.find((one) => one.employeeID === employeeID)
  return employee ? `${employee.firstName} ${employee.lastName}` : employeeID
}

/** Transfers as the ledger has them, oldest first, archived ones too. */
export function transfersView(state: State) {
  const names = new Map(state.data.shops.map((shop) => [shop.shopID, shop.name]))
  return [...state.transfers.values()].map(({ sendingShopID, receivingShopID, items, ...transfer }) => ({
    ...transfer,
    from: names.get(sendingShopID) ?? sendingShopID,
    to: names.get(receivingShopID) ?? receivingShopID,
    items: items.map(({ itemID, toSend, sent, received }) => ({
      sku: state.items.get(itemID)?.customSku ?? '',
      toSend,
      sent,
      received,
    })),
  }))
}

/** Pairs that can still be refreshed. The refresh token as its SHA-256: enough to tell whether somebody holds it. */
export function tokensView(state: State) {
  return [...state.tokens.values()].map((row) => ({
    refreshHash: createHash('sha256').update(row.refreshToken).digest('hex'),
    replaces: row.replaces === null ? null : createHash('sha256').update(row.replaces).digest('hex'),
    expiresAtMs: row.expiresAtMs,
    revoked: row.revoked,
  }))
}

/** How much of everything there is. */
export function countsView(state: State) {
  const sales = [...state.sales.values()]
  return {
    sales: sales.length,
    open: sales.filter((sale) => !sale.completed && !sale.archived).length,
    completed: sales.filter((sale) => sale.completed && !sale.voided).length,
    archived: sales.filter((sale) => sale.archived).length,
    voided: sales.filter((sale) => sale.voided).length,
    customers: state.customers.size,
    items: state.items.size,
    shops: state.data.shops.length,
    transfers: state.transfers.size,
  }
}
