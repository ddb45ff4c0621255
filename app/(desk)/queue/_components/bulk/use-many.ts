'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { announce } from '@/app/_components/announcer'
import type { QueueRow } from '@/lib/orders/screens/screen-types'
import { actOnManyAction } from '../../actions'
import { AT_ONCE, type ManyAct, type ManyResult } from '../../many'

export interface ManyRun {
  total: number
  results: ManyResult[]
  running: boolean
}

const LOST = 'No connection. Nothing is known about the result yet: the list will show it.'

/** Does one thing with many orders, some at a time, and tells what became of each as it goes. */
export function useMany() {
  const client = useQueryClient()
  const [run, setRun] = useState<ManyRun | null>(null)
  const shown = useRef(false)
  const start = async (rows: QueueRow[], act: ManyAct) => {
    const results: ManyResult[] = []
    shown.current = true
    // Whoever has closed the results is told at the end, and not shown them again.
    const tell = (running: boolean) => {
      if (shown.current) setRun({ total: rows.length, results: [...results], running })
    }
    tell(true)
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const some = rows.slice(from, from + AT_ONCE)
      results.push(...(await ask(some, act)))
      tell(true)
    }
    tell(false)
    const done = results.filter((result) => result.outcome === 'done').length
    announce(`${done} of ${rows.length} done.`, done === rows.length ? 'good' : 'bad')
    await client.invalidateQueries({ queryKey: ['queue'] })
  }
  const forget = () => {
    shown.current = false
    setRun(null)
  }
  return { run, start, forget }
}

async function ask(rows: QueueRow[], act: ManyAct): Promise<ManyResult[]> {
  const failed = (message: string): ManyResult[] =>
    rows.map((row) => ({ orderId: row.id, outcome: 'failed', message }))
  try {
    const orders = rows.map(({ id, version, suggestion }) => ({ orderId: id, version, suggestion }))
    const answer = await actOnManyAction({ act, orders })
    return answer.ok ? answer.results : failed(answer.message)
  } catch {
    return failed(LOST)
  }
}
