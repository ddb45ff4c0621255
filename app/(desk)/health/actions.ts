'use server'

import { z } from 'zod'
import { action } from '@/app/_lib/action'
import { retryDead } from '@/lib/jobs/backlog'

export const retryDeadAction = action(
  'act-on-orders',
  z.object({ jobId: z.uuid() }),
  async ({ viewer, input }) => {
    const result = await retryDead(viewer, input.jobId)
    return result.ok ? { ok: true, ...result.value } : { ok: false, message: result.refusal.because }
  },
)
