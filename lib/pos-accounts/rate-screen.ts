import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Viewer } from '@/lib/access/viewer'
import { readMerchant } from '@/lib/db/with-merchant'
import { rateBudgets } from './tables'

/** Of the gateway's own state, what people can read something from. */
const shownShape = z.object({
  level: z.number(),
  size: z.number().positive(),
  drip: z.number(),
  atMs: z.number(),
})

/** How full an account's bucket of requests was, in Lightspeed's units, when something was last asked there. */
export interface Rate {
  level: number
  size: number
  /** Units that run out of it in a second. */
  drip: number
}

/** By account; one that was never called has none. */
export function readRates(viewer: Viewer): Promise<Map<string, Rate>> {
  return readMerchant(viewer.merchantId, async ({ tx, merchantId }) => {
    const rows = await tx.select().from(rateBudgets).where(eq(rateBudgets.merchantId, merchantId))
    const rates = new Map<string, Rate>()
    for (const { posAccountId, state } of rows) {
      const shown = shownShape.safeParse(state)
      if (shown.success) rates.set(posAccountId, { ...shown.data, level: Math.round(shown.data.level) })
    }
    return rates
  })
}
