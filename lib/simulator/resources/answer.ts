import { Refused } from '../refused'
import { customer } from './customers'
import { inventoryLog, item, itemShop } from './items'
import type { Account, ApiRequest, Handler } from './resource'
import { sale, saleLine, salePayment, saleVoid, shipTo } from './sales/sales'
import type { Row } from './shape'
import { employee, register, shop } from './shops'
import { paymentType, taxCategory } from './taxes'
import { transfer } from './transfers'

const HANDLERS: Record<string, Handler> = {
  Shop: shop,
  Register: register,
  Employee: employee,
  Item: item,
  ItemShop: itemShop,
  InventoryLog: inventoryLog,
  'Inventory/Transfer': transfer,
  Customer: customer,
  TaxCategory: taxCategory,
  PaymentType: paymentType,
  Sale: sale,
  SaleLine: saleLine,
  SalePayment: salePayment,
  SaleVoid: saleVoid,
  ShipTo: shipTo,
}

/** Everything below Account/{id}; throws Refused for a clear no. `path` begins with the resource. */
export function answer(request: ApiRequest, account: Account): Row {
  const [first = '', second = '', ...rest] = request.path
  const two = HANDLERS[`${first}/${second}`]
  if (two) return two({ ...request, path: rest }, account)
  const one = HANDLERS[first]
  if (!one) throw new Refused(404, `Unknown resource '${first}'.`)
  return one({ ...request, path: request.path.slice(1) }, account)
}

/** GET Account (with a wrapper), GET Account/{id} (without one) and GET Session, which stand above the account. */
export function aboveAccount(path: string, { state }: Account): Row | null {
  const { account, shops, employees } = state.data
  const self = `/API/V3/Account/${account.id}`
  const row = { accountID: account.id, name: account.name, link: { '@attributes': { href: self } } }
  if (path === '/API/V3/Account') return { '@attributes': { count: '1' }, Account: row }
  if (path === self) return { accountID: account.id, name: account.name }
  if (path !== '/API/Session' && path !== '/API/V3/Session') return null
  const [who] = employees
  return {
    systemCustomerID: account.id,
    shopCount: shops.length,
    employeeID: who?.employeeID ?? '0',
    Employee: who
      ? { employeeID: who.employeeID, firstName: who.firstName, lastName: who.lastName }
      : undefined,
    Rights: { Right: ['register', 'inventory_read', 'customers'] },
  }
}
