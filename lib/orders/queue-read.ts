import { and, asc, desc, eq, gt, ilike, inArray, isNotNull, lt, or, sql, type SQL } from 'drizzle-orm'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { listIntegrations } from '@/lib/integrations/store'
import { formatMoney } from '@/lib/money'
import { whyHeldShort } from '@/lib/routing/explain'
import { BEST_STORE, rank, weighStores } from '@/lib/routing/ranking'
import { attentionSentence } from './attention'
import { cardsOf } from './screen-suggestions'
import type { QueuePage, QueueRow } from './screen-types'
import { stateWord } from './state-words'
import { TABS, type TabId } from './states'
import { orders, plans } from './tables'
import type { OrderRow } from './write-plan'

const PAGE = 50
/** Counting stops here: the screen shows "999+", and no tab costs a scan. */
const COUNT_LIMIT = 1000

/** Tabs that are work to be done show the oldest first, the others the newest. */
const OLDEST_FIRST: TabId[] = ['needs-action', 'attention', 'pushing', 'incoming']

/** One page of a tab of the queue, with the counts of all tabs. */
export function readQueue(
  viewer: Viewer,
  input: { tab: TabId; cursor: string | null; search: string },
): Promise<QueuePage> {
  return withMerchant(viewer.merchantId, async (scope) => {
    const { tab } = input
    const ascending = OLDEST_FIRST.includes(tab)
    const found = await scope.tx
      .select()
      .from(orders)
      .where(and(tabFilter(scope, tab), searchFilter(input.search), cursorFilter(input.cursor, ascending)))
      .orderBy(
        ...(ascending
          ? [asc(orders.receivedAt), asc(orders.id)]
          : [desc(orders.receivedAt), desc(orders.id)]),
      )
      .limit(PAGE + 1)
    const rows = found.slice(0, PAGE)
    const last = rows.at(-1)
    const [any] = await scope.tx
      .select({ id: orders.id })
      .from(orders)
      .where(eq(orders.merchantId, scope.merchantId))
      .limit(1)
    return {
      tab,
      counts: await countTabs(scope),
      rows: await rowsOf(scope, rows),
      nextCursor: found.length > PAGE && last ? `${last.receivedAt.toISOString()}|${last.id}` : null,
      anyOrderYet: any !== undefined,
    }
  })
}

function tabFilter({ merchantId }: MerchantTx, tab: TabId): SQL | undefined {
  const own = eq(orders.merchantId, merchantId)
  if (tab === 'attention') return and(own, isNotNull(orders.attention))
  if (tab === 'all') return own
  return and(own, inArray(orders.state, [...(TABS.find((one) => one.id === tab)?.states ?? [])]))
}

function searchFilter(search: string): SQL | undefined {
  const wanted = search.trim()
  if (wanted === '') return undefined
  const like = `%${wanted.replaceAll(/[\\%_]/g, '\\$&')}%`
  return or(
    ilike(orders.number, like),
    sql`${orders.snapshot} -> 'customer' ->> 'name' ilike ${like}`,
    sql`${orders.snapshot} -> 'customer' ->> 'email' ilike ${like}`,
  )
}

function cursorFilter(cursor: string | null, ascending: boolean): SQL | undefined {
  const [at, id] = (cursor ?? '').split('|')
  if (!at || !id || Number.isNaN(Date.parse(at))) return undefined
  const instant = new Date(at)
  const beyond = ascending ? gt : lt
  return or(beyond(orders.receivedAt, instant), and(eq(orders.receivedAt, instant), beyond(orders.id, id)))
}

async function countTabs(scope: MerchantTx): Promise<Record<TabId, number>> {
  const entries: [TabId, number][] = []
  for (const { id } of TABS) {
    const limited = scope.tx
      .select({ one: sql`1` })
      .from(orders)
      .where(tabFilter(scope, id))
      .limit(COUNT_LIMIT)
      .as('limited')
    const [row] = await scope.tx.select({ n: sql<number>`count(*)::int` }).from(limited)
    entries.push([id, row?.n ?? 0])
  }
  return Object.fromEntries(entries) as Record<TabId, number>
}

async function rowsOf(scope: MerchantTx, rows: OrderRow[]): Promise<QueueRow[]> {
  const channels = new Map((await listIntegrations(scope)).map((one) => [one.id, one.name]))
  const planIds = rows.flatMap((row) => (row.currentPlanId === null ? [] : [row.currentPlanId]))
  const found =
    planIds.length === 0
      ? []
      : await scope.tx
          .select({ id: plans.id, request: plans.request, decision: plans.decision })
          .from(plans)
          .where(and(eq(plans.merchantId, scope.merchantId), inArray(plans.id, planIds)))
  const byId = new Map(found.map((plan) => [plan.id, plan]))
  return rows.map((row) =>
    toRow(row, channels.get(row.integrationId) ?? '', byId.get(row.currentPlanId ?? '') ?? null),
  )
}

type PlanSeen = Pick<typeof plans.$inferSelect, 'request' | 'decision'>

function toRow(row: OrderRow, channelName: string, plan: PlanSeen | null): QueueRow {
  const waits = row.state === 'held' || row.state === 'partly-pushed' || row.state === 'snoozed'
  const { customer, shipTo } = row.snapshot
  return {
    id: row.id,
    number: row.number,
    channelName,
    customer: customer.name || customer.email || 'No name',
    city: shipTo?.city ?? '',
    units: row.unitsToShip,
    total: formatMoney({ minor: row.totalMinor, currency: row.currency }),
    state: row.state,
    attention: row.attention === null ? null : attentionSentence(row.attention),
    ready: row.ready,
    why:
      waits && row.holdReasons.length > 0
        ? whyHeldShort(row.holdReasons)
        : (row.closedBecause?.reason ?? stateWord(row.state)),
    bestStore: waits && plan ? bestStoreOf(plan) : null,
    suggestion: waits && plan ? (cardsOf(plan.request, plan.decision)[0]?.title ?? null) : null,
    receivedAt: row.receivedAt.toISOString(),
  }
}

/** "Portland: 3 of 4 lines", by the same ranking the suggestion uses. */
function bestStoreOf({ request }: PlanSeen): string | null {
  const eligible = weighStores(request).filter((candidate) => candidate.verdict.eligible)
  const { best } = rank(eligible, BEST_STORE)
  if (!best || best.verdict.unitsCovered === 0) return null
  return `${best.store.name}: ${best.verdict.linesCovered} of ${request.lines.length} lines`
}
