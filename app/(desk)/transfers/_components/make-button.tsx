'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { announce } from '@/app/_components/announcer'
import { Button } from '@/app/_components/controls/button'
import { makeTransfersAction } from '../actions'

/** Has proposed transfers of one order made in Lightspeed, and says what came of it. */
export function MakeButton(props: {
  order: { orderId: string; version: number }
  transferIds: string[]
  label: string
  /** For readers, where several buttons of a page say the same. */
  fullLabel?: string
  because: string | null
}) {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const press = async () => {
    setBusy(true)
    try {
      const answer = await makeTransfersAction({ ...props.order, transferIds: props.transferIds })
      announce(answer.message, answer.ok ? 'good' : 'bad')
    } catch {
      announce('No connection. Nothing is known about the result yet: this page will show it.', 'bad')
    } finally {
      await client.invalidateQueries()
      setBusy(false)
    }
  }
  return (
    <Button
      small
      busy={busy}
      because={props.because}
      aria-label={props.fullLabel}
      onClick={() => void press()}
    >
      {props.label}
    </Button>
  )
}
