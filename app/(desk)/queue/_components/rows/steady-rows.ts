import type { QueueRow } from '@/lib/orders/screens/screen-types'

/** What a person was last shown. `more`: the list was cut off, more rows followed. */
export interface Shown {
  filter: string
  pageCount: number
  rows: QueueRow[]
  more: boolean
}

export type SteadyRow = QueueRow & { gone: boolean }

/**
 * The shown rows in their old places with their latest contents, and what changed meanwhile in words. Rows that
 * only moved up from behind the cut are no news.
 */
export function steadyRows(shown: Shown, latest: QueueRow[]): { rows: SteadyRow[]; news: string | null } {
  const byId = new Map(latest.map((row) => [row.id, row]))
  const known = new Set(shown.rows.map((row) => row.id))
  const rows = shown.rows.map((row) => ({ ...(byId.get(row.id) ?? row), gone: !byId.has(row.id) }))
  const lastKnown = latest.findLastIndex((row) => known.has(row.id))
  const came = latest.filter((row, at) => !known.has(row.id) && !(shown.more && at > lastKnown)).length
  const went = rows.filter((row) => row.gone).length
  return { rows, news: came > 0 ? `${came} new` : went > 0 ? `${went} gone, tidy up` : null }
}
