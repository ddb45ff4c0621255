import { listMerchants } from '@/lib/access/merchants'
import { withMerchant } from '@/lib/db/with-merchant'
import { listUnsettledDeliveries } from '@/lib/integrations/store'
import { done, type JobAnswer } from '@/lib/jobs/kinds'
import { enqueue } from '@/lib/jobs/queue'
import { listUnlooked } from '@/lib/orders/attention/looks'
import { listUnremedied } from '@/lib/orders/attention/remedy-reads'
import { wakeDue } from '@/lib/orders/handling/wake'
import { listForgotten } from '@/lib/orders/planning/forgotten'
import { listUnsettled } from '@/lib/orders/verify/unpicked'
import { listUnsentMail } from '@/lib/email/outbox'
import { listUnsettledConnections } from '@/lib/pos-accounts/connecting/connection'
import { listUnrevoked } from '@/lib/pos-accounts/disconnect'
import { listDue, listUnsentTransfers } from '@/lib/transfers/making/follow'
import type { Workshop } from './registry'

/**
 * Wakes the snoozed orders whose time has come, finds rows that wait for a job and enqueues it again; the queue drops
 * those that have one. This is what makes a lost job harmless: the rows are the truth, jobs only hurry.
 */
export async function sweepJob({ waits, now: clock }: Workshop): Promise<JobAnswer> {
  const now = clock()
  const before = new Date(now.getTime() - waits.sweepMs)
  const faults: unknown[] = []
  for (const { id: merchantId } of await listMerchants()) {
    // By itself, so that nobody waits for these orders while the rest is looked for.
    await withMerchant(merchantId, (scope) => wakeDue(scope, now)).catch((fault: unknown) =>
      faults.push(fault),
    )
    await withMerchant(merchantId, async (scope) => {
      for (const deliveryId of await listUnsettledDeliveries(scope, before))
        await enqueue(scope.tx, 'intake', { merchantId, deliveryId })
      const orders = await listForgotten(scope, before)
      for (const orderId of orders.toDecide) await enqueue(scope.tx, 'decide', { merchantId, orderId })
      for (const orderId of orders.toPush) await enqueue(scope.tx, 'push', { merchantId, orderId })
      // Whatever became of its job: a part is settled, or looked at, within a quarter of an hour.
      const late = new Date(now.getTime() - waits.partPatienceMs)
      for (const orderId of await listUnsettled(scope, late))
        await enqueue(scope.tx, 'push', { merchantId, orderId }, { rank: 'begun' })
      const unsettled = [...(await listUnlooked(scope, before)), ...(await listUnremedied(scope, before))]
      for (const orderId of new Set(unsettled)) await enqueue(scope.tx, 'settle', { merchantId, orderId })
      for (const mailId of await listUnsentMail(scope, before))
        await enqueue(scope.tx, 'send-mail', { merchantId, mailId })
      for (const orderId of await listUnsentTransfers(scope, before))
        await enqueue(scope.tx, 'transfers', { merchantId, orderId })
      if ((await listDue(scope, now, 1)).length > 0)
        await enqueue(scope.tx, 'follow-transfers', { merchantId })
      for (const connectionId of await listUnsettledConnections(scope, before))
        await enqueue(scope.tx, 'connect', { merchantId, connectionId })
      for (const posAccountId of await listUnrevoked(scope))
        await enqueue(scope.tx, 'revoke', { merchantId, posAccountId })
    }).catch((fault: unknown) => faults.push(fault))
  }
  // One merchant's trouble must not keep the others' work from being found; it is still a fault.
  if (faults.length > 0) throw new AggregateError(faults, 'the sweep failed for some merchants')
  return done
}
