'use server'

import { z } from 'zod'
import { action } from '@/app/_lib/action'
import { refusalSentence } from '@/lib/orders/commands/refusals'
import { makeTransfers } from '@/lib/transfers/commands'

/** Has proposed transfers of one order made; the version is the one of the order the person saw. */
export const makeTransfersAction = action(
  'act-on-orders',
  z.object({
    orderId: z.uuid(),
    version: z.int().min(0),
    transferIds: z.array(z.uuid()).min(1).max(100),
  }),
  async ({ viewer, input, now }) => {
    const result = await makeTransfers(viewer, input, now)
    return result.ok
      ? { ok: true, message: result.value.message }
      : { ok: false, message: refusalSentence(result.refusal) }
  },
)
