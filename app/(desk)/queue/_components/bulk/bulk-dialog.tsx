'use client'

import { useState } from 'react'
import { Button, type ButtonTone } from '@/app/_components/controls/button'
import { Dialog } from '@/app/_components/controls/dialog'
import type { QueueRow } from '@/lib/orders/screens/screen-types'
import type { ManyAct } from '../../many'
import { SnoozeFields, useSnooze } from '../acting/snooze-fields'
import { VoidFields, type VoidReason } from '../acting/void-fields'
import type { Asking } from './bulk-bar'
import { effectOn, isPushable } from './pushable'

const orders = (count: number): string => `${count} ${count === 1 ? 'order' : 'orders'}`

interface Props {
  asking: Asking
  rows: QueueRow[]
  onConfirm: (rows: QueueRow[], act: ManyAct) => void
  onClose: () => void
}

/** Says what is about to be done with the selected orders, and asks for what it takes. */
export function BulkDialog({ asking, rows: now, onConfirm, onClose }: Props) {
  // As they were when somebody asked: what changes meanwhile is told by the result, not acted on unseen.
  const [rows] = useState(now)
  const [why, setWhy] = useState<VoidReason>({ reason: '', note: '' })
  const snooze = useSnooze()
  const suggested = rows.filter(isPushable)
  const asks: Record<
    Asking,
    { title: string; word: string; tone: ButtonTone; missing: string | null; act: ManyAct }
  > = {
    push: {
      title: `Push ${orders(suggested.length)} as suggested?`,
      word: 'Push',
      tone: 'primary',
      missing: null,
      act: { kind: 'push' },
    },
    void: {
      title: `Void ${orders(rows.length)}?`,
      word: 'Void',
      tone: 'danger',
      missing: why.reason === '' ? 'Choose a reason first.' : null,
      act: { kind: 'void', ...why },
    },
    snooze: {
      title: `Snooze ${orders(rows.length)}?`,
      word: 'Snooze',
      tone: 'primary',
      missing: snooze.missing,
      act: { kind: 'snooze', ...snooze.value },
    },
  }
  const { title, word, tone, missing, act } = asks[asking]
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      answers={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button tone={tone} because={missing} onClick={() => onConfirm(rows, act)}>
            {word} {orders(asking === 'push' ? suggested.length : rows.length)}
          </Button>
        </>
      }
    >
      {asking === 'push' ? <Suggested rows={rows} /> : null}
      {asking === 'void' ? (
        <>
          <p className="mb-3">
            Ends them here: no (further) sale is made and no stock moves. This does{' '}
            <strong>not refund or cancel</strong> them in the shop: do that there.
          </p>
          <Numbers rows={rows} />
          <VoidFields value={why} onChange={setWhy} />
        </>
      ) : null}
      {asking === 'snooze' ? (
        <>
          <p className="mb-3">
            They leave the queue, and then come back on top of it. Nothing is sent meanwhile.
          </p>
          <Numbers rows={rows} />
          <SnoozeFields snooze={snooze} />
        </>
      ) : null}
    </Dialog>
  )
}

/** Which orders it is about. */
const Numbers = ({ rows }: { rows: QueueRow[] }) => (
  <p className="mb-3 max-h-24 overflow-auto font-medium">{rows.map((row) => row.number).join(', ')}</p>
)

/** The exact effect, order by order. */
function Suggested({ rows }: { rows: QueueRow[] }) {
  return (
    <>
      <p className="mb-3">
        Each becomes what is suggested for it, unless that has changed meanwhile. Each can be undone on its
        own page while nothing is sent.
      </p>
      <table className="w-full" aria-label="What is pushed">
        <thead>
          <tr className="text-left text-xs text-muted">
            <th scope="col" className="py-1 pr-3 font-medium">
              Order
            </th>
            <th scope="col" className="py-1 font-medium">
              What is done
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-t border-line">
          {rows.map((row) => {
            const { pushed, text } = effectOn(row)
            return (
              <tr key={row.id} className="align-top">
                <th scope="row" className="py-1.5 pr-3 text-left font-semibold">
                  {row.number}
                </th>
                <td className={pushed ? 'py-1.5' : 'py-1.5 text-muted'}>{text}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}
