import { createHash } from 'node:crypto'
import { and, eq, max } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { present } from '@/lib/result'
import type { Decision, DecisionRequest, PlannedPart } from '@/lib/routing/types'
import { promiseUnits } from '@/lib/stores/promised'
import { getItems } from '@/lib/stores/stock'
import { listStores, type Store } from '@/lib/stores/store'
import type { Actor } from '../actor'
import { linesOf, unitsElsewhere } from '../lines'
import { shareMoney } from './part-money'
import { referenceNumber, referenceSource } from './reference'
import { HOLDING_UNITS } from '../states'
import { parts, plans, type orders, type PartLine } from '../tables'

export type OrderRow = typeof orders.$inferSelect

/** Stores a decision as the order's next revision; it is never changed afterwards. */
export async function writePlan(
  { tx, merchantId }: MerchantTx,
  orderId: string,
  request: DecisionRequest,
  decision: Decision,
  actor: Actor,
  now: Date,
): Promise<{ planId: string; revision: number }> {
  const [last] = await tx
    .select({ revision: max(plans.revision) })
    .from(plans)
    .where(and(eq(plans.merchantId, merchantId), eq(plans.orderId, orderId)))
  const revision = (last?.revision ?? 0) + 1
  const [row] = await tx
    .insert(plans)
    .values({
      merchantId,
      orderId,
      revision,
      policyVersion: request.policyVersion,
      request,
      decision,
      hash: sha256(JSON.stringify([request, decision])),
      decidedBy: actor,
      createdAt: now,
    })
    .returning({ id: plans.id })
  return { planId: present(row, 'plan').id, revision }
}

/** Makes the parts of a plan: references, exact money, promised units. Ordinals go on counting over revisions. */
export async function writeParts(
  scope: MerchantTx,
  order: OrderRow,
  integrationKey: string,
  planId: string,
  planned: PlannedPart[],
  request: DecisionRequest,
  now: Date,
): Promise<void> {
  const { tx, merchantId } = scope
  const all = await tx
    .select({ ordinal: parts.ordinal, state: parts.state, lines: parts.lines, money: parts.money })
    .from(parts)
    .where(and(eq(parts.merchantId, merchantId), eq(parts.orderId, order.id)))
  const frozen = all.filter((part) => HOLDING_UNITS.includes(part.state))
  const money = shareMoney(
    order.snapshot,
    frozen,
    planned.map((part) => part.allocations),
  )
  const stores = new Map((await listStores(scope)).map((store) => [store.id, store]))
  const byLine = new Map(request.lines.map((line) => [line.id, line]))
  const items = await getItems(
    scope,
    request.lines.flatMap((line) => (line.itemId === null ? [] : [line.itemId])),
  )
  const placed = frozen.flatMap((part) => part.lines)
  const elsewhere = new Map(linesOf(order.snapshot).map((line) => [line.id, unitsElsewhere(line, placed)]))
  let ordinal = Math.max(0, ...all.map((part) => part.ordinal))
  for (const [index, part] of planned.entries()) {
    ordinal += 1
    const store = present(stores.get(part.storeId), 'store of the part')
    const lines: PartLine[] = part.allocations.map((allocation) => {
      const line = present(byLine.get(allocation.lineId), 'line of the part')
      const externalId = items.get(line.itemId ?? '')?.externalIds[store.posAccountId]
      return {
        ...allocation,
        itemId: line.itemId ?? '',
        // A line without an item of its own (a service, a gift card) is sold as a misc line.
        externalItemId: externalId ?? '0',
        sku: line.sku,
        title: line.title,
        unitsElsewhere: elsewhere.get(line.id) ?? 0,
      }
    })
    const partId = await insertPart(scope, order, integrationKey, {
      planId,
      ordinal,
      store,
      lines,
      money: present(money.parts[index], 'money of the part'),
      oversold: part.oversold,
      createdAt: now,
    })
    await promiseUnits(
      scope,
      partId,
      store.id,
      lines.filter((line) => byLine.get(line.lineId)?.stock === 'stock' && line.itemId !== ''),
    )
  }
}

async function insertPart(
  { tx, merchantId }: MerchantTx,
  order: OrderRow,
  integrationKey: string,
  part: Pick<
    typeof parts.$inferInsert,
    'planId' | 'ordinal' | 'lines' | 'money' | 'oversold' | 'createdAt'
  > & { store: Store },
): Promise<string> {
  const { store, ...columns } = part
  const [row] = await tx
    .insert(parts)
    .values({
      ...columns,
      merchantId,
      orderId: order.id,
      posAccountId: store.posAccountId,
      storeId: store.id,
      referenceNumber: referenceNumber(order.number, part.ordinal),
      referenceSource: referenceSource(integrationKey, sha256(order.externalId)),
      state: 'planned',
    })
    .returning({ id: parts.id })
  return present(row, 'part').id
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
