import { z } from 'zod'

/** The parts of a split as the editor sends them. The limits are far above any real order. */
export const partsShape = z
  .array(
    z.object({
      storeId: z.uuid(),
      allocations: z
        .array(z.object({ lineId: z.string().min(1).max(200), quantity: z.int().min(1).max(1_000_000) }))
        .min(1)
        .max(1_000),
    }),
  )
  .max(200)

export type PartInput = z.infer<typeof partsShape>[number]
