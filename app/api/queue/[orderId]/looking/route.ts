import { z } from 'zod'
import { endpoint } from '@/app/_lib/endpoint'
import { lookAtOrder } from '@/lib/orders/handling/looking'

const shape = z.object({ orderId: z.uuid(), leaves: z.boolean().default(false) })

/** A page says every few seconds that somebody looks at it, and hears who else does. */
export const POST = endpoint('see-queue', shape, ({ viewer, input, now }) => lookAtOrder(viewer, input, now))
