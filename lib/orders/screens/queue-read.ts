import { and, eq, sql } from 'drizzle-orm'
import { listMembers } from '@/lib/access/members'
import { may } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { readMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { listIntegrations } from '@/lib/integrations/store'
import { beyond, cursorOf, inTab, inView, placeAt, placeOf, sortedBy } from '../queue/listing'
import { listViews } from '../queue/saved-views'
import { viewOf, type QueueView } from '../queue/view'
import { queueRows } from './screen-queue'
import type { QueuePage } from './screen-types'
import { TABS, type TabId } from '../states'
import { orders } from '../tables'

const PAGE = 50
/** Counting stops here: the screen shows "999+", and no tab costs a scan. */
const COUNT_LIMIT = 1000

/** One page of a view of the queue, with the counts of all tabs and what the view can be narrowed by. */
export function readQueue(
  viewer: Viewer,
  input: Pick<QueueView, 'tab'> & Partial<QueueView> & { cursor: string | null },
): Promise<QueuePage> {
  const { cursor, ...asked } = input
  const view: QueueView = { ...viewOf(input.tab), ...asked }
  return readMerchant(viewer.merchantId, async (scope) => {
    const place = placeAt(view, cursor)
    const found = await scope.tx
      .select()
      .from(orders)
      .where(and(inView(scope, view), place ? beyond(view, place, 'behind') : undefined))
      .orderBy(...sortedBy(view, 'forwards'))
      .limit(PAGE + 1)
    const rows = found.slice(0, PAGE)
    const last = rows.at(-1)
    const channels = await listIntegrations(scope)
    const members = await listMembers(scope)
    return {
      tab: view.tab,
      counts: await countTabs(scope),
      rows: await queueRows(scope, rows, { channels, members }),
      nextCursor: found.length > PAGE && last ? cursorOf(placeOf(view, last)) : null,
      anyOrderYet: rows.length > 0 || (await anyOrder(scope)),
      channels: channels.map(({ id, name }) => ({ id, name })),
      people: members.map(({ userId, name, role }) => ({
        userId,
        name,
        mayAct: may(role, 'act-on-orders'),
      })),
      views: await listViews(scope, viewer),
    }
  })
}

async function anyOrder({ tx, merchantId }: MerchantTx): Promise<boolean> {
  const [first] = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(eq(orders.merchantId, merchantId))
    .limit(1)
  return first !== undefined
}

async function countTabs(scope: MerchantTx): Promise<Record<TabId, number>> {
  const entries: [TabId, number][] = []
  for (const { id } of TABS) {
    const limited = scope.tx
      .select({ one: sql`1` })
      .from(orders)
      .where(inTab(scope, id))
      .limit(COUNT_LIMIT)
      .as('limited')
    const [row] = await scope.tx.select({ n: sql<number>`count(*)::int` }).from(limited)
    entries.push([id, row?.n ?? 0])
  }
  return Object.fromEntries(entries) as Record<TabId, number>
}
