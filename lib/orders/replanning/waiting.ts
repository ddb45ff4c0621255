import { and, asc, eq, gt, inArray, ne, or, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { listIntegrations } from '@/lib/integrations/store'
import type { MatchableItem } from '@/lib/stores/match-item'
import { admission } from '../intake/problems'
import type { OrderRow } from '../planning/write-plan'
import type { OrderState } from '../states'
import { orders, plans } from '../tables'

/** States in which an order waits for a person. */
export const WAITING: OrderState[] = ['held', 'snoozed', 'partly-pushed']

/**
 * More than any desk can work through: past it only the oldest are planned together, so that one replan stays within
 * seconds and some ten megabytes. The others are planned as the older ones leave.
 */
export const REPLAN_LIMIT = 2_000
/** Orders read in one query. */
const PAGE = 200

/** Every order that waits for a person and could be decided, oldest first. */
export async function listWaiting(scope: MerchantTx): Promise<OrderRow[]> {
  const settings = new Map((await listIntegrations(scope)).map((one) => [one.id, one.settings]))
  const found: OrderRow[] = []
  let last: OrderRow | undefined
  do {
    const page: OrderRow[] = await scope.tx
      .select()
      .from(orders)
      .where(and(waiting(scope), last && after(last)))
      .orderBy(asc(orders.receivedAt), asc(orders.id))
      .limit(PAGE)
    for (const row of page) {
      const own = settings.get(row.integrationId)
      if (own && admission(row.snapshot, own).kind === 'route') found.push(row)
    }
    last = page.length === PAGE ? page.at(-1) : undefined
  } while (last && found.length < REPLAN_LIMIT)
  return found.slice(0, REPLAN_LIMIT)
}

const waiting = ({ merchantId }: MerchantTx) =>
  and(eq(orders.merchantId, merchantId), inArray(orders.state, WAITING))

const after = (row: OrderRow) =>
  or(gt(orders.receivedAt, row.receivedAt), and(eq(orders.receivedAt, row.receivedAt), gt(orders.id, row.id)))

/** How many orders wait for a person; counting stops at the most that are planned together. */
export async function countWaiting(scope: MerchantTx): Promise<number> {
  const limited = scope.tx
    .select({ one: sql`1` })
    .from(orders)
    .where(waiting(scope))
    .limit(REPLAN_LIMIT)
    .as('limited')
  const [row] = await scope.tx.select({ n: sql<number>`count(*)::int` }).from(limited)
  return row?.n ?? 0
}

/** Whether another order than this one waits for any of these items, by whatever code its channel names them. */
export async function isWaitedFor(
  scope: MerchantTx,
  orderId: string,
  items: MatchableItem[],
): Promise<boolean> {
  const codes = items.flatMap(({ customSku, systemSku, manufacturerSku, upc, ean }) =>
    [customSku, systemSku, manufacturerSku, upc, ean].filter((code) => code !== ''),
  )
  if (codes.length === 0) return false
  const wanted = sql`exists (select 1 from jsonb_array_elements(${orders.snapshot} -> 'lines') line
    where trim(line ->> 'sku') in ${codes})`
  const [other] = await scope.tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(waiting(scope), ne(orders.id, orderId), wanted))
    .limit(1)
  return other !== undefined
}

/** Whether the plan of some waiting order is about one of these items, by our own ids. */
export async function anyWaitsFor(scope: MerchantTx, itemIds: string[]): Promise<boolean> {
  if (itemIds.length === 0) return false
  const about = sql`exists (select 1 from jsonb_array_elements(${plans.request} -> 'lines') line
    where line ->> 'itemId' in ${itemIds})`
  const [one] = await scope.tx
    .select({ id: orders.id })
    .from(orders)
    .innerJoin(plans, and(eq(plans.merchantId, orders.merchantId), eq(plans.id, orders.currentPlanId)))
    .where(and(waiting(scope), about))
    .limit(1)
  return one !== undefined
}

/** Those of these orders that still wait: what they count on is still spoken for. */
export async function stillWaiting(scope: MerchantTx, orderIds: string[]): Promise<Set<string>> {
  if (orderIds.length === 0) return new Set()
  const rows = await scope.tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(waiting(scope), inArray(orders.id, orderIds)))
  return new Set(rows.map((row) => row.id))
}
