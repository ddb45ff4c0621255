import { and, asc, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { getIntegration } from '@/lib/integrations/store'
import { formatMoney } from '@/lib/money'
import { holdSentence } from '@/lib/routing/explain'
import { splitRefusalSentence } from '@/lib/routing/check-split'
import { decide } from '@/lib/routing/policies'
import type { DecisionRequest } from '@/lib/routing/types'
import { attentionSentence } from './attention'
import { checkHandMade, currentRequest, type HandPart } from './by-hand'
import { frozenParts } from './frozen'
import { linesOf, netOf, unitsToPlace } from './lines'
import { neighboursOf } from './neighbours'
import { getOrder } from './order-row'
import { shareMoney } from './part-money'
import { possibilities } from './possibilities'
import { previewParts } from './preview'
import { gridOf } from './screen-grid'
import { moneyOfOrder } from './screen-money'
import { partScreens } from './screen-parts'
import { cardsOf, storeNames } from './screen-suggestions'
import type { OrderScreen, OrderScreenLine, PushPreview } from './screen-types'
import type { TabId } from './states'
import { history, plans } from './tables'
import { timelineOf } from './timeline'
import type { OrderRow } from './write-plan'

/** A page shows so many steps of the history; longer ones are cut at the old end. */
const TIMELINE_LIMIT = 400

const isId = (text: string) => z.uuid().safeParse(text).success

/** The order as its page shows it; null when this merchant has no such order. */
export function readOrder(
  viewer: Viewer,
  orderId: string,
  view: { tab: TabId },
): Promise<OrderScreen | null> {
  if (!isId(orderId)) return Promise.resolve(null)
  return withMerchant(viewer.merchantId, async (scope) => {
    const row = await getOrder(scope, orderId)
    if (!row) return null
    const integration = await getIntegration(scope, row.integrationId)
    const open = row.state === 'held' || row.state === 'snoozed' || row.state === 'partly-pushed'
    const request = open
      ? await currentRequest(scope, row, row.stateChangedAt)
      : await lastRequest(scope, row)
    const decision = request && open ? decide(request) : null
    const lines = await screenLines(scope, row, request)
    const parts = await partScreens(scope, row)
    const events = await scope.tx
      .select()
      .from(history)
      .where(and(eq(history.merchantId, scope.merchantId), eq(history.orderId, row.id)))
      .orderBy(desc(history.id))
      .limit(TIMELINE_LIMIT)
    const { snapshot } = row
    return {
      id: row.id,
      number: row.number,
      channelName: integration?.name ?? '',
      channelUrl: snapshot.url,
      state: row.state,
      version: row.version,
      attention: row.attention === null ? null : attentionSentence(row.attention),
      ready: row.ready,
      placedAt: row.placedAt.toISOString(),
      receivedAt: row.receivedAt.toISOString(),
      stateChangedAt: row.stateChangedAt.toISOString(),
      customer: snapshot.customer,
      shipTo: shipToLines(row),
      payment: [snapshot.payment.method, snapshot.payment.status].filter(Boolean).join(', '),
      money: moneyOfOrder(snapshot),
      currency: row.currency,
      totalMinor: row.totalMinor,
      lines,
      reasons: row.holdReasons.map(holdSentence),
      grid: request ? gridOf(request, lines) : { readAt: null, linesTotal: 0, stores: [] },
      suggestions:
        request && decision ? cardsOf(request, decision).filter((card) => card.parts.length > 0) : [],
      parts,
      timeline: timelineOf(events),
      can: possibilities(viewer, row, { request, parts }),
      undoUntil: undoUntil(row, parts),
      ...(await neighboursOf(scope, row, view.tab)),
    }
  })
}

/** Until then a push by a person can be taken back, as long as its first part is untouched. */
function undoUntil(row: OrderRow, parts: { state: string }[]): string | null {
  const untouched = parts.every((part) => part.state !== 'creating' && part.state !== 'created')
  return row.state === 'pushing' && row.sendAfter && untouched ? row.sendAfter.toISOString() : null
}

/** What the last plan saw: for orders that no longer ask for a decision. */
async function lastRequest({ tx, merchantId }: MerchantTx, row: OrderRow): Promise<DecisionRequest | null> {
  if (row.currentPlanId === null) return null
  const [plan] = await tx
    .select({ request: plans.request })
    .from(plans)
    .where(and(eq(plans.merchantId, merchantId), eq(plans.id, row.currentPlanId)))
    .orderBy(asc(plans.revision))
  return plan?.request ?? null
}

function shipToLines(row: OrderRow): string[] {
  const { shipTo } = row.snapshot
  if (!shipTo) return []
  return [
    shipTo.name,
    shipTo.company,
    shipTo.address1,
    shipTo.address2,
    [shipTo.city, shipTo.region, shipTo.postalCode].filter(Boolean).join(' '),
    shipTo.country,
  ].filter((line) => line !== '')
}

async function screenLines(
  scope: MerchantTx,
  row: OrderRow,
  request: DecisionRequest | null,
): Promise<OrderScreenLine[]> {
  const left = unitsToPlace(
    row.snapshot,
    (await frozenParts(scope, row.id)).flatMap((part) => part.lines),
  )
  const money = (minor: number) => formatMoney({ minor, currency: row.currency })
  return linesOf(row.snapshot).map((line) => {
    const netMinor = netOf(line, row.snapshot.pricesIncludeTax)
    const known = request?.lines.find((candidate) => candidate.id === line.id)
    return {
      id: line.id,
      sku: line.sku,
      title: line.title,
      ordered: line.quantity,
      toPlace: left.get(line.id) ?? 0,
      unitPrice: money(line.unitPriceMinor),
      net: money(netMinor),
      netMinor,
      taxMinor: line.taxMinor,
      found: !line.needsShipping || known === undefined || known.itemId !== null,
    }
  })
}

/** What a whole push to one store would do; null when there is no such order or store. */
export function previewPush(
  viewer: Viewer,
  input: { orderId: string; storeId: string },
): Promise<PushPreview | null> {
  return withMerchant(viewer.merchantId, async (scope) => {
    const row = await getOrder(scope, input.orderId)
    if (!row) return null
    const request = await currentRequest(scope, row, row.stateChangedAt)
    const checked = checkHandMade(request, { storeId: input.storeId })
    if (!checked.ok) return null
    return (await previewParts(scope, row, request, checked))[0] ?? null
  })
}

export interface SplitPreview {
  parts: (PushPreview & { storeId: string; totalMinor: number })[]
  leftOver: { lineId: string; title: string; quantity: number }[]
  leftOverTotal: string
  /** What is in other sales of this order already; null when nothing is. */
  elsewhereTotal: string | null
  /** Why it cannot be pushed like this; null when it can. */
  problem: string | null
}

/** The money and the shortages of a split as it is being made, always summing to the order. */
export function previewSplit(
  viewer: Viewer,
  input: { orderId: string; parts: HandPart[] },
): Promise<SplitPreview | null> {
  return withMerchant(viewer.merchantId, async (scope) => {
    const row = await getOrder(scope, input.orderId)
    if (!row) return null
    const request = await currentRequest(scope, row, row.stateChangedAt)
    const checked = checkHandMade(request, input.parts)
    const frozen = await frozenParts(scope, row.id)
    const planned = checked.ok ? checked.parts : []
    const shares = shareMoney(
      row.snapshot,
      frozen,
      planned.map((part) => part.allocations),
    )
    const text = (minor: number) => formatMoney({ minor, currency: row.currency })
    const elsewhere = frozen.reduce((sum, part) => sum + part.money.totalMinor, 0)
    return {
      parts: checked.ok ? await previewParts(scope, row, request, checked) : [],
      leftOver: (checked.ok
        ? checked.leftOver
        : request.lines.map((l) => ({ lineId: l.id, quantity: l.quantity }))
      ).map(({ lineId, quantity }) => ({
        lineId,
        quantity,
        title: request.lines.find((line) => line.id === lineId)?.title ?? '',
      })),
      leftOverTotal: text(shares.leftOver.totalMinor),
      elsewhereTotal: frozen.length > 0 ? text(elsewhere) : null,
      problem: checked.ok ? null : splitRefusalSentence(checked.refusal, storeNames(request)),
    }
  })
}
