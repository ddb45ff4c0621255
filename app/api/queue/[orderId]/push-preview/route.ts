import { z } from 'zod'
import { endpoint } from '@/app/_lib/endpoint'
import { previewPush } from '@/lib/orders/screens/order/screen-preview'

const shape = z.object({ orderId: z.uuid(), storeId: z.uuid() })

/** What pushing the whole order to one store would do; nothing is done. */
export const GET = endpoint('see-queue', shape, ({ viewer, input }) => previewPush(viewer, input))
