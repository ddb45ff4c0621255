import Link from 'next/link'
import { Button, LinkButton } from '@/app/_components/controls/button'
import { ArrowIcon, BackIcon, OutIcon } from '@/app/_components/icons'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import type { QueueView } from '@/lib/orders/queue/view'
import { StateBadge } from '../../_components/state-badge'
import { reopenOrderAction, wakeOrderAction } from '../actions'
import { proposalOf, whyNoPush, type Proposal } from './dialogs/proposal'
import type { Act } from './use-order-desk'

interface Props {
  order: OrderScreen
  view: QueueView
  act: Act
  busy: string | null
  onPush: (proposal: Proposal) => void
  onVoid: () => void
  onSnooze: () => void
}

export function OrderHeader(props: Props) {
  const { order, view } = props
  return (
    <header className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <nav aria-label="Orders of this list" className="mb-1 flex items-center gap-3 text-muted">
          <Link href={paths.queue(view)} className="inline-flex min-h-6 items-center gap-1 hover:text-ink">
            <BackIcon />
            Queue
          </Link>
          <Step to={order.previousId} view={view} label="Previous order" />
          <Step to={order.nextId} view={view} label="Next order in this list" />
        </nav>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-2xl font-semibold tracking-tight">
            <span className="sr-only">Order </span>
            {order.number}
          </h1>
          <StateBadge {...order} />
        </div>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 text-muted">
          <span>
            {order.channelName}, placed <TimeAgo at={order.placedAt} suffix="ago" />
          </span>
          {order.channelUrl ? (
            <a
              href={order.channelUrl}
              target="_blank"
              rel="noreferrer"
              className="inline-flex min-h-6 items-center gap-1 text-accent underline underline-offset-2"
            >
              Open in {order.channelName}
              <OutIcon />
            </a>
          ) : null}
        </p>
      </div>
      <HeaderActions {...props} />
    </header>
  )
}

function Step({ to, view, label }: { to: string | null; view: QueueView; label: string }) {
  const forward = label.startsWith('Next')
  const icon = forward ? <ArrowIcon /> : <BackIcon />
  const shape = 'inline-flex size-6 items-center justify-center rounded'
  if (!to) return <span className={`${shape} opacity-40`}>{icon}</span>
  return (
    <Link
      href={paths.order(to, view)}
      aria-label={label}
      title={`${label}, key ${forward ? 'J' : 'K'}`}
      className={`${shape} hover:bg-sunken`}
    >
      {icon}
    </Link>
  )
}

function HeaderActions({ order, act, busy, onPush, onVoid, onSnooze }: Props) {
  const seen = { orderId: order.id, version: order.version }
  const [suggestion] = order.suggestions
  if (order.state === 'voided')
    return (
      <Button
        because={order.can.reopen.allowed ? null : order.can.reopen.because}
        busy={busy === 'reopen'}
        onClick={() => void act('reopen', () => reopenOrderAction(seen))}
        showReason
      >
        Reopen
      </Button>
    )
  if (['pushing', 'pushed', 'cancelled', 'not-routed'].includes(order.state)) return null
  const noPush = whyNoPush(order)
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Button
        because={order.can.void.allowed ? null : order.can.void.because}
        onClick={onVoid}
        tone="danger"
        keyHint="V"
      >
        Void…
      </Button>
      {order.state === 'snoozed' ? (
        <Button
          because={order.can.wake.allowed ? null : order.can.wake.because}
          busy={busy === 'wake'}
          onClick={() => void act('wake', () => wakeOrderAction(seen))}
        >
          Bring back now
        </Button>
      ) : (
        <Button
          because={order.can.snooze.allowed ? null : order.can.snooze.because}
          onClick={onSnooze}
          keyHint="H"
        >
          Snooze…
        </Button>
      )}
      {suggestion || noPush ? (
        <Button
          tone="primary"
          because={noPush}
          showReason
          keyHint="P"
          onClick={() => (suggestion ? onPush(proposalOf(suggestion)) : undefined)}
        >
          Push suggestion
        </Button>
      ) : (
        <LinkButton href="#stock" tone="primary">
          Choose a store
        </LinkButton>
      )}
    </div>
  )
}
