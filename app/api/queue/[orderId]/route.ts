import { z } from 'zod'
import { readDeskOrder } from '@/app/(desk)/queue/[orderId]/desk-order'
import { viewShape } from '@/app/(desk)/queue/search-params'
import { endpoint } from '@/app/_lib/endpoint'

const shape = viewShape.extend({ orderId: z.uuid() })

/** The live poll of one order. */
export const GET = endpoint('see-queue', shape, ({ viewer, input: { orderId, ...view } }) =>
  readDeskOrder(viewer, orderId, view),
)
