import { and, asc, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { listMembers } from '@/lib/access/members'
import { may } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { readMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { getIntegration } from '@/lib/integrations/store'
import { formatMoney } from '@/lib/money'
import { holdSentence } from '@/lib/routing/explaining/explain'
import { splitRefusalSentence } from '@/lib/routing/check-split'
import { decide } from '@/lib/routing/policies'
import type { Decision, DecisionRequest } from '@/lib/routing/types'
import { unitsOnTheWay } from '@/lib/stores/on-the-way'
import { attentionSentence } from '../../attention/words'
import { checkHandMade, currentRequest } from '../../commands/by-hand'
import { listComments } from '../../handling/comments'
import { frozenParts } from '../../planning/frozen'
import { linesOf, netOf, unitsToPlace } from '../../lines'
import { itemsOf } from '../../planning/request'
import { neighboursOf } from '../../queue/neighbours'
import { viewOf, type QueueView } from '../../queue/view'
import { getOrder } from '../../order-row'
import { withClaims } from '../../replanning/claims'
import { possibilities } from '../../commands/possibilities'
import { attentionOfOrder } from './screen-attention'
import { explanationOf } from './screen-explanation'
import { gridOf } from './screen-grid'
import { moneyOfOrder } from './screen-money'
import { partScreens } from './screen-parts'
import { rivalsOf } from './screen-rivals'
import { cardsOf, storeNames } from './screen-suggestions'
import type { OrderScreen, OrderScreenLine } from '../screen-types'
import { history, plans } from '../../tables'
import { timelineOf, waitingFor } from '../timeline/timeline'
import { snoozeWords } from '../timeline/timeline-words'
import type { OrderRow } from '../../planning/write-plan'

/** A page shows so many steps of the history; longer ones are cut at the old end. */
const TIMELINE_LIMIT = 400

const isId = (text: string) => z.uuid().safeParse(text).success

/** The order as its page shows it, with its neighbours in the view it was opened from; null: no such order. */
export function readOrder(
  viewer: Viewer,
  orderId: string,
  asked: Pick<QueueView, 'tab'> & Partial<QueueView>,
): Promise<OrderScreen | null> {
  if (!isId(orderId)) return Promise.resolve(null)
  return readMerchant(viewer.merchantId, async (scope) => {
    const row = await getOrder(scope, orderId)
    if (!row) return null
    const integration = await getIntegration(scope, row.integrationId)
    const open = row.state === 'held' || row.state === 'snoozed' || row.state === 'partly-pushed'
    const last = await lastPlan(scope, row)
    const request = open ? await currentRequest(scope, row, row.stateChangedAt) : (last?.request ?? null)
    // A person may push what older held orders count on; what is shown and suggested leaves it to them.
    const shown = request && open ? await withClaims(scope, request, last?.request.heldBefore ?? []) : request
    const decision = shown && open ? decide(shown) : (last?.decision ?? null)
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
      settling: await attentionOfOrder(scope, viewer, row),
      ready: row.ready,
      placedAt: row.placedAt.toISOString(),
      receivedAt: row.receivedAt.toISOString(),
      stateChangedAt: row.stateChangedAt.toISOString(),
      customer: snapshot.customer,
      shipTo: shipToLines(row),
      payment: paymentText(row),
      money: moneyOfOrder(snapshot),
      currency: row.currency,
      totalMinor: row.totalMinor,
      lines,
      reasons: row.holdReasons.map(holdSentence),
      grid: shown
        ? gridOf(shown, lines, await unitsOnTheWay(scope, itemsOf(shown.lines)))
        : { readAt: null, linesTotal: 0, stores: [] },
      waits: row.state === 'received' || open ? waitingFor(events, !open) : null,
      suggestions:
        shown && decision && open ? cardsOf(shown, decision).filter((card) => card.parts.length > 0) : [],
      rivals: request && open ? await rivalsOf(scope, row, request) : [],
      explanation: shown && decision ? explanationOf(shown, decision) : null,
      parts,
      timeline: timelineOf(
        events,
        await listComments(scope, row.id),
        new Map(parts.map((part) => [part.ordinal, part.storeName])),
        viewer.timeZone,
      ),
      ...(await handlingOf(scope, row, viewer)),
      can: possibilities(viewer, row, { request, parts }),
      wholeBlocked: request && open ? wholeBlocked(request) : null,
      undoUntil: undoUntil(row, parts),
      awaitsTransfers: row.awaitsTransfers,
      ...(await neighboursOf(scope, row, { ...viewOf(asked.tab), ...asked })),
    }
  })
}

/** Who sees to it, and until when it is out of sight. */
async function handlingOf(
  scope: MerchantTx,
  row: OrderRow,
  viewer: Viewer,
): Promise<Pick<OrderScreen, 'snooze' | 'woken' | 'assignee' | 'assignable'>> {
  const members = (await listMembers(scope)).map(({ userId, name, role }) => ({ userId, name, role }))
  const until = row.snoozedUntil?.toISOString() ?? null
  return {
    snooze: row.state === 'snoozed' ? snoozeWords(until, row.snoozedForStock, viewer.timeZone) : null,
    woken: row.woken,
    assignee: members.find((member) => member.userId === row.assigneeId) ?? null,
    assignable: members.filter((member) => may(member.role, 'act-on-orders')),
  }
}

/** Until then a push by a person can be taken back, as long as its first part is untouched. */
function undoUntil(row: OrderRow, parts: { state: string }[]): string | null {
  const untouched = parts.every((part) => part.state !== 'creating' && part.state !== 'created')
  return row.state === 'pushing' && row.sendAfter && untouched ? row.sendAfter.toISOString() : null
}

/** "shopify_payments" is the channel's code for what people call Shopify payments. */
function paymentText(row: OrderRow): string {
  const { method, status } = row.snapshot.payment
  const words = method.replaceAll('_', ' ')
  return [words.slice(0, 1).toUpperCase() + words.slice(1), status].filter(Boolean).join(', ')
}

/** What stands against every store alike: a line that no store can sell, or nothing left to place. */
function wholeBlocked(request: DecisionRequest): string | null {
  const [store] = request.stores.filter(({ register, archived }) => register === 'open' && !archived)
  if (!store) return null
  const checked = checkHandMade(request, { storeId: store.id })
  if (checked.ok || checked.refusal.kind === 'store-not-eligible') return null
  return splitRefusalSentence(checked.refusal, storeNames(request))
}

/** What the last plan saw and said: for orders that no longer ask for a decision. */
async function lastPlan(
  { tx, merchantId }: MerchantTx,
  row: OrderRow,
): Promise<{ request: DecisionRequest; decision: Decision } | null> {
  if (row.currentPlanId === null) return null
  const [plan] = await tx
    .select({ request: plans.request, decision: plans.decision })
    .from(plans)
    .where(and(eq(plans.merchantId, merchantId), eq(plans.id, row.currentPlanId)))
    .orderBy(asc(plans.revision))
  return plan ?? null
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
