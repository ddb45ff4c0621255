import { and, eq } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { Integration } from '@/lib/integrations/store'
import { enqueue } from '@/lib/jobs/queue'
import { listPosAccounts } from '@/lib/pos-accounts/account'
import { present } from '@/lib/result'
import { explainByHand } from '@/lib/routing/explaining/explain-by-hand'
import type { DecisionRequest, HoldReason, PlannedPart } from '@/lib/routing/types'
import { getItems } from '@/lib/stores/stock'
import { listStores, type Store } from '@/lib/stores/store'
import { SYSTEM } from '../actor'
import { record } from '../history'
import { linesOf, unitsElsewhere, unitsToPlace } from '../lines'
import type { PartMoney } from '../money-shares'
import { saveOrder } from '../order-row'
import { frozenParts } from '../planning/frozen'
import { shareMoney } from '../planning/part-money'
import { ordinalOf } from '../planning/reference'
import { placedUnits } from '../planning/request'
import { writePlan, type OrderRow } from '../planning/write-plan'
import type { OrderState } from '../states'
import { parts, type PartLine } from '../tables'
import { refundedShare, unexplained } from '../verify/compare-sales'
import { matchSale, roundedTo, withoutItem, type OpenLine } from './match-sale'
import { comparisonOf, inFeed, sourceOf } from '../verify/order-sales'
import type { FeedSaleRow } from '../verify/tables'

/** A forgotten sale as the part it must have been. */
interface Found {
  sale: FeedSaleRow
  store: Store
  ordinal: number
  lines: PartLine[]
  money: PartMoney
}

/**
 * Sales of a locked order that no part accounts for, because a restored database forgot them: each becomes a completed
 * part, so that nothing of it is sold twice, and the order goes on with what is left. `request`: the order as it is to be
 * decided now. A reason: a sale was found whose lines cannot be told, so nothing may be decided.
 */
export async function adoptForgotten(
  scope: MerchantTx,
  row: OrderRow,
  integration: Integration,
  request: DecisionRequest,
  now: Date,
): Promise<'nothing' | 'adopted' | HoldReason> {
  const found: Found[] = []
  for (const { id } of await listPosAccounts(scope)) {
    const sales = await forgottenSales(scope, id, row, integration)
    for (const sale of sales.toSorted((a, b) => ordinalIn(row, a) - ordinalIn(row, b))) {
      const one = await partOfSale(scope, row, request, sale, found)
      if (!one) return { code: 'sale-found', lines: [], facts: { ticket: sale.ticketNumber } }
      found.push(one)
    }
  }
  if (found.length === 0) return 'nothing'
  await writeFound(scope, row, integration, request, found, now)
  return 'adopted'
}

/** Completed and not taken back: an open one moves no stock and is looked up, or archived, in time. */
async function forgottenSales(
  scope: MerchantTx,
  posAccountId: string,
  row: OrderRow,
  integration: Integration,
): Promise<FeedSaleRow[]> {
  const known = await comparisonOf(scope, posAccountId, row.id, sourceOf(row, integration.key))
  const standing = known.sales.filter(
    (sale) => sale.state === 'completed' && refundedShare(inFeed(sale), known.refunds) !== 'wholly',
  )
  const strange = new Set(unexplained(known.parts, standing.map(inFeed)).map((sale) => sale.id))
  return standing.filter((sale) => strange.has(sale.saleId))
}

const ordinalIn = (row: OrderRow, { referenceNumber }: FeedSaleRow): number =>
  ordinalOf(referenceNumber, row.number) ?? 0

async function partOfSale(
  scope: MerchantTx,
  row: OrderRow,
  request: DecisionRequest,
  sale: FeedSaleRow,
  before: Found[],
): Promise<Found | null> {
  const { posAccountId } = sale
  const store = (await listStores(scope)).find(
    (one) => one.posAccountId === posAccountId && one.externalId === sale.shopId,
  )
  const ordinal = ordinalOf(sale.referenceNumber, row.number)
  const used = [...(await frozenParts(scope, row.id)), ...before]
  const taken = await usedOrdinals(scope, row.id)
  if (!store || ordinal === null || taken.has(ordinal) || before.some((one) => one.ordinal === ordinal))
    return null
  const open = await openLines(scope, request, posAccountId, before)
  const goods = matchSale(open, sale)
  if (!goods) return null
  // Whether the lines without an item went with this sale shows in its total alone.
  const extra = withoutItem(open)
  const options = extra.length > 0 ? [goods, [...goods, ...extra]] : [goods]
  const priced = options.map((lines) => ({
    lines,
    money: present(shareMoney(row.snapshot, used, [lines]).parts[0], 'money of the part'),
  }))
  const off = ({ money }: (typeof priced)[number]) => Math.abs(money.totalMinor - sale.totalMinor)
  const [nearest] = priced.toSorted((a, b) => off(a) - off(b))
  const { lines, money } = present(nearest, 'lines of the part')
  return { sale, store, ordinal, lines, money: roundedTo(money, sale.totalMinor) ?? money }
}

async function usedOrdinals({ tx, merchantId }: MerchantTx, orderId: string): Promise<Set<number>> {
  const rows = await tx
    .select({ ordinal: parts.ordinal })
    .from(parts)
    .where(and(eq(parts.merchantId, merchantId), eq(parts.orderId, orderId)))
  return new Set(rows.map((row) => row.ordinal))
}

async function openLines(
  scope: MerchantTx,
  request: DecisionRequest,
  posAccountId: string,
  before: Found[],
): Promise<OpenLine[]> {
  const ids = request.lines.flatMap((line) => (line.itemId === null ? [] : [line.itemId]))
  const items = await getItems(scope, ids)
  const held = (lineId: string) =>
    before
      .flatMap((one) => one.lines)
      .filter((line) => line.lineId === lineId)
      .reduce((sum, line) => sum + line.quantity, 0)
  return request.lines
    .map(({ id, itemId, sku, title, quantity }) => ({
      lineId: id,
      itemId: itemId ?? '',
      externalItemId: items.get(itemId ?? '')?.externalIds[posAccountId] ?? '0',
      sku,
      title,
      quantity: quantity - held(id),
    }))
    .filter((line) => line.quantity > 0)
}

/** A plan that says what was sold, its parts completed already, and the order's new state. */
async function writeFound(
  scope: MerchantTx,
  row: OrderRow,
  integration: Integration,
  request: DecisionRequest,
  found: Found[],
  now: Date,
): Promise<void> {
  const { tx, merchantId } = scope
  const planned: PlannedPart[] = found.map(({ store, lines }) => ({
    storeId: store.id,
    allocations: lines.map(({ lineId, quantity }) => ({ lineId, quantity, unitsShort: 0 })),
    oversold: false,
  }))
  const decision = {
    outcome: 'push' as const,
    parts: planned,
    leftOver: [],
    holdReasons: [],
    transfers: [],
    explanation: explainByHand(request, []),
  }
  const { planId } = await writePlan(scope, row.id, request, decision, SYSTEM, now)
  const placed = await placedUnits(scope, row.id)
  const elsewhere = new Map(linesOf(row.snapshot).map((line) => [line.id, unitsElsewhere(line, placed)]))
  await tx.insert(parts).values(
    found.map(({ sale, store, ordinal, lines, money }) => ({
      merchantId,
      orderId: row.id,
      planId,
      posAccountId: sale.posAccountId,
      storeId: store.id,
      ordinal,
      referenceNumber: sale.referenceNumber,
      referenceSource: sourceOf(row, integration.key),
      state: 'completed' as const,
      lines: lines.map((line) => ({ ...line, unitsElsewhere: elsewhere.get(line.lineId) ?? 0 })),
      money,
      oversold: false,
      saleId: sale.saleId,
      ticketNumber: sale.ticketNumber,
      createdAt: now,
      completedAt: now,
    })),
  )
  const left = unitsToPlace(row.snapshot, await placedUnits(scope, row.id))
  const rest = [...left.values()].reduce((sum, units) => sum + units, 0)
  const to: OrderState = rest > 0 ? 'partly-pushed' : 'pushed'
  const change = { currentPlanId: planId, ready: false, sendAfter: null, stockUnknownSince: null }
  await saveOrder(scope, row, 'adopt', to, { ...change, holdReasons: [] }, now)
  const tickets = found.map(({ sale }) => sale.ticketNumber)
  const about = { orderId: row.id, kind: 'adopted' as const, actor: SYSTEM, at: now }
  const because = `Sale ${tickets.join(', ')}: made before the database was restored.`
  await record(scope, { ...about, before: row.state, after: to, data: { because, unitsLeft: rest } })
  if (rest > 0) await enqueue(tx, 'decide', { merchantId, orderId: row.id })
}
