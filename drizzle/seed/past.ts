import { sendBody, type StockTable } from '@/lib/commands/test-orders/send'
import { pickLines, type Scenario, type StockedItem } from '@/lib/commands/test-orders/pick-lines'
import { testCustomer } from '@/lib/commands/test-orders/customers'
import { seededRandom } from '@/lib/commands/test-orders/seeded-random'
import { withMerchant } from '@/lib/db/with-merchant'
import { env } from '@/lib/env'
import { listUnsettledDeliveries } from '@/lib/integrations/store'
import { parseMinor } from '@/lib/money'
import { pushSplit, pushWhole, voidOrder } from '@/lib/orders/commands/commands'
import { receiveDelivery } from '@/lib/orders/intake/intake'
import { readOrder } from '@/lib/orders/screens/order/order-read'
import { readQueue } from '@/lib/orders/screens/queue-read'
import { scaledWaits } from '@/lib/waits'
import { gatewayOpener } from '@/lib/worker/gateways'
import { runJob, type Workshop } from '@/lib/worker/registry'
import { CHANNELS } from './cast'
import type { Demo } from './connect'

const DAY_MS = 86_400_000
/** Of the newest orders what is held stays in the queue, for a first look. */
const SETTLED_SHARE = 0.85

/**
 * Two months of orders, made by the product's own commands with its clock set back: received with a true signature,
 * decided, pushed into the simulator, held ones settled by the manager as people do.
 */
export async function playPast(demo: Demo, simulatorUrl: string, count: number): Promise<number> {
  const control = (body: unknown) =>
    fetch(`${simulatorUrl}/_sim/settings`, { method: 'PUT', body: JSON.stringify(body) })
  // Two months in half a minute: the rate limit is for the present.
  await control({ rateLimit: false })
  const table = (await (await fetch(`${simulatorUrl}/_sim/stock`)).json()) as StockTable
  const stock = table.map((row) => ({
    sku: row.sku,
    title: row.title,
    priceMinor: parseMinor(row.price, 'USD') ?? 0,
    byStore: row.byShop,
  }))
  const random = seededRandom('past')
  const first = Date.now() - 58 * DAY_MS
  const step = (57.8 * DAY_MS) / Math.max(1, count)
  for (let index = 0; index < count; index += 1) {
    const at = new Date(first + index * step)
    await playOrder(demo, stock, random, index, at)
    if (index < count * SETTLED_SHARE) await settleHeld(demo, random, new Date(at.getTime() + step / 3))
  }
  await control({ rateLimit: true })
  return count
}

/** A workshop whose clock stands at one instant of the past, and goes on by a little with every look. */
function workshopAt(at: Date): Workshop {
  let ms = at.getTime()
  const now = () => new Date((ms += 40))
  // Orders come one at a time here: nobody else's look-up is worth waiting for.
  const waits = { ...scaledWaits(1), gatherMs: 0 }
  return { settings: env(), waits, now, open: gatewayOpener(env(), waits, now) }
}

const SCENARIOS: Scenario[] = [
  'single',
  'single',
  'single',
  'single',
  'short',
  'single',
  'single',
  'split',
  'single',
  'single',
]

async function playOrder(demo: Demo, stock: StockedItem[], random: () => number, index: number, at: Date) {
  const channel = CHANNELS[index % CHANNELS.length]
  const scenario = SCENARIOS[Math.floor(random() * SCENARIOS.length)] ?? 'single'
  const lines = pickLines(scenario, stock, random)
  if (!channel || !lines) return
  const delivery = sendBody(
    { ...channel, secret: demo.secrets[channel.alias] ?? '' },
    {
      id: String(5_000_000_000_000 + index),
      number: `#${1001 + index}`,
      placedAt: at,
      updatedAt: at,
      lines,
      customer: testCustomer(random),
    },
    new Date(),
  )
  await receiveDelivery({ integrationKey: channel.key, ...delivery }, at)
  const workshop = workshopAt(at)
  const { merchantId } = demo
  const [deliveryId] = await withMerchant(merchantId, (scope) =>
    listUnsettledDeliveries(scope, new Date(at.getTime() + 1)),
  )
  if (!deliveryId) return
  await runJob(workshop, 'intake', { merchantId, deliveryId })
  const orderId = await newestOrder(demo, 'incoming')
  if (!orderId) return
  await runJob(workshop, 'decide', { merchantId, orderId })
  await runJob(workshop, 'push', { merchantId, orderId })
}

async function newestOrder(demo: Demo, tab: 'incoming' | 'needs-action'): Promise<string | null> {
  const { rows } = await readQueue(demo.manager, { tab, cursor: null, search: '' })
  return rows.at(-1)?.id ?? null
}

/** The manager clears the queue: mostly by the suggestion, sometimes whole and short, now and then a void. */
async function settleHeld(demo: Demo, random: () => number, at: Date): Promise<void> {
  const orderId = await newestOrder(demo, 'needs-action')
  const order = orderId ? await readOrder(demo.manager, orderId, { tab: 'needs-action' }) : null
  if (!order) return
  const input = { orderId: order.id, version: order.version }
  const dice = random()
  const [best, other] = order.suggestions
  if (dice < 0.1 || !best) {
    await voidOrder(demo.manager, { ...input, reason: 'Customer asked', note: 'Rang the shop.' }, at)
    return
  }
  const taken = dice < 0.8 || !other ? best : other
  const parts = taken.parts.map(({ storeId, allocations }) => ({ storeId, allocations }))
  const [only] = parts
  const pushed =
    parts.length === 1 && only
      ? await pushWhole(demo.manager, { ...input, storeId: only.storeId, acceptShort: true }, at)
      : await pushSplit(demo.manager, { ...input, parts, acceptShort: true }, at)
  if (!pushed.ok) return
  const workshop = workshopAt(new Date(at.getTime() + 11_000))
  await runJob(workshop, 'push', { merchantId: demo.merchantId, orderId: order.id })
}
