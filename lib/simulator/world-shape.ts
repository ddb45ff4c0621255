import type { Settings } from './assumed'

/**
 * What a Lightspeed account holds before anybody sells anything: the JSON of `--world`. Amounts and rates are decimal
 * text ("19.99", "0.0825" is 8.25 %), ids text.
 */
export interface World {
  account: { id: string; name: string; currency: string }
  /** The registered app; `redirectUri` is where the authorize page leads when the request names no place. */
  client: { id: string; secret: string; redirectUri?: string }
  shops: WorldShop[]
  employees: {
    employeeID: string
    firstName: string
    lastName: string
    lockOut?: boolean
    archived?: boolean
  }[]
  taxCategories: WorldTaxCategory[]
  paymentTypes: { paymentTypeID: string; name: string; type?: string; archived?: boolean }[]
  items: WorldItem[]
  customers?: WorldCustomer[]
  /** Switches and limits, see assumed.ts; those left out have their default. */
  settings?: Partial<Settings>
}

export interface WorldShop {
  shopID: string
  name: string
  timeZone: string
  /** The tax a sale has when it names none. */
  taxCategoryID: string
  address: {
    address1: string
    address2?: string
    city: string
    state: string
    zip: string
    country: string
    countryCode: string
  }
  registers: { registerID: string; name: string; open: boolean; archived: boolean }[]
  archived?: boolean
}

export interface WorldTaxCategory {
  taxCategoryID: string
  tax1Name: string
  tax1Rate: string
  tax2Name?: string
  tax2Rate?: string
  isTaxInclusive?: boolean
  /** Rates that replace the category's for items of a tax class. */
  classes?: { taxClassID: string; tax1Rate: string; tax2Rate: string }[]
}

export interface WorldItem {
  itemID: string
  systemSku: string
  customSku: string
  manufacturerSku?: string
  upc?: string
  ean?: string
  description: string
  price: string
  cost?: string
  itemType?: 'default' | 'non_inventory' | 'box' | 'assembly' | 'serialized'
  /** Whether a line of it is taxed when the line does not say; left out: yes. */
  tax?: boolean
  taxClassID?: string
  archived?: boolean
  /** Quantity on hand by shop; a shop left out has no row, which means 0. */
  stock: Record<string, number>
}

export interface WorldCustomer {
  customerID: string
  firstName: string
  lastName: string
  email?: string
  phone?: string
  archived?: boolean
}
