import type { PosTransfer, TransferGateway } from '@/lib/lightspeed/types'

/** Clocks differ; what we look for is never older than this before we knew its part. */
const CLOCK_MARGIN_MS = 86_400_000

type Sought = Pick<PosTransfer, 'fromShopId' | 'toShopId' | 'note'>

/** Transfers between these shops that carry exactly this note, archived ones too. */
export async function findByNote(
  gateway: TransferGateway,
  { fromShopId, toShopId, note }: Sought,
  since: Date,
): Promise<PosTransfer[]> {
  const from = new Date(since.getTime() - CLOCK_MARGIN_MS)
  const found = await gateway.findTransfers({ fromShopId, toShopId, since: from })
  return found.filter((one) => one.note === note)
}

/**
 * Archives open transfers with the same note beside the one that is ours: a request can be doubled or late on its way
 * without anybody noticing, and such a copy, though it moves no stock, could be sent by hand.
 */
export async function archiveCopies(
  gateway: TransferGateway,
  ours: Sought & { id: string },
  since: Date,
): Promise<void> {
  for (const one of await findByNote(gateway, ours, since))
    if (one.id !== ours.id && one.status === 'open' && !one.archived) await gateway.archiveTransfer(one.id)
}
