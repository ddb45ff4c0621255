import { and, eq } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { ChannelOrder } from '@/lib/integrations/channel-order'
import type {
  DecisionRequest,
  GeoPoint,
  HoldReason,
  PlacedBy,
  PolicyBody,
  RoutingLine,
  RoutingStore,
  StockRow,
} from '@/lib/routing/types'
import { placeOf } from '@/lib/stores/places'
import { readPicture } from '@/lib/stores/stock'
import { listStores, toRoutingStore } from '@/lib/stores/store'
import { frozenParts } from './frozen'
import { linesOf, netOf, unitsToPlace } from '../lines'
import type { LineMatch } from '../intake/problems'
import { plans, type PartLine } from '../tables'
import type { OrderRow } from './write-plan'

/** Units that are in parts which were or will be sent: no other part may hold them. */
export async function placedUnits(scope: MerchantTx, orderId: string): Promise<PartLine[]> {
  return (await frozenParts(scope, orderId)).flatMap((part) => part.lines)
}

/** The order's lines as routing sees them: units still to place, and the item each means. */
export function routingLines(
  order: ChannelOrder,
  matches: Map<string, LineMatch>,
  placed: PartLine[],
): RoutingLine[] {
  const left = unitsToPlace(order, placed)
  return linesOf(order).flatMap((line) => {
    const quantity = left.get(line.id) ?? 0
    const match = matches.get(line.id)
    // A fractional quantity is a problem of its own; routing only ever sees whole units.
    if (quantity < 1) return []
    const found = match?.kind === 'one' ? match : null
    return [
      {
        id: line.id,
        itemId: found?.itemId ?? null,
        sku: line.sku,
        title: line.title,
        quantity: Math.floor(quantity),
        stock:
          line.needsShipping && (found?.countsStock ?? true) ? ('stock' as const) : ('non-stock' as const),
        netMinor: Math.round((netOf(line, order.pricesIncludeTax) * quantity) / line.quantity),
      },
    ]
  })
}

export interface OrderPlace {
  shipTo: GeoPoint | null
  placedBy: PlacedBy
}

/** Where an order goes: by its own coordinates, else by its postal code, else nobody knows. */
export async function placeOfOrder({ shipTo }: Pick<ChannelOrder, 'shipTo'>): Promise<OrderPlace> {
  if (shipTo && shipTo.latitude !== null && shipTo.longitude !== null) {
    const { latitude, longitude } = shipTo
    return { shipTo: { latitude, longitude }, placedBy: 'coordinates' }
  }
  const found = shipTo && (await placeOf(shipTo))
  return { shipTo: found, placedBy: found ? 'postal-code' : null }
}

/** Everything a decision looks at, from what is already read. */
export function composeRequest(
  input: OrderPlace & {
    order: ChannelOrder
    lines: RoutingLine[]
    stores: RoutingStore[]
    stock: StockRow[]
    stockReadAt: Date
    problems: HoldReason[]
    policy: { version: number; body: PolicyBody }
  },
): DecisionRequest {
  const { order } = input
  return {
    lines: input.lines,
    stores: input.stores.map(toRoutingStore),
    stock: input.stock,
    stockReadAt: input.stockReadAt.toISOString(),
    shipTo: input.shipTo,
    placedBy: input.placedBy,
    order: {
      totalMinor: order.totalMinor,
      currency: order.currency,
      country: order.shipTo?.country || null,
      paymentMethod: order.payment.method,
      tags: order.tags,
      risky: order.risky,
    },
    problems: input.problems,
    policy: input.policy.body,
    policyVersion: input.policy.version,
  }
}

/** The same for one order, from the rows as they are inside this transaction. */
export async function buildRequest(
  scope: MerchantTx,
  input: {
    orderId: string
    order: ChannelOrder
    matches: Map<string, LineMatch>
    problems: HoldReason[]
    policy: { version: number; body: PolicyBody }
    /** When the reading began; used when the picture itself knows no age. */
    readAt: Date
    /** Where the order goes, if that is known from its last plan. */
    place?: OrderPlace | null
  },
): Promise<DecisionRequest> {
  const { order, problems, policy } = input
  const lines = routingLines(order, input.matches, await placedUnits(scope, input.orderId))
  const picture = await readPicture(scope, itemsOf(lines))
  return composeRequest({
    ...(input.place ?? (await placeOfOrder(order))),
    order,
    lines,
    stores: await listStores(scope),
    stock: picture.rows,
    stockReadAt: picture.readAt ?? input.readAt,
    problems,
    policy,
  })
}

export const itemsOf = (lines: RoutingLine[]): string[] => [
  ...new Set(lines.flatMap((line) => (line.itemId === null ? [] : [line.itemId]))),
]

/**
 * The item of each line as the plan's decision knew it, and where the order goes, so that a person's push needs no new
 * look-up. A line that was given another sku since is a line nobody has looked up.
 */
export async function matchesOfPlan(
  { tx, merchantId }: MerchantTx,
  { currentPlanId: planId, snapshot }: Pick<OrderRow, 'currentPlanId' | 'snapshot'>,
): Promise<{ matches: Map<string, LineMatch>; problems: HoldReason[]; place: OrderPlace | null }> {
  const skus = new Map(linesOf(snapshot).map((line) => [line.id, line.sku]))
  if (planId === null) return { matches: new Map(), problems: [], place: null }
  const [plan] = await tx
    .select({ request: plans.request })
    .from(plans)
    .where(and(eq(plans.merchantId, merchantId), eq(plans.id, planId)))
  const matches = new Map<string, LineMatch>()
  for (const line of plan?.request.lines ?? []) {
    if (line.itemId !== null && skus.get(line.id) === line.sku)
      matches.set(line.id, { kind: 'one', itemId: line.itemId, countsStock: line.stock === 'stock' })
  }
  const { problems = [], shipTo = null, placedBy } = plan?.request ?? {}
  return { matches, problems, place: placedBy === undefined ? null : { shipTo, placedBy } }
}
