import { and, asc, desc, eq, gte, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { TABS, type OrderState, type TabId } from '../states'
import { orders, parts } from '../tables'
import type { OrderRow } from '../planning/write-plan'
import { orderWords } from './tables'
import { NOBODY, orderOf, type QueueAge, type QueueView } from './view'
import { askedWords } from './words'

/** By the database's clock: nothing but what a list shows depends on it. */
const AGO: Record<QueueAge, SQL> = {
  day: sql`now() - interval '1 day'`,
  week: sql`now() - interval '7 days'`,
}

/** A snoozed order that a plan now fills is ready as well: whoever put it aside wants to know. */
const IN_READY: OrderState[] = ['held', 'snoozed', 'partly-pushed']

/** Written out instead of sent beside the statement: only so does it meet the condition of a partial index. */
const stateIn = (states: readonly OrderState[]): SQL =>
  sql`${orders.state} in (${sql.raw(states.map((state) => `'${state}'`).join(', '))})`

/** What belongs to a tab. */
export function inTab({ merchantId }: MerchantTx, tab: TabId): SQL | undefined {
  const own = eq(orders.merchantId, merchantId)
  if (tab === 'all') return own
  if (tab === 'attention') return and(own, isNotNull(orders.attention))
  if (tab === 'ready') return and(own, sql`${orders.ready}`, stateIn(IN_READY))
  return and(own, stateIn(TABS.find((one) => one.id === tab)?.states ?? []))
}

/** What belongs to a view: its tab, narrowed. */
export function inView(scope: MerchantTx, view: QueueView): SQL | undefined {
  const { channel, reason, assignee, age } = view
  return and(
    inTab(scope, view.tab),
    found(scope, view.search),
    channel === null ? undefined : eq(orders.integrationId, channel),
    reason === null ? undefined : sql`${orders.holdReasons} @> ${JSON.stringify([{ code: reason }])}::jsonb`,
    assignee === null
      ? undefined
      : assignee === NOBODY
        ? isNull(orders.assigneeId)
        : eq(orders.assigneeId, assignee),
    age === null ? undefined : lt(orders.receivedAt, AGO[age]),
  )
}

/** The last letter there is: no word that begins as asked sorts behind it. */
const LAST = '\u{10FFFF}'

/** Every asked word begins a word of the order; or it is the number of one of its sales. */
function found({ tx, merchantId }: MerchantTx, search: string): SQL | undefined {
  const asked = askedWords(search)
  if (asked.length === 0) return undefined
  const begins = asked.map((word) =>
    tx
      .select({ id: orderWords.orderId })
      .from(orderWords)
      .where(
        and(
          eq(orderWords.merchantId, merchantId),
          // One letter begins too many words to be a question: it is a word of its own.
          ...(word.length === 1
            ? [eq(orderWords.word, word)]
            : [gte(orderWords.word, word), lt(orderWords.word, word + LAST)]),
        ),
      ),
  )
  const sold = tx
    .select({ id: parts.orderId })
    .from(parts)
    .where(and(eq(parts.merchantId, merchantId), eq(parts.ticketNumber, search.trim())))
  // One set of ids, so that the planner may begin with it: two conditions joined by "or" are asked of every order.
  const words = sql.join(begins, sql` intersect `)
  return sql`${orders.id} in ((${words}) union ${sold})`
}

/** Where a row stands in a view: what its page begins behind. */
export interface Place {
  woken: boolean
  /** Received, in UTC ISO 8601, or the total in minor units, as the view is sorted. */
  key: string
  id: string
}

export const placeOf = (view: QueueView, row: OrderRow): Place => ({
  woken: row.woken,
  key: orderOf(view).by === 'total' ? String(row.totalMinor) : row.receivedAt.toISOString(),
  id: row.id,
})

export const cursorOf = ({ woken, key, id }: Place): string => `${woken ? 'w' : '-'}|${key}|${id}`

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The place a cursor names; null for one that this view never gave out: the list then begins anew. */
export function placeAt(view: QueueView, cursor: string | null): Place | null {
  const [woken, key = '', id = ''] = (cursor ?? '').split('|')
  const isInstant = () => INSTANT.test(key) && !Number.isNaN(Date.parse(key))
  const fits = orderOf(view).by === 'total' ? /^-?\d{1,15}$/.test(key) : isInstant()
  return fits && ID.test(id) ? { woken: woken === 'w', key, id } : null
}

/** What comes behind a place, or before it. */
export function beyond(view: QueueView, place: Place, way: 'behind' | 'before'): SQL | undefined {
  const { wokenFirst, by, ascending } = orderOf(view)
  const up = ascending === (way === 'behind')
  const than = sql.raw(up ? '>' : '<')
  const column = by === 'total' ? orders.totalMinor : orders.receivedAt
  const key = by === 'total' ? sql`${place.key}::bigint` : sql`${place.key}::timestamptz`
  const next = sql`(${column}, ${orders.id}) ${than} (${key}, ${place.id}::uuid)`
  if (!wokenFirst) return next
  const [own, other] = [eq(orders.woken, place.woken), eq(orders.woken, !place.woken)]
  // Woken orders stand before all others: they are all behind a woken one's place, and before any other's.
  return place.woken === (way === 'behind') ? or(and(own, next), other) : and(own, next)
}

/** The columns a view is sorted by, forwards or backwards. */
export function sortedBy(view: QueueView, way: 'forwards' | 'backwards'): SQL[] {
  const { wokenFirst, by, ascending } = orderOf(view)
  const column = by === 'total' ? orders.totalMinor : orders.receivedAt
  const forwards = way === 'forwards'
  const direction = ascending === forwards ? asc : desc
  const woken = forwards ? desc(orders.woken) : asc(orders.woken)
  return [...(wokenFirst ? [woken] : []), direction(column), direction(orders.id)]
}
