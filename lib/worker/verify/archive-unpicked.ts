import { crashPoint } from '@/lib/crash'
import { GatewayError, type PosSale } from '@/lib/lightspeed/types'
import type { Unpicked } from '@/lib/orders/verify/unpicked'
import type { OpenGateway } from '../gateways'
import type { Verification } from './verify-rows'

/** Archived in one turn; the next reading goes on. */
const LIMIT = 20

/**
 * The sweeper: open sales of ours that no part wants, made by a request that arrived late or twice, are archived, so
 * that nobody completes them by hand. The intent is committed before the call; a worker that dies after it leaves a sale
 * that the next turn finds archived, or still open.
 */
export async function archiveUnpicked({
  workshop: { waits, now },
  rows,
  merchantId,
  account,
  lightspeed,
}: Verification): Promise<void> {
  const before = new Date(now().getTime() - waits.unpickedMs)
  for (const one of await rows.listUnpicked(merchantId, account.id, before, LIMIT)) {
    // Read before the intent: a sale that a person has completed meanwhile is theirs to explain.
    const { state } = await lightspeed.gateway.readSale(one.saleId)
    const archives = state === 'open' && (await rows.intendArchive(merchantId, account.id, one, now()))
    const left = archives ? await archive(lightspeed, one) : state
    await rows.noteArchived(merchantId, account.id, one, left, lightspeed.takeCalls(), now())
  }
}

/** Answers what the sale is then. A no says that it is not open any more: what it is instead is read. */
async function archive(
  { gateway }: OpenGateway,
  { saleId, referenceNumber }: Unpicked,
): Promise<PosSale['state']> {
  await crashPoint('sweeper-before-archive', referenceNumber)
  try {
    await gateway.archiveSale(saleId)
  } catch (error) {
    if (error instanceof GatewayError && error.kind === 'refused')
      return (await gateway.readSale(saleId)).state
    throw error
  }
  await crashPoint('sweeper-after-archive', referenceNumber)
  return 'archived'
}
