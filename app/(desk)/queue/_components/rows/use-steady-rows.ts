'use client'

import { useState } from 'react'
import type { QueuePage, QueueRow } from '@/lib/orders/screens/screen-types'
import { steadyRows, type Shown, type SteadyRow } from './steady-rows'

/**
 * Rows that keep their place while the queue changes beneath them: what they say is live, where they stand is
 * not. Rows that came or went are told by `news` and taken over when the person says so.
 */
export function useSteadyRows(
  filter: string,
  pages: QueuePage[] | undefined,
): { rows: SteadyRow[]; news: string | null; showNews: () => void } {
  const [shown, setShown] = useState<Shown | null>(null)
  const latest: QueueRow[] = pages?.flatMap((page) => page.rows) ?? []
  const now: Shown = {
    filter,
    pageCount: pages?.length ?? 0,
    rows: latest,
    more: Boolean(pages?.at(-1)?.nextCursor),
  }

  // Another tab, another search or a page more is the person's own doing; an empty list has nothing to jump.
  const adopt =
    pages !== undefined &&
    (shown === null ||
      shown.filter !== filter ||
      shown.pageCount < now.pageCount ||
      shown.rows.length === 0) &&
    !(shown?.filter === filter && shown.pageCount >= now.pageCount && latest.length === 0)
  if (adopt) setShown(now)

  const basis = adopt || !shown || shown.filter !== filter ? now : shown
  const { rows, news } = steadyRows(basis, latest)
  return { rows, news, showNews: () => setShown(now) }
}
