import { and, eq, inArray, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { getLivePolicy } from '@/lib/integrations/store'
import { listPosAccounts } from '@/lib/pos-accounts/account'
import type { HeldOrder } from '@/lib/routing/replan'
import type { HeldClaim, PolicyBody, StockRow } from '@/lib/routing/types'
import { readPicture } from '@/lib/stores/stock'
import { listStores } from '@/lib/stores/store'
import { findProblems, type LineMatch } from '../intake/problems'
import { placedUnitsOf } from '../planning/frozen'
import type { ReadMatch } from '../planning/match-lines'
import { composeRequest, itemsOf, placeOfOrder, routingLines } from '../planning/request'
import type { OrderRow } from '../planning/write-plan'
import type { Actor } from '../actor'
import { plans } from '../tables'
import type { KnownPlan, Said } from './compare'

/** A waiting order with what its lines mean: as Lightspeed said it, and with our own items. */
export interface Matched {
  row: OrderRow
  read: Map<string, ReadMatch>
  ours: Map<string, LineMatch>
}

/** All these orders as requests that look at one picture of the stock. */
export async function requestsOf(scope: MerchantTx, orders: Matched[], readAt: Date): Promise<HeldOrder[]> {
  const placed = await placedUnitsOf(
    scope,
    orders.map(({ row }) => row.id),
  )
  const wanted = orders.map(({ row, read, ours }) => ({
    row,
    read,
    lines: routingLines(row.snapshot, ours, placed.get(row.id) ?? []),
  }))
  const picture = await readPicture(scope, [...new Set(wanted.flatMap(({ lines }) => itemsOf(lines)))])
  const byItem = new Map<string, StockRow[]>()
  for (const row of picture.rows) byItem.set(row.itemId, [...(byItem.get(row.itemId) ?? []), row])
  const policies = await livePolicies(scope, orders)
  const stores = await listStores(scope)
  const [account] = await listPosAccounts(scope)
  const requests: HeldOrder[] = []
  for (const { row, read, lines } of wanted) {
    const policy = policies.get(row.integrationId)
    if (!policy) continue
    const request = composeRequest({
      ...(await placeOfOrder(row.snapshot)),
      order: row.snapshot,
      lines,
      stores,
      stock: itemsOf(lines).flatMap((itemId) => byItem.get(itemId) ?? []),
      stockReadAt: picture.readAt ?? readAt,
      problems: findProblems(row.snapshot, read, account?.currency ?? row.currency),
      policy,
    })
    requests.push({ id: row.id, receivedAtMs: row.receivedAt.getTime(), request })
  }
  return requests
}

async function livePolicies(
  scope: MerchantTx,
  orders: Matched[],
): Promise<Map<string, { version: number; body: PolicyBody }>> {
  const policies = new Map<string, { version: number; body: PolicyBody }>()
  for (const id of new Set(orders.map(({ row }) => row.integrationId)))
    policies.set(id, await getLivePolicy(scope, id))
  return policies
}

/** Plans read in one query: each may hold hundreds of figures, of which only what is compared leaves the database. */
const PAGE = 500

/** What the current plans of these orders say, by order. */
export async function knownPlans(
  { tx, merchantId }: MerchantTx,
  rows: OrderRow[],
): Promise<Map<string, KnownPlan>> {
  const known = new Map<string, KnownPlan>()
  const planIds = rows.flatMap((row) => row.currentPlanId ?? [])
  for (let from = 0; from < planIds.length; from += PAGE) {
    const found = await tx
      .select({
        orderId: plans.orderId,
        policyVersion: plans.policyVersion,
        decidedBy: plans.decidedBy,
        createdAt: plans.createdAt,
        decision: sql<Said>`${plans.decision} - 'explanation'`,
        heldBefore: sql<HeldClaim[] | null>`${plans.request} -> 'heldBefore'`,
      })
      .from(plans)
      .where(and(eq(plans.merchantId, merchantId), inArray(plans.id, planIds.slice(from, from + PAGE))))
    for (const { orderId, heldBefore, decidedBy, ...plan } of found)
      known.set(orderId, { ...plan, heldBefore: heldBefore ?? [], byPerson: isPerson(decidedBy) })
  }
  return known
}

const isPerson = (actor: Actor) => actor.kind === 'person'
