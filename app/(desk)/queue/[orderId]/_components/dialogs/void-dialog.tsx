'use client'

import { useId, useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import { INPUT } from '@/app/_components/controls/field'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { voidOrderAction } from '../../actions'
import { counted } from './proposal'
import type { Act } from '../use-order-desk'

const REASONS = [
  'Out of stock',
  'Customer changed their mind',
  'Handled outside Order Queue',
  'Duplicate order',
  'Looks fraudulent',
  'Other',
]

export function VoidDialog({ order, act, onClose }: { order: OrderScreen; act: Act; onClose: () => void }) {
  const id = useId()
  const left = order.lines.reduce((sum, line) => sum + line.toPlace, 0)
  const [seen] = useState({ orderId: order.id, version: order.version })
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const changed = !busy && order.version !== seen.version
  const confirm = async () => {
    setBusy(true)
    const refused = await act('void', () => voidOrderAction({ ...seen, reason, note }))
    setBusy(false)
    if (refused) setProblem(refused)
    else onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        order.state === 'partly-pushed' ? `Void the rest of ${order.number}?` : `Void order ${order.number}?`
      }
      answers={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button
            tone="danger"
            busy={busy}
            because={
              changed
                ? 'This order changed meanwhile. Go back and look again.'
                : reason
                  ? null
                  : 'Choose a reason first.'
            }
            showReason={changed}
            onClick={() => void confirm()}
          >
            {busy ? 'Voiding…' : order.state === 'partly-pushed' ? 'Void the rest' : 'Void the order'}
          </Button>
        </>
      }
    >
      <DialogProblem>{problem}</DialogProblem>
      <p className="mb-3">
        {order.state === 'partly-pushed'
          ? `The sales made stay in Lightspeed; for the ${counted(left, 'unit')} left no sale is made. `
          : 'Ends the order here: no sale is made and no stock moves. '}
        This does <strong>not refund or cancel</strong> the order in {order.channelName}: do that there.
      </p>
      <label htmlFor={`${id}-reason`} className="mb-1 block font-medium">
        Reason
      </label>
      <select
        id={`${id}-reason`}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        className={`${INPUT} mb-3`}
      >
        <option value="" disabled>
          Choose a reason
        </option>
        {REASONS.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
      <label htmlFor={`${id}-note`} className="mb-1 block font-medium">
        Note <span className="font-normal text-muted">(optional)</span>
      </label>
      <textarea
        id={`${id}-note`}
        rows={3}
        maxLength={1_000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        className={INPUT}
      />
    </Dialog>
  )
}
