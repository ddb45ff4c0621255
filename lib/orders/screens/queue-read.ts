import { and, asc, desc, eq, gt, ilike, inArray, isNotNull, lt, or, sql, type SQL } from 'drizzle-orm'
import type { Viewer } from '@/lib/access/viewer'
import { readMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { queueRows } from './screen-queue'
import type { QueuePage } from './screen-types'
import { TABS, type OrderState, type TabId } from '../states'
import { orders, parts } from '../tables'

const PAGE = 50
/** Counting stops here: the screen shows "999+", and no tab costs a scan. */
const COUNT_LIMIT = 1000

/** Tabs that are work to be done show the oldest first, the others the newest. */
const OLDEST_FIRST: TabId[] = ['needs-action', 'ready', 'attention', 'snoozed', 'pushing', 'incoming']
/** A snoozed order that a plan now fills is ready as well: whoever put it aside wants to know. */
const IN_READY: OrderState[] = ['held', 'snoozed', 'partly-pushed']

/** One page of a tab of the queue, with the counts of all tabs. */
export function readQueue(
  viewer: Viewer,
  input: { tab: TabId; cursor: string | null; search: string },
): Promise<QueuePage> {
  return readMerchant(viewer.merchantId, async (scope) => {
    const { tab } = input
    const ascending = OLDEST_FIRST.includes(tab)
    const found = await scope.tx
      .select()
      .from(orders)
      .where(
        and(tabFilter(scope, tab), searchFilter(scope, input.search), cursorFilter(input.cursor, ascending)),
      )
      .orderBy(
        ...(ascending
          ? [asc(orders.receivedAt), asc(orders.id)]
          : [desc(orders.receivedAt), desc(orders.id)]),
      )
      .limit(PAGE + 1)
    const rows = found.slice(0, PAGE)
    const last = rows.at(-1)
    const [first] = await scope.tx
      .select({ id: orders.id })
      .from(orders)
      .where(eq(orders.merchantId, scope.merchantId))
      .limit(1)
    return {
      tab,
      counts: await countTabs(scope),
      rows: await queueRows(scope, rows),
      nextCursor: found.length > PAGE && last ? `${last.receivedAt.toISOString()}|${last.id}` : null,
      anyOrderYet: first !== undefined,
    }
  })
}

function tabFilter({ merchantId }: MerchantTx, tab: TabId): SQL | undefined {
  const own = eq(orders.merchantId, merchantId)
  if (tab === 'attention') return and(own, isNotNull(orders.attention))
  if (tab === 'ready') return and(own, eq(orders.ready, true), inArray(orders.state, IN_READY))
  if (tab === 'all') return own
  return and(own, inArray(orders.state, [...(TABS.find((one) => one.id === tab)?.states ?? [])]))
}

/** Order number, customer, email, a line's sku or a sale's number. */
function searchFilter({ tx, merchantId }: MerchantTx, search: string): SQL | undefined {
  const wanted = search.trim()
  if (wanted === '') return undefined
  const like = `%${wanted.replaceAll(/[\\%_]/g, '\\$&')}%`
  return or(
    ilike(orders.number, like),
    sql`${orders.snapshot} -> 'customer' ->> 'name' ilike ${like}`,
    sql`${orders.snapshot} -> 'customer' ->> 'email' ilike ${like}`,
    sql`exists (select 1 from jsonb_array_elements(${orders.snapshot} -> 'lines') line where line ->> 'sku' ilike ${like})`,
    inArray(
      orders.id,
      tx
        .select({ id: parts.orderId })
        .from(parts)
        .where(and(eq(parts.merchantId, merchantId), eq(parts.ticketNumber, wanted))),
    ),
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
