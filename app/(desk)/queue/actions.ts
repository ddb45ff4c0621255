'use server'

import { z } from 'zod'
import { action } from '@/app/_lib/action'
import { refusalSentence } from '@/lib/orders/commands/refusals'
import { replanAll } from '@/lib/orders/commands/replan-all'

export const replanAllAction = action('act-on-orders', z.object({}), async ({ viewer }) => {
  const result = await replanAll(viewer)
  return result.ok ? { ok: true, ...result.value } : { ok: false, message: refusalSentence(result.refusal) }
})
