import { z } from 'zod'
import { AGES, SORTS } from '@/lib/orders/queue/view'
import { TABS, type TabId } from '@/lib/orders/states'
import { HOLD_CODES } from '@/lib/routing/types'

export const FIRST_TAB: TabId = 'needs-action'

const tabIds = TABS.map((tab) => tab.id)

/** What an address may leave out, and what it says wrongly, is as if it were not there: an old link still opens. */
const optional = <T extends z.ZodType>(shape: T) => shape.nullable().catch(null).default(null)

/** A view of the queue as an address or a form has it. */
export const viewShape = z.object({
  tab: z.enum(tabIds).catch(FIRST_TAB),
  search: z.string().trim().max(100).catch(''),
  channel: optional(z.uuid()),
  reason: optional(z.enum(HOLD_CODES)),
  assignee: optional(z.string().min(1).max(100)),
  age: optional(z.enum(AGES)),
  sort: optional(z.enum(SORTS)),
})

/** What the queue page and its poll understand from their address. */
export const readQueueShape = viewShape.extend({ cursor: optional(z.string().max(200)) })
