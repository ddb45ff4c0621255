import type { HoldCode } from '@/lib/routing/types'
import type { TabId } from '../states'

export const AGES = ['day', 'week'] as const
export const SORTS = ['oldest', 'newest', 'value'] as const
export type QueueAge = (typeof AGES)[number]
export type QueueSort = (typeof SORTS)[number]

/** Stands for "assigned to nobody" where a person's id could stand. */
export const NOBODY = 'nobody'

/** What of the queue somebody wants to see, and in which order: a tab and whatever narrows it. */
export interface QueueView {
  tab: TabId
  /** Beginnings of words: order number, customer, email, sku; or a whole sale number. "": all. */
  search: string
  /** An integration's id; null stands for every one, here and below. */
  channel: string | null
  reason: HoldCode | null
  /** A user's id, or `NOBODY`. */
  assignee: string | null
  /** Received longer ago than this. */
  age: QueueAge | null
  /** Null: as the tab has it, work to be done oldest first, the rest newest first. */
  sort: QueueSort | null
}

/** The view of a tab with nothing narrowed. */
export const viewOf = (tab: TabId): QueueView => ({
  tab,
  search: '',
  channel: null,
  reason: null,
  assignee: null,
  age: null,
  sort: null,
})

/** Narrowed by anything but its tab. */
export const isNarrowed = (view: QueueView): boolean =>
  view.search !== '' || [view.channel, view.reason, view.assignee, view.age].some((each) => each !== null)

/** Tabs that are work to be done show the oldest first, the others the newest. */
const OLDEST_FIRST: TabId[] = ['needs-action', 'ready', 'attention', 'snoozed', 'pushing', 'incoming']
/** Where an order that came back from a snooze stands before all others. */
const WOKEN_FIRST: TabId[] = ['needs-action', 'ready']

export interface QueueOrder {
  wokenFirst: boolean
  by: 'received' | 'total'
  ascending: boolean
}

/** What a view is sorted by; the order's id settles what is equal. */
export function orderOf({ tab, sort }: Pick<QueueView, 'tab' | 'sort'>): QueueOrder {
  if (sort === 'value') return { wokenFirst: false, by: 'total', ascending: false }
  const ascending = sort === null ? OLDEST_FIRST.includes(tab) : sort === 'oldest'
  return { wokenFirst: sort === null && WOKEN_FIRST.includes(tab), by: 'received', ascending }
}
