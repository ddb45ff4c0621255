'use server'

import { z } from 'zod'
import { action } from '@/app/_lib/action'
import { changeReplanOrder, replanOrderRefusalSentence } from '@/lib/orders/commands/replan-order'

const replanOrder = z.enum(['oldest-first', 'most-valuable-first', 'most-orders-cleared'])

/** What the person saw travels along. */
export const changeReplanOrderAction = action(
  'edit-policies',
  z.object({ seen: replanOrder, wanted: replanOrder }),
  async ({ viewer, input, now }) => {
    const result = await changeReplanOrder(viewer, input, now)
    return result.ok
      ? { ok: true, ...result.value }
      : { ok: false, message: replanOrderRefusalSentence(result.refusal) }
  },
)
