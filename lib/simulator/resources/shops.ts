import type { Register } from '../account/rows'
import { notFound, Refused } from '../refused'
import type { World, WorldShop } from '../world-shape'
import { contactRow } from './contacts'
import { sent, sentFlag } from './payload'
import { read, reader, type Account, type Handler, type Resource } from './resource'
import { relation, single, type Row } from './shape'
import { taxCategoryRow } from './taxes'

export function shopRow(shop: WorldShop, relations: ReadonlySet<string>, account: Account): Row {
  const { address } = shop
  const registers = [...account.state.registers.values()].filter((one) => one.shopID === shop.shopID)
  const tax = account.state.taxCategories.get(shop.taxCategoryID)
  return {
    shopID: shop.shopID,
    name: shop.name,
    serviceRate: 0,
    timeZone: shop.timeZone,
    taxLabor: false,
    labelTitle: 'Shop Name',
    labelMsrp: false,
    archived: shop.archived ?? false,
    timeStamp: account.state.worldAt,
    companyRegistrationNumber: '',
    vatNumber: '',
    zebraBrowserPrint: false,
    contactID: shop.shopID,
    taxCategoryID: shop.taxCategoryID,
    receiptSetupID: 1,
    vendorID: 0,
    ccGatewayID: 0,
    gatewayConfigID: '',
    priceLevelID: 1,
    ...(relations.has('Contact')
      ? {
          Contact: contactRow(shop.shopID, {
            emails: [],
            phones: [],
            address: {
              address2: '',
              stateCode: address.state,
              ...address,
            },
          }),
        }
      : {}),
    ...(relations.has('Registers') ? relation('Registers', 'Register', registers.map(registerRow)) : {}),
    ...(relations.has('TaxCategory') && tax ? { TaxCategory: taxCategoryRow(tax, new Set()) } : {}),
  }
}

function registerRow(register: Register): Row {
  return {
    registerID: register.registerID,
    name: register.name,
    open: register.open,
    openTime: register.openTime,
    archived: register.archived,
    tipEnabled: false,
    openEmployeeID: register.openEmployeeID,
    shopID: register.shopID,
    ccTerminalID: 0,
  }
}

export const shop = reader<WorldShop>({
  name: 'Shop',
  primary: 'shopID',
  sortable: ['shopID'],
  all: ['Contact', 'Registers', 'TaxCategory'],
  fields: { shopID: (row) => row.shopID, name: (row) => row.name },
  isArchived: (row) => row.archived ?? false,
  rows: ({ state }) => state.data.shops,
  show: shopRow,
})

const registers: Resource<Register> = {
  name: 'Register',
  primary: 'registerID',
  sortable: ['registerID'],
  all: [],
  fields: {
    registerID: (row) => row.registerID,
    shopID: (row) => row.shopID,
    name: (row) => row.name,
    open: (row) => String(row.open),
  },
  isArchived: (row) => row.archived,
  rows: ({ state }) => [...state.registers.values()],
  show: registerRow,
}

/** GET, PUT of name and archived, and the two deeds of the till: /open and /close. */
export const register: Handler = (request, account) => {
  const { method, path, body } = request
  const [id = '', deed] = path
  if (method === 'GET') return read(registers, request, account)
  const known = account.state.registers.get(id)
  if (!known) throw notFound('Register', id)
  if (method === 'PUT' && deed === undefined)
    return saved(account, {
      ...known,
      name: sent(body, 'name') ?? known.name,
      archived: sentFlag(body, 'archived') ?? known.archived,
    })
  if (method !== 'POST' || (deed !== 'open' && deed !== 'close'))
    throw new Refused(405, `${method} is not allowed for Register/${path.join('/')}.`)
  const employee = sent(body, 'employeeID') ?? known.openEmployeeID
  return saved(account, {
    ...known,
    open: deed === 'open',
    openTime: deed === 'open' ? account.at : null,
    openEmployeeID: deed === 'open' ? employee : '0',
  })
}

function saved(account: Account, row: Register): Row {
  account.ledger.commit({ kind: 'register', register: row })
  return single('Register', registerRow(row))
}

export const employee = reader<World['employees'][number]>({
  name: 'Employee',
  primary: 'employeeID',
  sortable: ['employeeID'],
  all: [],
  fields: {
    employeeID: (row) => row.employeeID,
    firstName: (row) => row.firstName,
    lastName: (row) => row.lastName,
  },
  isArchived: (row) => row.archived ?? false,
  rows: ({ state }) => state.data.employees,
  show: (row, _relations, { state }) => ({
    employeeID: row.employeeID,
    firstName: row.firstName,
    lastName: row.lastName,
    lockOut: row.lockOut ?? false,
    archived: row.archived ?? false,
    contactID: 0,
    employeeRoleID: 1,
    limitToShopID: 0,
    lastShopID: 0,
    lastSaleID: 0,
    lastRegisterID: 0,
    timeStamp: state.worldAt,
  }),
})
