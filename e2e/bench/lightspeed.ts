import { setTimeout as pause } from 'node:timers/promises'
import { deliver, distinctCustomers, ITEMS } from '../fleet/merchants'
import type { Seen } from '../fleet/front'
import { openFleet, type Fleet } from '../fleet/stage'
import { withOwnPostgres } from '../fleet/own-postgres'

interface Shape {
  name: 'whole' | 'split'
  items: string[]
}
const SHAPES: Shape[] = [
  { name: 'whole', items: ITEMS.slice(0, 1) },
  { name: 'split', items: ITEMS },
]

/**
 * What the protocol cannot avoid for one order of `parts` sales, in units of the rules of March 2026; each line is one
 * call of the push, with its cost as documented. A part's sale has one item and its share of the shipping.
 */
export function floorOf(parts: number, newCustomers: number) {
  const perPart = {
    /** Stock read again before the first write (step 3): one list of ItemShop. */
    stock: 1,
    /** POST Sale: 2; two lines, the shipping's note, ship-to with contact and one address: 6 entities, 3. */
    create: 2 + 6 * 0.5,
    /** PUT completed: 2 + 3, one payment 0.5. */
    complete: 2 + 3 + 0.5,
  }
  const perOrder = {
    /** The customer by address: a list with its contact. */
    customer: 1.2,
    /** A customer Lightspeed does not know yet: 1; contact, mail, phone 1.5. `newCustomers` of an order's are such. */
    newCustomer: newCustomers * (1 + 3 * 0.5),
    /** The one look-up before an order leaves pushing. */
    lookUp: 1,
    /** Its items with their stock to decide it: 1.4 for up to a hundred orders that come at once. */
    decide: 1.4 / 100,
  }
  const sum = (costs: Record<string, number>) => Object.values(costs).reduce((all, one) => all + one, 0)
  return sum(perOrder) + parts * sum(perPart)
}

/**
 * Units an order costs against that floor, the share of 429s and the drain against the drip, for whole orders and for
 * orders split over three stores: real workers, a real Postgres, a real simulator whose clock runs `speed` times as fast.
 */
export async function benchLightspeed(options: {
  orders: number
  speed: number
  workers: number
}): Promise<void> {
  const results = []
  for (const shape of SHAPES)
    results.push(
      await withOwnPostgres(async () => {
        const fleet = await openFleet(['bench'], 1)
        try {
          return await drain(fleet, shape, options)
        } finally {
          await fleet.close()
        }
      }),
    )
  process.stdout.write(
    `${JSON.stringify({ bench: 'lightspeed', ...options, clock: `×${options.speed}`, results })}\n`,
  )
}

async function drain(
  fleet: Fleet,
  shape: Shape,
  { orders, speed, workers }: { orders: number; speed: number; workers: number },
) {
  const [merchant] = fleet.merchants
  if (!merchant) throw new Error('the bench has no merchant')
  const numbers = Array.from({ length: orders }, (_, index) => `#${1_000 + index}`)
  for (const number of numbers) await deliver(merchant, 'split', number, shape.items)
  await fleet.startWorkers(workers, speed)
  const seen = fleet.front.of(merchant.accountId)
  // What is measured is the drain, not how long processes take to start.
  while (seen.calls === 0) await pause(20)
  const started = Date.now()
  await allCompleted(seen, orders * shape.items.length, shape.name)
  const finished = Date.now()
  // The last order's look-up follows its last completion.
  await quiet(seen)
  const { rate } = (await fleet.door(merchant, '/state')) as { rate: { drip: number } }
  const floor = floorOf(shape.items.length, distinctCustomers(merchant, numbers) / orders)
  const perOrder = seen.units / orders
  const seconds = ((finished - started) / 1000) * speed
  return {
    shape: shape.name,
    orders,
    sales: seen.completed.length,
    unitsPerOrder: round(perOrder),
    floor: round(floor),
    aboveFloor: round(perOrder / floor - 1),
    calls: seen.calls,
    refused429: seen.refused,
    share429: round(seen.refused / seen.calls),
    accountSeconds: Math.round(seconds),
    unitsPerSecond: round(seen.units / seconds),
    drip: rate.drip,
    ofTheDrip: round(seen.units / seconds / rate.drip),
    byKind: perKind(seen, orders),
  }
}

async function allCompleted(seen: Seen, sales: number, name: string): Promise<void> {
  let last = -1
  let since = Date.now()
  while (seen.completed.length < sales) {
    if (seen.completed.length !== last) {
      last = seen.completed.length
      since = Date.now()
    }
    if (Date.now() - since > 120_000)
      throw new Error(`${name}: nothing more is completed after ${last} of ${sales} sales`)
    process.stderr.write(
      `\r${name}: ${last} of ${sales} sales, ${seen.calls} calls, ${seen.refused} refused `,
    )
    await pause(500)
  }
  process.stderr.write('\n')
}

async function quiet(seen: Seen): Promise<void> {
  for (let calls = -1; calls !== seen.calls;) {
    calls = seen.calls
    await pause(3_000)
  }
}

/** Calls and units per order, by kind of call. */
const perKind = (seen: Seen, orders: number) =>
  Object.fromEntries(
    Object.entries(seen.byKind)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, { calls, units }]) => [
        kind,
        { calls: round(calls / orders), units: round(units / orders) },
      ]),
  )

const round = (value: number) => Math.round(value * 1000) / 1000
