import { readQueueShape } from '@/app/(desk)/queue/search-params'
import { endpoint } from '@/app/_lib/endpoint'
import { readQueue } from '@/lib/orders/screens/queue-read'

/** The live poll of the queue; the page reads the same query. */
export const GET = endpoint('see-queue', readQueueShape, ({ viewer, input }) => readQueue(viewer, input))
