import { and, asc, desc, eq, gt, inArray, lt, ne, or } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { TABS, type TabId } from '../states'
import { orders } from '../tables'
import type { OrderRow } from '../planning/write-plan'

const states = (tab: TabId) => [...(TABS.find((candidate) => candidate.id === tab)?.states ?? [])]

/** The orders before and after this one within a tab, oldest first. */
export async function neighboursOf(
  { tx, merchantId }: MerchantTx,
  row: OrderRow,
  tab: TabId,
): Promise<{ previousId: string | null; nextId: string | null }> {
  const within = and(eq(orders.merchantId, merchantId), inArray(orders.state, states(tab)))
  const [previous] = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        within,
        or(
          lt(orders.receivedAt, row.receivedAt),
          and(eq(orders.receivedAt, row.receivedAt), lt(orders.id, row.id)),
        ),
      ),
    )
    .orderBy(desc(orders.receivedAt), desc(orders.id))
    .limit(1)
  const [next] = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        within,
        or(
          gt(orders.receivedAt, row.receivedAt),
          and(eq(orders.receivedAt, row.receivedAt), gt(orders.id, row.id)),
        ),
      ),
    )
    .orderBy(asc(orders.receivedAt), asc(orders.id))
    .limit(1)
  return { previousId: previous?.id ?? null, nextId: next?.id ?? null }
}

/** The oldest order that still needs a person, other than this one: where to go after an action. */
export async function nextInQueue({ tx, merchantId }: MerchantTx, row: OrderRow): Promise<string | null> {
  const [next] = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.merchantId, merchantId),
        inArray(orders.state, states('needs-action')),
        ne(orders.id, row.id),
      ),
    )
    .orderBy(asc(orders.receivedAt), asc(orders.id))
    .limit(1)
  return next?.id ?? null
}
