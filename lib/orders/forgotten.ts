import { and, eq, inArray, lt, or, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { getIntegration } from '@/lib/integrations/store'
import { admission } from './problems'
import { orders } from './tables'

/** One sweep looks at this many orders; the next one goes on. */
const LIMIT = 200

/**
 * Orders whose work seems forgotten since `before`: still to be decided, held only for something that passes by
 * itself, or in the middle of a push.
 */
export async function listForgotten(
  scope: MerchantTx,
  before: Date,
): Promise<{ toDecide: string[]; toPush: string[] }> {
  const { tx, merchantId } = scope
  const rows = await tx
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.merchantId, merchantId),
        lt(orders.stateChangedAt, before),
        or(
          inArray(orders.state, ['received', 'pushing']),
          and(eq(orders.state, 'held'), sql`${orders.holdReasons} @> '[{"code":"stock-unknown"}]'::jsonb`),
        ),
      ),
    )
    .orderBy(orders.stateChangedAt)
    .limit(LIMIT)
  const toDecide: string[] = []
  for (const row of rows.filter((order) => order.state !== 'pushing')) {
    const integration = await getIntegration(scope, row.integrationId)
    if (integration && admission(row.snapshot, integration.settings).kind === 'route') toDecide.push(row.id)
  }
  return { toDecide, toPush: rows.filter((row) => row.state === 'pushing').map((row) => row.id) }
}
