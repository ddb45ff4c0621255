'use client'

import { Button } from '@/app/_components/controls/button'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { SnoozeFields, useSnooze } from '../../../_components/acting/snooze-fields'
import { snoozeOrderAction } from '../../actions'
import { useConfirm } from '../dialogs/use-confirm'
import type { Act } from '../use-order-desk'

/** Asks until when an order is put aside. */
export function SnoozeDialog({ order, act, onClose }: { order: OrderScreen; act: Act; onClose: () => void }) {
  const { seen, busy, problem, changed, run } = useConfirm(order, onClose)
  const snooze = useSnooze()
  const confirm = () => run(() => act('snooze', () => snoozeOrderAction({ ...seen, ...snooze.value })))
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Snooze order ${order.number}?`}
      answers={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button
            tone="primary"
            busy={busy}
            because={changed ?? snooze.missing}
            showReason={changed !== null}
            onClick={() => void confirm()}
          >
            {busy ? 'Snoozing…' : 'Snooze'}
          </Button>
        </>
      }
    >
      <DialogProblem>{problem}</DialogProblem>
      <p className="mb-3">
        It leaves the queue, and then comes back on top of it. Nothing is sent meanwhile.
      </p>
      <SnoozeFields snooze={snooze} />
    </Dialog>
  )
}
