import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import type { Member } from '@/lib/access/members'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { Integration } from '@/lib/integrations/store'
import { formatMoney } from '@/lib/money'
import { whyHeldShort } from '@/lib/routing/explaining/explain'
import { BEST_STORE, rank, weighStores } from '@/lib/routing/weighing/ranking'
import { listStores } from '@/lib/stores/store'
import { attentionSentence } from '../attention/words'
import { admission } from '../intake/problems'
import { suggestionOf } from '../commands/push-suggestion'
import type { QueueRow } from './screen-types'
import { parts, plans } from '../tables'
import type { OrderRow } from '../planning/write-plan'

/** Orders as the queue shows them: enough in each row to decide. */
export async function queueRows(
  scope: MerchantTx,
  rows: OrderRow[],
  known: { channels: Integration[]; members: Member[] },
): Promise<QueueRow[]> {
  const channels = new Map(known.channels.map((one) => [one.id, one]))
  const planIds = rows.flatMap((row) => (row.currentPlanId === null ? [] : [row.currentPlanId]))
  const found =
    planIds.length === 0
      ? []
      : await scope.tx
          .select({
            id: plans.id,
            request: plans.request,
            decision: plans.decision,
            decidedBy: plans.decidedBy,
          })
          .from(plans)
          .where(and(eq(plans.merchantId, scope.merchantId), inArray(plans.id, planIds)))
  const byId = new Map(found.map((plan) => [plan.id, plan]))
  const sales = await salesOf(scope, rows)
  const people = new Map(known.members.map((member) => [member.userId, member.name]))
  return rows.map((row) =>
    toRow(
      row,
      people,
      channels.get(row.integrationId) ?? null,
      byId.get(row.currentPlanId ?? '') ?? null,
      sales.filter((sale) => sale.orderId === row.id),
    ),
  )
}

interface Sale {
  orderId: string
  storeName: string
  ticketNumber: string | null
  completed: boolean
}

/** Sales made or under way, for rows whose parts say more than their plan. */
async function salesOf(scope: MerchantTx, rows: OrderRow[]): Promise<Sale[]> {
  const sold = rows.filter((row) => row.state === 'pushing' || row.state === 'pushed').map((row) => row.id)
  if (sold.length === 0) return []
  const names = new Map((await listStores(scope)).map((store) => [store.id, store.name]))
  const found = await scope.tx
    .select({
      orderId: parts.orderId,
      storeId: parts.storeId,
      ticketNumber: parts.ticketNumber,
      state: parts.state,
    })
    .from(parts)
    .where(
      and(
        eq(parts.merchantId, scope.merchantId),
        inArray(parts.orderId, sold),
        ne(parts.state, 'abandoned'),
        ne(parts.state, 'refused'),
      ),
    )
    .orderBy(asc(parts.ordinal))
  return found.map(({ orderId, storeId, ticketNumber, state }) => ({
    orderId,
    ticketNumber,
    storeName: names.get(storeId) ?? '',
    completed: state === 'completed',
  }))
}

type PlanSeen = Pick<typeof plans.$inferSelect, 'request' | 'decision' | 'decidedBy'>

function toRow(
  row: OrderRow,
  people: ReadonlyMap<string, string>,
  channel: Integration | null,
  plan: PlanSeen | null,
  sales: Sale[],
): QueueRow {
  const waits = row.state === 'held' || row.state === 'partly-pushed' || row.state === 'snoozed'
  const { customer, shipTo } = row.snapshot
  const suggestion = waits && plan ? suggestionOf(plan) : null
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    channelName: channel?.name ?? '',
    customer: customer.name || customer.email || 'No name',
    city: shipTo?.city ?? '',
    units: row.unitsToShip,
    total: formatMoney({ minor: row.totalMinor, currency: row.currency }),
    state: row.state,
    attention: row.attention === null ? null : attentionSentence(row.attention),
    ready: row.ready,
    woken: row.woken,
    assignee: people.get(row.assigneeId ?? '') ?? null,
    why: whyOf(row, channel, sales),
    store: waits && plan ? bestStoreOf(plan) : soldBy(sales),
    suggestion: suggestion?.title ?? null,
    suggestionShort: suggestion?.oversold ?? false,
    receivedAt: row.receivedAt.toISOString(),
  }
}

/** What the state's badge leaves open. */
function whyOf(row: OrderRow, channel: Integration | null, sales: Sale[]): string {
  switch (row.state) {
    case 'received': {
      if (row.stockUnknownSince !== null) return 'Lightspeed cannot be read; decided as soon as it answers'
      const admitted = admission(row.snapshot, {
        routeAuthorized: channel?.settings.routeAuthorized ?? true,
      })
      return admitted.kind === 'wait' ? admitted.because : ''
    }
    case 'held':
    case 'snoozed':
    case 'partly-pushed':
      return row.holdReasons.length > 0 ? whyHeldShort(row.holdReasons) : ''
    case 'pushing':
      if (row.awaitsTransfers) return `Waits for a transfer to ${soldBy(sales) ?? 'its store'}`
      return `${sales.filter((sale) => sale.completed).length} of ${counted(sales.length, 'sale')} completed`
    case 'pushed': {
      const numbers = sales.flatMap((sale) => sale.ticketNumber ?? [])
      return numbers.length > 0 ? `${numbers.length > 1 ? 'Sales' : 'Sale'} ${numbers.join(', ')}` : ''
    }
    case 'voided':
    case 'cancelled':
    case 'not-routed':
      return row.closedBecause?.reason ?? ''
  }
}

const soldBy = (sales: Sale[]): string | null =>
  sales.length > 0 ? [...new Set(sales.map((sale) => sale.storeName))].join(', ') : null

/** "Portland: 3 of 4 lines, lacks 2 units", by the same ranking the suggestion uses. */
function bestStoreOf({ request }: PlanSeen): string | null {
  const eligible = weighStores(request).filter((candidate) => candidate.verdict.eligible)
  const { best } = rank(eligible, BEST_STORE)
  if (!best || best.verdict.unitsCovered === 0) return null
  const wanted = request.lines.reduce((sum, line) => sum + line.quantity, 0)
  const lacks = wanted - best.verdict.unitsCovered
  const covers = `${best.store.name}: ${best.verdict.linesCovered} of ${counted(request.lines.length, 'line')}`
  return lacks > 0 ? `${covers}, lacks ${counted(lacks, 'unit')}` : covers
}

const counted = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`
