import type { World } from '@/lib/simulator/world-shape'
import type { SaleDraft } from '../types'

/** A small Lightspeed account for the gateway's tests. */
export const world: World = {
  account: { id: '77', name: 'Test', currency: 'USD' },
  client: { id: 'c', secret: 's' },
  shops: ['Portland', 'Salem'].map((name, i) => ({
    shopID: String(i + 1),
    name,
    timeZone: 'US/Pacific',
    taxCategoryID: '1',
    address: {
      address1: '1 Main',
      city: name,
      state: 'OR',
      zip: '97205',
      country: 'United States',
      countryCode: 'US',
    },
    registers: [{ registerID: String(i + 1), name: 'Web', open: true, archived: false }],
  })),
  employees: [{ employeeID: '1', firstName: 'Order', lastName: 'Queue' }],
  taxCategories: [{ taxCategoryID: '1', tax1Name: 'Tax', tax1Rate: '0.0825' }],
  paymentTypes: [{ paymentTypeID: '3', name: 'Web' }],
  items: [
    {
      itemID: '1',
      systemSku: '210000000001',
      customSku: 'MUG',
      description: 'Mug',
      price: '14.5',
      stock: { '1': 5 },
    },
    {
      itemID: '2',
      systemSku: '210000000002',
      customSku: 'CAP',
      upc: '0614',
      description: 'Cap',
      price: '9',
      stock: { '1': 1, '2': -2 },
    },
    {
      itemID: '3',
      systemSku: '210000000003',
      customSku: 'OLD',
      description: 'Old',
      price: '9',
      archived: true,
      stock: {},
    },
    ...['4', '5'].map((itemID) => ({
      itemID,
      systemSku: `21000000000${itemID}`,
      customSku: `TWIN-${itemID}`,
      [itemID === '4' ? 'upc' : 'ean']: '0700',
      description: 'Twin',
      price: '5',
      stock: {},
    })),
  ],
}

/** Two mugs in Portland, with tax. */
export const draft: SaleDraft = {
  referenceNumber: '1009-1',
  referenceSource: 'OQ-key',
  shopId: '1',
  registerId: '1',
  employeeId: '1',
  customerId: '0',
  taxCategoryId: '1',
  currency: 'USD',
  lines: [{ itemId: '1', quantity: 2, unitPriceMinor: 1450, taxed: true, note: '' }],
  totalMinor: 3139,
  shipTo: null,
}
