import { z } from 'zod'
import { TRANSFER_TABS, type TransferTabId } from '@/lib/transfers/states'

export const FIRST_TAB: TransferTabId = 'proposed'

/** A store's id from an address; anything else is every store, so that an old link still opens. */
const storeShape = z.uuid().catch('').default('')

/** What the page of transfers and its poll understand from their address. */
export const readTransfersShape = z.object({
  tab: z.enum(TRANSFER_TABS.map((tab) => tab.id)).catch(FIRST_TAB),
  from: storeShape,
  to: storeShape,
  cursor: z.string().max(200).nullable().catch(null).default(null),
})
