import { and, eq } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { ChannelOrder } from '@/lib/integrations/channel-order'
import type { DecisionRequest, HoldReason, PolicyBody, RoutingLine } from '@/lib/routing/types'
import { readPicture } from '@/lib/stores/stock'
import { listStores } from '@/lib/stores/store'
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

/** Everything a decision looks at, from the rows as they are inside this transaction. */
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
  },
): Promise<DecisionRequest> {
  const { order } = input
  const lines = routingLines(order, input.matches, await placedUnits(scope, input.orderId))
  const itemIds = [...new Set(lines.flatMap((line) => (line.itemId === null ? [] : [line.itemId])))]
  const picture = await readPicture(scope, itemIds)
  const shipTo = order.shipTo
  return {
    lines,
    stores: (await listStores(scope)).map(
      ({ id, name, priority, safetyStock, enabled, archived, register, location }) => ({
        id,
        name,
        priority,
        safetyStock,
        enabled,
        archived,
        register,
        location,
      }),
    ),
    stock: picture.rows,
    stockReadAt: (picture.readAt ?? input.readAt).toISOString(),
    shipTo:
      shipTo && shipTo.latitude !== null && shipTo.longitude !== null
        ? { latitude: shipTo.latitude, longitude: shipTo.longitude }
        : null,
    order: {
      totalMinor: order.totalMinor,
      currency: order.currency,
      country: shipTo?.country || null,
      paymentMethod: order.payment.method,
      tags: order.tags,
      risky: order.risky,
    },
    problems: input.problems,
    policy: input.policy.body,
    policyVersion: input.policy.version,
  }
}

/**
 * The item of each line as the plan's decision knew it, so that a person's push needs no new look-up. A line that was
 * given another sku since is a line nobody has looked up.
 */
export async function matchesOfPlan(
  { tx, merchantId }: MerchantTx,
  { currentPlanId: planId, snapshot }: Pick<OrderRow, 'currentPlanId' | 'snapshot'>,
): Promise<{ matches: Map<string, LineMatch>; problems: HoldReason[] }> {
  const skus = new Map(linesOf(snapshot).map((line) => [line.id, line.sku]))
  if (planId === null) return { matches: new Map(), problems: [] }
  const [plan] = await tx
    .select({ request: plans.request })
    .from(plans)
    .where(and(eq(plans.merchantId, merchantId), eq(plans.id, planId)))
  const matches = new Map<string, LineMatch>()
  for (const line of plan?.request.lines ?? []) {
    if (line.itemId !== null && skus.get(line.id) === line.sku)
      matches.set(line.id, { kind: 'one', itemId: line.itemId, countsStock: line.stock === 'stock' })
  }
  return { matches, problems: plan?.request.problems ?? [] }
}
