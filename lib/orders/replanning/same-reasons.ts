import { isDeepStrictEqual } from 'node:util'
import type { HoldReason } from '@/lib/routing/types'

/** Reasons in one order: they come as they are found, and mean the same in any. */
export const sortedReasons = (reasons: HoldReason[]) =>
  reasons.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))

/** Whether an order is held for the same, facts included. */
export const sameReasons = (a: HoldReason[], b: HoldReason[]): boolean =>
  isDeepStrictEqual(sortedReasons(a), sortedReasons(b))
