'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { announce } from '@/app/_components/announcer'
import type { Answer } from '@/app/_lib/action'
import type { QueueView } from '@/lib/orders/queue/view'
import type { DeskOrder } from '../desk-order'
import { orderOptions } from '../query-options'
import { useStateNews } from './use-state-news'

export type Act = (
  name: string,
  call: () => Promise<Answer<{ nextOrderId?: string | null }>>,
) => Promise<string | null>

/** What the worker does later: nothing is achieved yet, and the page tells what becomes of it. */
const ONLY_ASKED = ['refresh', 'look', 'settle']

/** What deals with the order, so that somebody may want to go on to the next. */
const DEALS = ['push', 'void', 'snooze', 'undo', 'wake', 'reopen', 'settle']

/**
 * The order, live, and the one way to act on it. `act` answers null when it was done, else the reason it was not,
 * and says either aloud; `busy` names what is under way, `nextId` where to go on.
 */
export function useOrderDesk(initial: DeskOrder, view: QueueView) {
  const client = useQueryClient()
  const options = orderOptions(initial.id, view)
  const query = useQuery({ ...options, initialData: initial })
  const [busy, setBusy] = useState<string | null>(null)
  const [afterAction, setAfterAction] = useState<{ nextId: string | null } | null>(null)
  const order = query.data
  const knowTakenBack = useStateNews(order)

  const act: Act = async (name, call) => {
    setBusy(name)
    try {
      const answer = await call()
      announce(answer.message, !answer.ok ? 'bad' : ONLY_ASKED.includes(name) ? 'plain' : 'good')
      if (name === 'undo' && answer.ok) knowTakenBack()
      if (answer.ok && DEALS.includes(name))
        setAfterAction({ nextId: order.nextId ?? answer.nextOrderId ?? null })
      return answer.ok ? null : answer.message
    } catch {
      const message = 'No connection. Nothing is known about the result yet: this page will show it.'
      announce(message, 'bad')
      return message
    } finally {
      setBusy(null)
      await client.invalidateQueries({ queryKey: options.queryKey })
    }
  }
  return {
    order,
    error: query.error,
    act,
    busy,
    acted: afterAction !== null,
    nextId: afterAction?.nextId ?? order.nextId,
  }
}
