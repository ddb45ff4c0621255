import type { World } from '../../../lib/simulator/world-shape'

export const SHOPS = ['Bend', 'Eugene', 'Salem']

/** One item per shop that only this shop has, far more than any run sells; and one that nobody has. */
export const ITEMS = { Bend: 'ONE', Eugene: 'TWO', Salem: 'THREE', nobody: 'OUT' } as const
const PLENTY = 1_000_000

/** A Lightspeed account of three shops whose stock says which of them an order has to go to. */
export function chaosWorld(): World {
  return {
    account: { id: '700700', name: 'Chaos', currency: 'USD' },
    client: { id: 'chaos', secret: 'chaos-client' },
    shops: SHOPS.map((name, index) => ({
      shopID: String(index + 1),
      name,
      timeZone: 'UTC',
      taxCategoryID: '1',
      address: {
        address1: '1 Main',
        city: name,
        state: 'OR',
        zip: '97701',
        country: 'US',
        countryCode: 'US',
      },
      registers: [{ registerID: String(index + 1), name: 'Web', open: true, archived: false }],
    })),
    employees: [{ employeeID: '1', firstName: 'O', lastName: 'Q' }],
    taxCategories: [{ taxCategoryID: '1', tax1Name: 'Tax', tax1Rate: '0.0825' }],
    paymentTypes: [{ paymentTypeID: '3', name: 'Web' }],
    items: Object.values(ITEMS).map((sku, index) => ({
      itemID: String(index + 1),
      systemSku: `2100000000${index + 10}`,
      customSku: sku,
      description: `Item ${sku}`,
      price: '19.99',
      stock: index < SHOPS.length ? { [String(index + 1)]: PLENTY } : {},
    })),
  }
}
