import { z } from 'zod'
import { TABS, type TabId } from '@/lib/orders/states'

export const FIRST_TAB: TabId = 'needs-action'

const tabIds = TABS.map((tab) => tab.id)

/** A tab from an address; anything unknown is the first tab, so that an old link still opens. */
export const tabShape = z.enum(tabIds).catch(FIRST_TAB)
const searchShape = z.string().trim().max(100).catch('')

/** What the queue page and its poll understand from their address. */
export const readQueueShape = z.object({
  tab: tabShape,
  search: searchShape,
  cursor: z.string().max(200).nullable().catch(null).default(null),
})
