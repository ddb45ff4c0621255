'use server'

import { z } from 'zod'
import { action, type Answer } from '@/app/_lib/action'
import { neutralLine } from '@/app/_lib/faults'
import type { Viewer } from '@/lib/access/viewer'
import type { CommandAnswer } from '@/lib/orders/commands/command'
import { voidOrder } from '@/lib/orders/commands/commands'
import { pushSuggestion } from '@/lib/orders/commands/push-suggestion'
import { refusalSentence } from '@/lib/orders/commands/refusals'
import { replanAll } from '@/lib/orders/commands/replan-all'
import { assignOrder } from '@/lib/orders/handling/assign'
import { snoozeOrder } from '@/lib/orders/handling/snooze'
import { deleteView, saveView } from '@/lib/orders/queue/saved-views'
import type { Result } from '@/lib/result'
import { manyShape, type ManyAct, type ManyOrder, type ManyResult } from './many'
import { viewShape } from './search-params'

export const replanAllAction = action('act-on-orders', z.object({}), async ({ viewer }) => {
  const result = await replanAll(viewer)
  return result.ok ? { ok: true, ...result.value } : { ok: false, message: refusalSentence(result.refusal) }
})

const told = (result: Result<{ message: string }, { because: string }>): Answer =>
  result.ok ? { ok: true, ...result.value } : { ok: false, message: result.refusal.because }

export const saveViewAction = action(
  'see-queue',
  z.object({ name: z.string().trim().min(1).max(60), shared: z.boolean(), view: viewShape }),
  async ({ viewer, input, now }) => told(await saveView(viewer, input, now)),
)

export const deleteViewAction = action(
  'see-queue',
  z.object({ viewId: z.uuid() }),
  async ({ viewer, input }) => told(await deleteView(viewer, input.viewId)),
)

/** The same for several orders, one after the other; what became of each is told by itself. */
export const actOnManyAction = action('act-on-orders', manyShape, async ({ viewer, input, now }) => {
  const results: ManyResult[] = []
  for (const order of input.orders) results.push(await resultOf(viewer, order, input.act, now))
  return { ok: true, message: '', results }
})

/** A fault with one order is told of that one; the others go on. */
async function resultOf(viewer: Viewer, order: ManyOrder, act: ManyAct, now: Date): Promise<ManyResult> {
  try {
    const answer = await actOn(viewer, order, act, now)
    return answer.ok
      ? { orderId: order.orderId, outcome: 'done', message: answer.value.message }
      : { orderId: order.orderId, outcome: 'skipped', message: refusalSentence(answer.refusal) }
  } catch (fault) {
    return { orderId: order.orderId, outcome: 'failed', message: neutralLine(fault, 'action on many') }
  }
}

function actOn(viewer: Viewer, order: ManyOrder, act: ManyAct, now: Date): Promise<CommandAnswer> {
  const { orderId, version } = order
  switch (act.kind) {
    case 'push':
      return pushSuggestion(viewer, { orderId, version, suggestion: order.suggestion ?? '' }, now)
    case 'void':
      return voidOrder(viewer, { orderId, version, reason: act.reason, note: act.note }, now)
    case 'snooze': {
      const until = act.until === null ? null : new Date(act.until)
      return snoozeOrder(viewer, { orderId, version, until, orStock: act.orStock }, now)
    }
    case 'assign':
      return assignOrder(viewer, { orderId, userId: act.userId }, now)
  }
}
