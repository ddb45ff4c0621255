import { and, asc, eq, gt, inArray, isNotNull, lt, or, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { listIntegrations } from '@/lib/integrations/store'
import { admission } from '../intake/problems'
import { orders, plans } from '../tables'
import type { OrderRow } from './write-plan'

/** Orders looked at in one query. */
const PAGE = 200
/** One sweep enqueues this many of a kind; the next one goes on. */
const LIMIT = 200

/**
 * Orders whose work seems forgotten since `before`: still to be decided, edited and not planned since, the rest of a
 * push not planned since, held only for something that passes by itself, or in the middle of a push.
 */
export async function listForgotten(
  scope: MerchantTx,
  before: Date,
): Promise<{ toDecide: string[]; toPush: string[] }> {
  const settings = new Map((await listIntegrations(scope)).map((one) => [one.id, one.settings]))
  // Most orders that wait are unpaid; what they wait for is in the snapshot, so they are passed over here, page by page.
  const routable = (row: OrderRow) => {
    const own = settings.get(row.integrationId)
    return own !== undefined && admission(row.snapshot, own).kind === 'route'
  }
  const { merchantId } = scope
  const plannedSince = sql`exists (select 1 from ${plans} where ${plans.merchantId} = ${merchantId}
    and ${plans.orderId} = ${orders.id} and ${plans.createdAt} >= ${orders.stateChangedAt})`
  const undecided = or(
    eq(orders.state, 'received'),
    and(eq(orders.state, 'held'), sql`${orders.holdReasons} @> '[{"code":"stock-unknown"}]'::jsonb`),
    and(inArray(orders.state, ['held', 'snoozed', 'partly-pushed']), isNotNull(orders.changedUpstream)),
    and(eq(orders.state, 'partly-pushed'), sql`not ${plannedSince}`),
  )
  // A push that waits for transfers goes on when they end, or when the channel says something else.
  const goesOn = and(
    eq(orders.state, 'pushing'),
    or(eq(orders.awaitsTransfers, false), isNotNull(orders.changedUpstream)),
  )
  return {
    toDecide: await collect(scope, before, undecided, routable),
    toPush: await collect(scope, before, goesOn, () => true),
  }
}

/** Ids of the orders that fit, oldest change first, however many that do not lie between them. */
async function collect(
  { tx, merchantId }: MerchantTx,
  before: Date,
  condition: ReturnType<typeof or>,
  fits: (row: OrderRow) => boolean,
): Promise<string[]> {
  const found: string[] = []
  let last: OrderRow | undefined
  do {
    const page: OrderRow[] = await tx
      .select()
      .from(orders)
      .where(
        and(
          eq(orders.merchantId, merchantId),
          lt(orders.stateChangedAt, before),
          condition,
          last && after(last),
        ),
      )
      .orderBy(asc(orders.stateChangedAt), asc(orders.id))
      .limit(PAGE)
    found.push(...page.filter(fits).map((row) => row.id))
    last = page.length === PAGE ? page.at(-1) : undefined
  } while (last && found.length < LIMIT)
  return found
}

const after = (row: OrderRow) =>
  or(
    gt(orders.stateChangedAt, row.stateChangedAt),
    and(eq(orders.stateChangedAt, row.stateChangedAt), gt(orders.id, row.id)),
  )
