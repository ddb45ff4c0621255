import { setTimeout as pause } from 'node:timers/promises'
import { shopifyBody } from '../../../lib/commands/test-orders/bodies'
import { testCustomer } from '../../../lib/commands/test-orders/customers'
import { seededRandom } from '../../../lib/commands/test-orders/seeded-random'
import { signShopify } from '../../../lib/integrations/shopify/signature'
import { pushWhole } from '../../../lib/orders/commands/commands'
import { receiveDelivery } from '../../../lib/orders/intake/intake'
import { readOrder } from '../../../lib/orders/screens/order/order-read'
import { readQueue } from '../../../lib/orders/screens/queue-read'
import type { OrderScreen } from '../../../lib/orders/screens/screen-types'
import type { Shape } from './cells/steps'
import { momentsOf } from './quiet'
import { CHANNELS, SECRET, type Seat } from './stage'
import { ITEMS } from './world'

const CHANNEL_OF: Record<Shape, keyof typeof CHANNELS> = {
  whole: 'split',
  'split-2': 'split',
  'split-3': 'split',
  oversold: 'best',
  'by-hand': 'hold',
}

/** The items an order of this shape asks for, one unit each. */
export const WANTS: Record<Shape, string[]> = {
  whole: [ITEMS.Bend],
  'split-2': [ITEMS.Bend, ITEMS.Eugene],
  'split-3': [ITEMS.Bend, ITEMS.Eugene, ITEMS.Salem],
  oversold: [ITEMS.nobody],
  'by-hand': [ITEMS.nobody],
}

export interface Delivery {
  integrationKey: string
  body: string
  headers: Record<string, string>
}

/** What the merchant's channel sends for an order, signed. */
export function deliveryOf(
  { keyEnd }: Pick<Seat, 'keyEnd'>,
  number: string,
  shape: Shape,
  at: Date,
): Delivery {
  const body = shopifyBody({
    id: number.replace('#', '99'),
    number,
    placedAt: at,
    updatedAt: at,
    lines: WANTS[shape].map((sku) => ({ sku, title: `Item ${sku}`, priceMinor: 1999, quantity: 1 })),
    customer: testCustomer(seededRandom(number)),
  })
  return {
    integrationKey: `${CHANNELS[CHANNEL_OF[shape]].key}${keyEnd}`,
    body,
    headers: {
      'x-shopify-topic': 'orders/create',
      'x-shopify-webhook-id': `delivery-${number}`,
      'x-shopify-shop-domain': 'x.myshopify.com',
      'x-shopify-hmac-sha256': signShopify(body, SECRET),
    },
  }
}

/** Hands a delivery to the door that the web app's route hands it to; throws unless it is acknowledged. */
export async function deliver({ integrationKey, body, headers }: Delivery): Promise<void> {
  const rawBody = new TextEncoder().encode(body)
  const { status, body: said } = await receiveDelivery({ integrationKey, rawBody, headers }, new Date())
  if (status !== 200) throw new Error(`the delivery was answered ${status}: ${said.message}`)
}

/** The page a manager sees, or null while there is none. */
export async function pageOf(
  { manager }: Pick<Seat, 'manager'>,
  number: string,
): Promise<OrderScreen | null> {
  const { rows } = await readQueue(manager, { tab: 'all', cursor: null, search: number })
  const row = rows.find((candidate) => candidate.number === number)
  return row ? readOrder(manager, row.id, { tab: 'all' }) : null
}

/** Longer than it takes a held order to be mailed on a busy machine, workers that die included. */
const HELD_PATIENCE_MS = 300_000
const LOOK_MS = 1_000

/** Nobody but us pushes these orders. */
const BEGUN = new Set(['pushing', 'pushed', 'partly-pushed'])

/**
 * Pushes held orders as a manager does who has the mail about it and says: to this store, although it is short. Throws
 * with what kept it from that when an order waits for too long after it came in.
 */
export async function pushByHand(
  seat: Seat,
  numbers: string[],
  ask: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
): Promise<void> {
  const waiting = new Set(numbers)
  const cameIn = new Map<string, number>()
  while (waiting.size > 0) {
    for (const { number, state } of await ask(() => momentsOf(seat, [...waiting]))) {
      const since = cameIn.get(number) ?? Date.now()
      cameIn.set(number, since)
      const kept = BEGUN.has(state)
        ? null
        : state === 'held'
          ? await ask(() => pushHeld(seat, number))
          : `it is ${state}`
      if (kept === null) waiting.delete(number)
      else if (Date.now() - since > HELD_PATIENCE_MS) throw new Error(`${number} is not pushed: ${kept}`)
    }
    await pause(LOOK_MS)
  }
}

/** Waits until a held order has been pushed; until then it has come to rest as well. */
export async function untilPushed(seat: Seat, number: string): Promise<void> {
  while (!(await momentsOf(seat, [number])).some(({ state }) => BEGUN.has(state))) await pause(LOOK_MS)
}

/** Null when it is pushed, else what keeps it from that. */
async function pushHeld(seat: Seat, number: string): Promise<string | null> {
  const page = await pageOf(seat, number)
  if (page?.state !== 'held') return 'it is not held any more'
  if (!page.timeline.some((entry) => entry.title === 'Mail sent')) return 'no mail was sent'
  const order = { orderId: page.id, version: page.version }
  const wish = { ...order, storeId: seat.stores['Bend'] ?? '', acceptShort: true }
  const answer = await pushWhole(seat.manager, wish, new Date())
  return answer.ok ? null : JSON.stringify(answer.refusal)
}
