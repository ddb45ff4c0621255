import { desc, eq, and } from 'drizzle-orm'
import { whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { refuse, type Result } from '@/lib/result'
import { lockPlanning } from '@/lib/stores/store'
import type { Actor } from '../actor'
import { lockOrder } from '../order-row'
import { timelineTitle } from '../screens/timeline/timeline-words'
import type { CommandRefusal } from './refusals'
import { canOrder, type OrderCommand } from '../states'
import { stateWord } from '../state-words'
import { history } from '../tables'
import type { OrderRow } from '../planning/write-plan'

export type CommandAnswer = Result<{ message: string; nextOrderId: string | null }, CommandRefusal>

export const personOf = (viewer: Viewer): Actor => ({
  kind: 'person',
  id: viewer.userId,
  name: viewer.name,
})

/**
 * The frame of every command a person gives: the role, the order of their own merchant under lock, the version
 * they saw, and the state table. Only then `work` runs, in the same transaction.
 */
export function asPerson(
  viewer: Viewer,
  command: OrderCommand,
  input: { orderId: string; version: number },
  work: (scope: MerchantTx, row: OrderRow, actor: Actor) => Promise<CommandAnswer>,
): Promise<CommandAnswer> {
  const because = whyNot(viewer.role, 'act-on-orders')
  if (because !== null) return Promise.resolve(refuse({ kind: 'not-permitted', because }))
  return withMerchant(viewer.merchantId, async (scope) => {
    // Whoever plans takes this lock before the order's; the other way round, two would wait for one another.
    if (command === 'push' || command === 'transfer') await lockPlanning(scope)
    const row = await lockOrder(scope, input.orderId)
    if (!row) return refuse({ kind: 'not-found' })
    if (row.version !== input.version) return refuse(await whoChanged(scope, row))
    if (!canOrder(command, row.state))
      return refuse({
        kind: 'not-now',
        because: `This order is ${stateWord(row.state).toLowerCase()}: that cannot be done now.`,
      })
    return work(scope, row, personOf(viewer))
  })
}

/**
 * The same for what stands in nobody's way, a comment or an assignment: it is given whatever the state, and whatever
 * version the person saw.
 */
export function besideOthers(
  viewer: Viewer,
  orderId: string,
  work: (scope: MerchantTx, row: OrderRow, actor: Actor) => Promise<CommandAnswer>,
): Promise<CommandAnswer> {
  const because = whyNot(viewer.role, 'act-on-orders')
  if (because !== null) return Promise.resolve(refuse({ kind: 'not-permitted', because }))
  return withMerchant(viewer.merchantId, async (scope) => {
    const row = await lockOrder(scope, orderId)
    return row ? work(scope, row, personOf(viewer)) : refuse({ kind: 'not-found' })
  })
}

/** The latest change of the order, for the person who came second. */
async function whoChanged({ tx, merchantId }: MerchantTx, row: OrderRow): Promise<CommandRefusal> {
  const [last] = await tx
    .select()
    .from(history)
    .where(and(eq(history.merchantId, merchantId), eq(history.orderId, row.id)))
    .orderBy(desc(history.id))
    .limit(1)
  const by = !last || last.actor.kind === 'system' ? 'Order Queue' : last.actor.name
  return {
    kind: 'order-changed',
    by,
    what: last ? timelineTitle(last).toLowerCase() : stateWord(row.state).toLowerCase(),
  }
}
