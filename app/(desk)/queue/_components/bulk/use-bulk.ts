'use client'

import type { RowSelectionState } from '@tanstack/react-table'
import { useState } from 'react'
import type { QueueRow } from '@/lib/orders/screens/screen-types'
import type { ManyAct } from '../../many'
import type { SteadyRow } from '../rows/steady-rows'
import type { Asking } from './bulk-bar'
import { useMany } from './use-many'

interface State {
  /** The list it belongs to: what was selected in another one is not what somebody sees before them now. */
  of: string
  ids: RowSelectionState
  asking: Asking | null
}

/** What is selected in a list, what is being asked about it, and the run that came of it. */
export function useBulk(of: string, steady: { rows: SteadyRow[]; showNews: () => void }) {
  const [state, setState] = useState<State>({ of, ids: {}, asking: null })
  const [ran, setRan] = useState<QueueRow[]>([])
  const many = useMany()
  const fresh: State = { of, ids: {}, asking: null }
  if (state.of !== of) setState(fresh)
  const { ids, asking } = state.of === of ? state : fresh
  // What has left the list stays in sight, but is acted on no more.
  const chosen = steady.rows.filter((row) => ids[row.id] && !row.gone)
  // A question about orders that are gone would be asked of the next ones that are selected.
  if (asking !== null && chosen.length === 0) setState({ of, ids, asking: null })
  const change = (next: Partial<State>) => setState((before) => ({ ...before, ...next }))
  return {
    selected: ids,
    chosen,
    asking,
    run: many.run,
    ran,
    select: (next: RowSelectionState | ((before: RowSelectionState) => RowSelectionState)) =>
      change({ ids: typeof next === 'function' ? next(ids) : next }),
    toggle: (id: string, on: boolean) => {
      const { [id]: _own, ...others } = ids
      change({ ids: on ? { ...others, [id]: true } : others })
    },
    ask: (what: Asking | null) => change({ asking: what }),
    clear: () => change({ ids: {}, asking: null }),
    start: (rows: QueueRow[], act: ManyAct) => {
      change({ ids: {}, asking: null })
      setRan(rows)
      void many.start(rows, act)
    },
    close: () => {
      many.forget()
      steady.showNews()
    },
  }
}

export type BulkDesk = ReturnType<typeof useBulk>
