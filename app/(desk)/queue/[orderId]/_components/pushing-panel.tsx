'use client'

import { Button } from '@/app/_components/controls/button'
import { UndoIcon } from '@/app/_components/icons'
import { useNow } from '@/app/_components/time/use-now'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { undoPushAction } from '../actions'
import { counted, listed } from './dialogs/proposal'
import type { Act } from './use-order-desk'

/** What a push is doing: first the time in which it can be taken back, then how far its sales are. */
export function PushingPanel({ order, act, busy }: { order: OrderScreen; act: Act; busy: string | null }) {
  const now = useNow(1_000)
  const untilMs = order.undoUntil ? new Date(order.undoUntil).getTime() : null
  // The clock is told in whole seconds, rounded down: the wait is never shown as over before it is.
  const leftMs = untilMs === null || now === null ? null : untilMs - now
  const secondsLeft = leftMs === null ? null : Math.max(1, Math.floor(leftMs / 1_000))
  const waiting = untilMs !== null && (leftMs === null || leftMs > 0)
  const live = order.parts.filter((part) => part.state !== 'abandoned')
  const done = live.filter((part) => part.state === 'completed').length
  const undo = order.can.undo
  return (
    <section
      aria-label="Pushing"
      className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-accent bg-accent-wash px-4 py-3"
    >
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="font-semibold">
          {waiting
            ? `${order.awaitsTransfers ? 'Transfer, then push… begins' : 'Pushing… sends'} in ${secondsLeft ?? '…'} s`
            : order.awaitsTransfers
              ? `Waits for a transfer to ${listed(live.map((part) => part.storeName))}, then pushes by itself`
              : `Pushing… ${done} of ${counted(live.length, 'sale')} completed`}
        </h2>
        <p className="text-muted">
          {waiting ? 'Nothing has been sent to Lightspeed yet.' : whatHappens(order)}
        </p>
        {order.awaitsTransfers ? null : (
          <progress
            className="mt-2 h-1.5 w-full max-w-sm accent-accent"
            max={live.length || 1}
            value={waiting ? 0 : done}
            aria-label="Sales completed"
          />
        )}
      </div>
      <Button
        tone="primary"
        busy={busy === 'undo'}
        because={undo.allowed ? null : undo.because}
        showReason
        onClick={() => void act('undo', () => undoPushAction({ orderId: order.id, version: order.version }))}
      >
        <UndoIcon />
        Undo
      </Button>
    </section>
  )
}

function whatHappens(order: OrderScreen): string {
  if (order.settling) return 'It goes on once somebody has settled what is told above.'
  if (order.awaitsTransfers)
    return 'The sale is made as soon as the transfer is received in Lightspeed. You can leave.'
  const live = order.parts.filter((part) => part.state !== 'abandoned')
  return live.every((part) => part.state === 'planned')
    ? 'The stock is read once more before anything is sent. You can leave.'
    : 'Sales are being made in Lightspeed. You can leave.'
}
