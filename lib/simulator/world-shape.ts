/** What a Lightspeed account holds before anybody sells anything. Amounts and rates are decimal text, ids text. */
export interface World {
  account: { id: string; name: string; currency: string }
  client: { id: string; secret: string }
  shops: WorldShop[]
  employees: { employeeID: string; firstName: string; lastName: string }[]
  taxCategories: {
    taxCategoryID: string
    tax1Name: string
    tax1Rate: string
    tax2Name?: string
    tax2Rate?: string
  }[]
  paymentTypes: { paymentTypeID: string; name: string }[]
  items: WorldItem[]
}

export interface WorldShop {
  shopID: string
  name: string
  timeZone: string
  /** The tax a sale has when it names none. */
  taxCategoryID: string
  address: {
    address1: string
    city: string
    state: string
    zip: string
    country: string
    countryCode: string
  }
  registers: { registerID: string; name: string; open: boolean; archived: boolean }[]
  archived?: boolean
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
  itemType?: 'default' | 'non_inventory'
  archived?: boolean
  /** Quantity on hand by shop; a shop left out has no row, which means 0. */
  stock: Record<string, number>
}
