import type { QueueRow } from '@/lib/orders/screens/screen-types'

/** What is suggested for it can be pushed without asking further. */
export const isPushable = (row: QueueRow): boolean => row.suggestion !== null && !row.suggestionShort

/** What a push of many does with it, in words. */
export function effectOn(row: QueueRow): { pushed: boolean; text: string } {
  if (row.suggestion === null) return { pushed: false, text: 'Skipped: nothing is suggested for it.' }
  return row.suggestionShort
    ? { pushed: false, text: 'Skipped: what is suggested is short. Open it to push it all the same.' }
    : { pushed: true, text: row.suggestion }
}
