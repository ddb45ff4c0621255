'use client'

import { useRef } from 'react'
import { Button } from '@/app/_components/controls/button'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { transferThenPushAction } from '../../actions'
import { counted, type TransferFirst } from './proposal'
import type { Act } from '../use-order-desk'
import { useConfirm } from './use-confirm'

interface Props {
  order: OrderScreen
  proposal: TransferFirst
  act: Act
  onClose: () => void
}

/** Says step by step what happens, and by whom, before stock of other stores is sent for an order. */
export function TransferFirstDialog({ order, proposal, act, onClose }: Props) {
  const confirm = useRef<HTMLButtonElement>(null)
  const { seen, busy, problem, changed, run } = useConfirm(order, onClose)
  const { storeId, storeName, transfers, units } = proposal
  const press = () => run(() => act('push', () => transferThenPushAction({ ...seen, storeId, transfers })))
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Order ${order.number}: transfer, then push`}
      initialFocus={confirm}
      answers={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button
            ref={confirm}
            tone="primary"
            busy={busy}
            because={changed}
            showReason={changed !== null}
            onClick={() => void press()}
          >
            {busy ? 'Asking…' : 'Transfer, then push'}
          </Button>
        </>
      }
    >
      <DialogProblem>{problem}</DialogProblem>
      <ol className="grid list-decimal gap-2 pl-5">
        <li>
          Made and sent in Lightspeed:
          <ul className="list-disc pl-5">
            {transfers.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </li>
        <li>People in {storeName} receive it in Lightspeed.</li>
        <li>
          Then the order is pushed by itself: 1 sale in {storeName}, takes {counted(units, 'unit')}.
        </li>
      </ol>
      <p className="mt-3 text-muted">
        Until then the order waits under Pushing, its units in {storeName} are kept for it, and you can take
        it back. If not all of it arrives, nothing is sold and the order comes back to the queue.
      </p>
    </Dialog>
  )
}
