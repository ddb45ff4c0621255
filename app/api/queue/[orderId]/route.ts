import { z } from 'zod'
import { tabShape } from '@/app/(desk)/queue/search-params'
import { endpoint } from '@/app/_lib/endpoint'
import { readOrder } from '@/lib/orders/screens/order/order-read'

const shape = z.object({ orderId: z.uuid(), tab: tabShape })

/** The live poll of one order. */
export const GET = endpoint('see-queue', shape, ({ viewer, input }) =>
  readOrder(viewer, input.orderId, { tab: input.tab }),
)
