import { z } from 'zod'

/** Few enough that the answer comes within a second or two; the page asks again for the next ones. */
export const AT_ONCE = 10

const orderShape = z.object({
  orderId: z.uuid(),
  version: z.int().min(0),
  /** What the list suggested for it when it was chosen. */
  suggestion: z.string().max(2_000).nullable(),
})

const actShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('push') }),
  z.object({
    kind: z.literal('void'),
    reason: z.string().trim().min(1).max(100),
    note: z.string().trim().max(1_000),
  }),
  z.object({ kind: z.literal('snooze'), until: z.iso.datetime().nullable(), orStock: z.boolean() }),
  z.object({ kind: z.literal('assign'), userId: z.string().min(1).max(100).nullable() }),
])

/** One thing to be done with several orders of the queue. */
export const manyShape = z.object({ act: actShape, orders: z.array(orderShape).min(1).max(AT_ONCE) })

export type ManyAct = z.infer<typeof actShape>
export type ManyOrder = z.infer<typeof orderShape>

/** What became of one of them: done, not done because of a rule, or not done because something broke. */
export interface ManyResult {
  orderId: string
  outcome: 'done' | 'skipped' | 'failed'
  message: string
}
