import { z } from 'zod'
import { partsShape } from '@/app/(desk)/queue/[orderId]/parts-shape'
import { endpoint } from '@/app/_lib/endpoint'
import { previewSplit } from '@/lib/orders/screens/order/screen-preview'

const shape = z.object({ orderId: z.uuid(), parts: partsShape })

/** Money and shortages of a split as typed so far. POST because it is too long for an address; nothing is done. */
export const POST = endpoint('see-queue', shape, ({ viewer, input }) => previewSplit(viewer, input))
