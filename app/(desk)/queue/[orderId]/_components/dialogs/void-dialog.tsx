'use client'

import { useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { VoidFields, type VoidReason } from '../../../_components/acting/void-fields'
import { voidOrderAction } from '../../actions'
import { counted } from './proposal'
import type { Act } from '../use-order-desk'
import { useConfirm } from './use-confirm'

/** Asks why an order is voided, and says what that does not do. */
export function VoidDialog({ order, act, onClose }: { order: OrderScreen; act: Act; onClose: () => void }) {
  const left = order.lines.reduce((sum, line) => sum + line.toPlace, 0)
  const rest = order.parts.some((part) => part.state === 'completed')
  const [why, setWhy] = useState<VoidReason>({ reason: '', note: '' })
  const { seen, busy, problem, changed, run } = useConfirm(order, onClose)
  const confirm = () => run(() => act('void', () => voidOrderAction({ ...seen, ...why })))
  return (
    <Dialog
      open
      onClose={onClose}
      title={rest ? `Void the rest of ${order.number}?` : `Void order ${order.number}?`}
      answers={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button
            tone="danger"
            busy={busy}
            because={changed ?? (why.reason ? null : 'Choose a reason first.')}
            showReason={changed !== null}
            onClick={() => void confirm()}
          >
            {busy ? 'Voiding…' : rest ? 'Void the rest' : 'Void the order'}
          </Button>
        </>
      }
    >
      <DialogProblem>{problem}</DialogProblem>
      <p className="mb-3">
        {rest
          ? `The sales made stay in Lightspeed; for the ${counted(left, 'unit')} left no sale is made. `
          : 'Ends the order here: no sale is made and no stock moves. '}
        This does <strong>not refund or cancel</strong> the order in {order.channelName}: do that there.
      </p>
      <VoidFields value={why} onChange={setWhy} />
    </Dialog>
  )
}
