import { z } from 'zod'
import { readDeskOrder } from '@/app/(desk)/queue/[orderId]/desk-order'
import { tabShape } from '@/app/(desk)/queue/search-params'
import { endpoint } from '@/app/_lib/endpoint'

const shape = z.object({ orderId: z.uuid(), tab: tabShape })

/** The live poll of one order. */
export const GET = endpoint('see-queue', shape, ({ viewer, input }) =>
  readDeskOrder(viewer, input.orderId, { tab: input.tab }),
)
