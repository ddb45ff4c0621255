'use client'

import { useRef } from 'react'
import { useShortcuts } from '@/app/(desk)/_components/keys/use-shortcuts'
import { EyeIcon, SnoozeIcon } from '@/app/_components/icons'
import { INPUT_LOOK } from '@/app/_components/controls/field'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { assignOrderAction } from '../../actions'
import { listed } from '../dialogs/proposal'
import type { Act } from '../use-order-desk'
import { useLookers } from './use-lookers'

/** Who sees to the order, who else has it open, and until when it is put aside. */
export function HandlingLine({ order, act }: { order: OrderScreen; act: Act }) {
  const lookers = useLookers(order.id)
  const assignee = useRef<HTMLSelectElement>(null)
  useShortcuts({ assign: () => assignee.current?.focus() })
  const noHandle = order.can.handle.allowed ? null : order.can.handle.because
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-5 gap-y-2 text-muted">
      <label className="inline-flex items-center gap-2 whitespace-nowrap">
        Assigned to
        <select
          ref={assignee}
          aria-label="Assigned to"
          aria-keyshortcuts="A"
          value={order.assignee?.userId ?? ''}
          disabled={noHandle !== null}
          title={noHandle ?? 'Key A'}
          onChange={(event) => {
            const userId = event.target.value || null
            void act('assign', () => assignOrderAction({ orderId: order.id, userId }))
          }}
          className={`${INPUT_LOOK} py-1`}
        >
          <option value="">Nobody</option>
          {order.assignable.map((person) => (
            <option key={person.userId} value={person.userId}>
              {person.name}
            </option>
          ))}
        </select>
      </label>
      {order.snooze ? (
        <span className="inline-flex items-center gap-1.5">
          <SnoozeIcon />
          Snoozed. {order.snooze}.
        </span>
      ) : null}
      {order.woken ? (
        <span className="inline-flex items-center gap-1.5">
          <SnoozeIcon />
          Came back from a snooze.
        </span>
      ) : null}
      <output aria-label="Who else is looking" className="inline-flex min-h-6 items-center gap-1.5">
        {lookers.length > 0 ? (
          <>
            <EyeIcon />
            {listed(lookers)} {lookers.length === 1 ? 'is' : 'are'} looking at this too
          </>
        ) : null}
      </output>
    </div>
  )
}
