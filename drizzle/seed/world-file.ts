import { writeFileSync } from 'node:fs'
import { seededRandom } from '@/lib/commands/test-orders/seeded-random'
import { decimalText } from '@/lib/money'
import type { World } from '@/lib/simulator/world-shape'
import { catalogue, PLACES } from './catalogue'

/** `tsx drizzle/seed/world-file.ts <file>`: the Lightspeed account of the demo merchant, the same on every machine. */
const SEED = 'northwind'
/** Shops with a till beside the register of online sales. */
const TWO_REGISTERS = ['Eugene', 'Bend']

/** Uneven on purpose: big shops hold much, small ones little, and one item in eight lies in a single store. */
function stockOf(random: () => number): Record<string, number> {
  const stock: Record<string, number> = {}
  const scarce = random() < 0.125
  const only = Math.floor(random() * PLACES.length)
  for (const index of PLACES.keys()) {
    const size = index === 0 || index === 6 ? 1.6 : 0.6 + (index % 4) * 0.2
    const holds = scarce ? index === only : random() < 0.5
    if (holds) stock[String(index + 1)] = 1 + Math.floor(random() * 8 * size)
  }
  return stock
}

export function demoWorld(): World {
  const random = seededRandom(SEED)
  return {
    account: { id: '184201', name: 'Northwind Outfitters', currency: 'USD' },
    client: { id: 'order-queue-demo', secret: 'demo-client-secret' },
    shops: PLACES.map((place, index) => ({
      shopID: String(index + 1),
      name: place.name,
      timeZone: 'US/Pacific',
      taxCategoryID: '1',
      address: {
        address1: `${100 + index * 7} Main Street`,
        city: place.city,
        state: place.state,
        zip: place.zip,
        country: 'United States',
        countryCode: 'US',
      },
      registers: [
        { registerID: String(index + 1), name: 'Web', open: true, archived: false },
        ...(TWO_REGISTERS.includes(place.name)
          ? [{ registerID: String(index + 101), name: 'Counter', open: true, archived: false }]
          : []),
      ],
    })),
    employees: [
      { employeeID: '1', firstName: 'Order', lastName: 'Queue' },
      { employeeID: '2', firstName: 'Paula', lastName: 'Grant' },
      { employeeID: '3', firstName: 'Dana', lastName: 'Cole' },
    ],
    taxCategories: [
      { taxCategoryID: '1', tax1Name: 'Sales tax', tax1Rate: '0.0825' },
      { taxCategoryID: '2', tax1Name: 'Seattle', tax1Rate: '0.1035' },
      { taxCategoryID: '3', tax1Name: 'Reduced', tax1Rate: '0.065' },
    ],
    paymentTypes: [
      { paymentTypeID: '1', name: 'Cash' },
      { paymentTypeID: '2', name: 'Credit Card' },
      { paymentTypeID: '3', name: 'Web' },
    ],
    items: catalogue().map((item, index) => ({
      itemID: String(index + 1),
      systemSku: `21${String(index + 1).padStart(10, '0')}`,
      customSku: item.sku,
      upc: `0${String(60_000_000_000 + index * 37)}`,
      description: item.title,
      price: decimalText(item.priceMinor, 'USD'),
      stock: stockOf(random),
    })),
  }
}

const [target] = process.argv.slice(2)
if (target) writeFileSync(target, JSON.stringify(demoWorld()))
