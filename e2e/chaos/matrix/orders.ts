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
import type { Shape } from './cells'
import { CHANNELS, SECRET, type Stage } from './stage'
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

/** What the channel sends for an order, signed. */
export function deliveryOf(number: string, shape: Shape, at: Date): Delivery {
  const body = shopifyBody({
    id: number.replace('#', '99'),
    number,
    placedAt: at,
    updatedAt: at,
    lines: WANTS[shape].map((sku) => ({ sku, title: `Item ${sku}`, priceMinor: 1999, quantity: 1 })),
    customer: testCustomer(seededRandom(number)),
  })
  return {
    integrationKey: CHANNELS[CHANNEL_OF[shape]].key,
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
export async function pageOf(stage: Stage, number: string): Promise<OrderScreen | null> {
  const { rows } = await readQueue(stage.manager, { tab: 'all', cursor: null, search: number })
  const row = rows.find((candidate) => candidate.number === number)
  return row ? readOrder(stage.manager, row.id, { tab: 'all' }) : null
}

/** Pushes a held order as a manager does who says: to this store, although it is short. Waits until it is held and mailed. */
export async function pushByHand(stage: Stage, number: string, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs
  while (Date.now() < until) {
    const page = await pageOf(stage, number)
    const mailed = page?.timeline.some((entry) => entry.title === 'Mail sent') ?? false
    if (page?.state === 'held' && mailed) {
      const order = { orderId: page.id, version: page.version }
      const answer = await pushWhole(
        stage.manager,
        { ...order, storeId: stage.stores['Bend'] ?? '', acceptShort: true },
        new Date(),
      )
      if (answer.ok) return
    }
    await pause(200)
  }
}
