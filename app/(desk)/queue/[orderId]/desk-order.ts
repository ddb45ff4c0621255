import type { Viewer } from '@/lib/access/viewer'
import { readOrder } from '@/lib/orders/screens/order/order-read'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import type { QueueView } from '@/lib/orders/queue/view'
import { readTransfersOfOrder, type TransferLine } from '@/lib/transfers/screen'

/** An order with the transfers that put its sales right: what its page shows. */
export type DeskOrder = OrderScreen & { transfers: TransferLine[] }

/** What the order's page and its poll read; null when this merchant has no such order. */
export async function readDeskOrder(
  viewer: Viewer,
  orderId: string,
  view: QueueView,
): Promise<DeskOrder | null> {
  const order = await readOrder(viewer, orderId, view)
  return order && { ...order, transfers: await readTransfersOfOrder(viewer, orderId) }
}
