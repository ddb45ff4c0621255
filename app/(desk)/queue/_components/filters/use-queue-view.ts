'use client'

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { AGES, SORTS, type QueueView } from '@/lib/orders/queue/view'
import { TABS } from '@/lib/orders/states'
import { HOLD_CODES } from '@/lib/routing/types'
import { FIRST_TAB } from '../../search-params'

const parsers = {
  tab: parseAsStringLiteral(TABS.map((tab) => tab.id)).withDefault(FIRST_TAB),
  search: parseAsString.withDefault(''),
  channel: parseAsString,
  reason: parseAsStringLiteral(HOLD_CODES),
  assignee: parseAsString,
  age: parseAsStringLiteral(AGES),
  sort: parseAsStringLiteral(SORTS),
}

/** The view of the queue that the address says, and the way to another one. */
export function useQueueView(): [QueueView, (change: Partial<QueueView>) => void] {
  const [view, setView] = useQueryStates(parsers, { history: 'push' })
  return [view, (change) => void setView(change)]
}
