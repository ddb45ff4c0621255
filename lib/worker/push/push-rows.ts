import { withMerchant } from '@/lib/db/with-merchant'
import { finishPush, returnToQueue } from '@/lib/orders/push/finish-push'
import { becameShort, itemsToCount, storeOfPart } from '@/lib/orders/push/push-context'
import * as outcomes from '@/lib/orders/push/push-outcomes'
import { claimPart, loadPush, writeIntent } from '@/lib/orders/push/pushing'
import { feedGate } from '@/lib/orders/restore/pushing-off'
import { isToldClosed } from '@/lib/orders/verify/feed-rows'

/**
 * Everything a push reads from the database and writes to it, each one transaction. Handed to the push as an argument,
 * so that the same steps can be carried out over rows in memory, a hundred thousand orders in virtual time.
 */
export const pushRows = {
  loadPush,
  feedGate,
  isToldClosed: (merchantId: string, posAccountId: string, saleId: string): Promise<boolean> =>
    withMerchant(merchantId, (scope) => isToldClosed(scope, posAccountId, saleId)),
  claimPart,
  writeIntent,
  storeOfPart,
  itemsToCount,
  becameShort,
  finishPush,
  returnToQueue,
  created: outcomes.created,
  completed: outcomes.completed,
  refused: outcomes.refused,
  stopped: outcomes.stopped,
  tryAgain: outcomes.tryAgain,
  becameUnknown: outcomes.becameUnknown,
  needsAttention: outcomes.needsAttention,
  /** Calls that belong to the whole order, into its history. */
  recordCalls: (merchantId: string, orderId: string, calls: outcomes.CallSeen[], now: Date): Promise<void> =>
    withMerchant(merchantId, (scope) => outcomes.recordCalls(scope, orderId, null, calls, now)),
}
export type PushRows = typeof pushRows
