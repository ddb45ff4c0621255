'use client'

import { useEffect, useRef } from 'react'
import { useShortcuts } from '@/app/(desk)/_components/keys/use-shortcuts'
import { announce } from '@/app/_components/announcer'
import { BULK_ASSIGN, type Asking } from '../bulk/bulk-bar'
import type { SteadyRow } from './steady-rows'

interface List {
  rows: SteadyRow[]
  selected: (id: string) => boolean
  select: (id: string, on: boolean) => void
  onAsk: (what: Asking) => void
  /** Nobody may act: only moving about is left. */
  mayAct: boolean
}

/**
 * The keys of the list: moving goes from row to row, acting is for what is selected, or for the row that has the focus
 * when nothing is.
 */
export function useQueueKeys({ rows, selected, select, onAsk, mayAct }: List): void {
  const assigning = useRef(false)
  const any = rows.some((row) => selected(row.id))
  // The bar is there only once something is selected.
  useEffect(() => {
    if (any && assigning.current) focusAssign()
    assigning.current = false
  }, [any])

  const move = (by: 1 | -1) => () => {
    const at = rows.findIndex((row) => row.id === focused())
    const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]
    if (next) linkOf(next.id)?.focus()
  }
  /** True once something is selected; the row that has the focus, when nothing was. */
  const somethingSelected = (): boolean => {
    const id = focused()
    if (!any && id) select(id, true)
    if (!any && !id) announce('Select an order first, or go to one by J and K.')
    return any || id !== null
  }
  const ask = (what: Asking) => () => {
    if (somethingSelected()) onAsk(what)
  }
  const acting = {
    push: ask('push'),
    void: ask('void'),
    snooze: ask('snooze'),
    assign: () => {
      assigning.current = somethingSelected() && !any
      focusAssign()
    },
  }
  useShortcuts({
    next: move(1),
    previous: move(-1),
    select: () => {
      const id = focused()
      if (id) select(id, !selected(id))
    },
    ...(mayAct ? acting : {}),
  })
}

const focusAssign = () => document.getElementById(BULK_ASSIGN)?.focus()

const linkOf = (id: string) => document.querySelector<HTMLElement>(`[data-row-link="${id}"]`)

const focused = (): string | null =>
  document.activeElement?.closest('tr')?.querySelector('[data-row-link]')?.getAttribute('data-row-link') ??
  null
