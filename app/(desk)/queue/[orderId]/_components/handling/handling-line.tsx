'use client'

import { useShortcuts } from '@/app/(desk)/_components/keys/use-shortcuts'
import { EyeIcon, SnoozeIcon } from '@/app/_components/icons'
import { ChoiceMenu } from '@/app/_components/controls/choice-menu'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { assignOrderAction } from '../../actions'
import { listed } from '../dialogs/proposal'
import type { Act } from '../use-order-desk'
import { useLookers } from './use-lookers'

const ASSIGNEE = 'assignee'
const NO_ONE = '-'

/** Who sees to the order, who else has it open, and until when it is put aside. */
export function HandlingLine({ order, act }: { order: OrderScreen; act: Act }) {
  const lookers = useLookers(order.id)
  useShortcuts({ assign: () => document.getElementById(ASSIGNEE)?.focus() })
  const noHandle = order.can.handle.allowed ? null : order.can.handle.because
  const assigned = order.assignee?.name ?? 'Nobody'
  const choices = [{ userId: NO_ONE, name: 'Nobody' }, ...order.assignable].map(({ userId, name }) => ({
    id: userId,
    label: name,
    current: userId === (order.assignee?.userId ?? NO_ONE),
  }))
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-5 gap-y-2 text-muted">
      <span className="inline-flex items-center gap-2 whitespace-nowrap">
        Assigned to
        <ChoiceMenu
          id={ASSIGNEE}
          label={`Assigned to ${assigned}`}
          keyHint="A"
          because={noHandle}
          choices={choices}
          onChoose={(id) => {
            const userId = id === NO_ONE ? null : id
            void act('assign', () => assignOrderAction({ orderId: order.id, userId }))
          }}
        >
          {assigned}
        </ChoiceMenu>
      </span>
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
      <output
        aria-label="Who else is looking"
        className="inline-flex min-h-6 basis-full items-center gap-1.5 sm:basis-auto"
      >
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
