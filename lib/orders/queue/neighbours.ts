import { and, asc, desc, ne } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { orders } from '../tables'
import type { OrderRow } from '../planning/write-plan'
import { beyond, inTab, inView, placeOf, sortedBy } from './listing'
import type { QueueView } from './view'

/** The orders before and after this one in a view, whether or not it is still part of it itself. */
export async function neighboursOf(
  scope: MerchantTx,
  row: OrderRow,
  view: QueueView,
): Promise<{ previousId: string | null; nextId: string | null }> {
  const place = placeOf(view, row)
  const nearest = async (way: 'behind' | 'before') => {
    const [found] = await scope.tx
      .select({ id: orders.id })
      .from(orders)
      .where(and(inView(scope, view), beyond(view, place, way)))
      .orderBy(...sortedBy(view, way === 'behind' ? 'forwards' : 'backwards'))
      .limit(1)
    return found?.id ?? null
  }
  return { previousId: await nearest('before'), nextId: await nearest('behind') }
}

/** The first order that still needs a person, other than this one: where to go after an action. */
export async function nextInQueue(scope: MerchantTx, row: OrderRow): Promise<string | null> {
  const [next] = await scope.tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(inTab(scope, 'needs-action'), ne(orders.id, row.id)))
    .orderBy(desc(orders.woken), asc(orders.receivedAt), asc(orders.id))
    .limit(1)
  return next?.id ?? null
}
