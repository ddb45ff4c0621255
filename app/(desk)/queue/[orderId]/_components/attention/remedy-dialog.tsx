'use client'

import { useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { useConfirm } from '../dialogs/use-confirm'
import type { Act } from '../use-order-desk'
import { RefundFields } from './refund-fields'
import { carryOut, type RefundPlace, type Remedy } from './remedy'

interface Props {
  order: OrderScreen
  remedy: Remedy
  act: Act
  onClose: () => void
}

/** Says what a remedy will do, asks what it needs, and orders it for the order as it was seen. */
export function RemedyDialog({ order, remedy, act, onClose }: Props) {
  const [place, setPlace] = useState<RefundPlace>(placeOf(remedy))
  const { seen, busy, problem, changed, run } = useConfirm(order, onClose)
  const { title, effect, button } = remedy.offer
  const confirm = () => run(() => act('settle', () => carryOut(remedy, seen, place)))
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      answers={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button
            tone={remedy.kind === 'refund' ? 'danger' : 'primary'}
            busy={busy}
            because={changed ?? missingOf(remedy, place)}
            showReason={changed !== null}
            onClick={() => void confirm()}
          >
            {busy ? 'Asking…' : button}
          </Button>
        </>
      }
    >
      <DialogProblem>{problem}</DialogProblem>
      <ul className="list-disc space-y-1.5 pl-5">
        {effect.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {remedy.kind === 'refund' ? (
        <RefundFields sale={remedy.sale} place={place} onChange={setPlace} />
      ) : null}
    </Dialog>
  )
}

/** The one register of the store is chosen already; how it is paid back is always for the person to say. */
function placeOf(remedy: Remedy): RefundPlace {
  const registers = remedy.kind === 'refund' ? remedy.sale.registers : []
  const [only] = registers
  return { registerId: registers.length === 1 && only ? only.id : '', paymentTypeId: '' }
}

/** What is still to be chosen, or null. */
function missingOf(remedy: Remedy, { registerId, paymentTypeId }: RefundPlace): string | null {
  if (remedy.kind !== 'refund') return null
  if (remedy.sale.registers.length === 0) return `${remedy.sale.storeName} has no register in Lightspeed.`
  if (registerId === '') return 'Choose a register first.'
  return paymentTypeId === '' ? 'Choose a payment type first.' : null
}
