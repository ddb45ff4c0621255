import { and, eq } from 'drizzle-orm'
import { may } from '@/lib/access/roles'
import { listMembers } from '@/lib/access/members'
import type { Viewer } from '@/lib/access/viewer'
import { ok, refuse } from '@/lib/result'
import { besideOthers, type CommandAnswer } from '../commands/command'
import { record } from '../history'
import { orders } from '../tables'

/**
 * Says who sees to an order; null: nobody in particular. Its version stays, because this stands in the way of nothing
 * that somebody else is about to do.
 */
export function assignOrder(
  viewer: Viewer,
  input: { orderId: string; userId: string | null },
  now: Date,
): Promise<CommandAnswer> {
  return besideOthers(viewer, input.orderId, async (scope, row, actor) => {
    const members = await listMembers(scope)
    const wanted = members.find((member) => member.userId === input.userId) ?? null
    if (input.userId !== null && !(wanted && may(wanted.role, 'act-on-orders')))
      return refuse({ kind: 'not-now', because: 'This person cannot act on orders. Choose somebody else.' })
    const told = wanted
      ? `${wanted.name} sees to order ${row.number}.`
      : `Nobody is assigned to ${row.number}.`
    if (row.assigneeId === input.userId) return ok({ message: told, nextOrderId: null })
    await scope.tx
      .update(orders)
      .set({ assigneeId: input.userId })
      .where(and(eq(orders.merchantId, scope.merchantId), eq(orders.id, row.id)))
    await record(scope, {
      orderId: row.id,
      kind: 'assigned',
      actor,
      at: now,
      data: { userId: input.userId, name: wanted?.name ?? null },
    })
    return ok({ message: told, nextOrderId: null })
  })
}
