import { LinkButton } from '@/app/_components/controls/button'
import { ArrowIcon } from '@/app/_components/icons'
import { paths } from '@/app/_lib/paths'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import type { QueueView } from '@/lib/orders/queue/view'
import type { OrderState } from '@/lib/orders/states'
import { counted } from './proposal'

const ENDED: Partial<Record<OrderState, string>> = {
  pushed: 'Pushed. Every part is a completed sale in Lightspeed.',
  voided: 'Voided. No sale was made; nothing was refunded in the shop.',
  cancelled: 'Cancelled in the shop. Nothing is to be sent.',
  'not-routed': 'Not routed: there is nothing to send for this order.',
}

/** What became of it, or null while it still waits for somebody. */
function endedText(order: OrderScreen, acted: boolean): string | null {
  // Nothing has ended while somebody must settle it; the page says what above.
  if (order.settling) return null
  const left = order.lines.reduce((sum, line) => sum + line.toPlace, 0)
  if (order.state === 'pushed' && left > 0)
    return `Pushed in part. ${counted(left, 'unit')} ${left === 1 ? 'was' : 'were'} voided: no sale was made for ${left === 1 ? 'it' : 'them'}, and nothing was refunded in the shop.`
  if (order.state === 'partly-pushed' && acted)
    return `Partly pushed. ${counted(left, 'unit')} still to place, below.`
  if (order.state === 'snoozed') return acted ? 'Snoozed. It comes back on top of the queue.' : null
  return ENDED[order.state] ?? null
}

/** How the order ended, and the way on to the next one. */
export function AfterAction(props: {
  order: OrderScreen
  acted: boolean
  nextId: string | null
  view: QueueView
}) {
  const { order, acted, nextId, view } = props
  const ended = endedText(order, acted)
  if (!ended && !(acted && order.state === 'pushing')) return null
  return (
    <section
      aria-label="What is next"
      className="card flex flex-wrap items-center justify-between gap-3 px-4 py-3"
    >
      <p>{ended ?? 'You can go on meanwhile; the queue shows how it ends.'}</p>
      {nextId && nextId !== order.id ? (
        <LinkButton href={paths.order(nextId, view)} tone={acted && ended ? 'primary' : 'plain'}>
          Next order
          <ArrowIcon />
        </LinkButton>
      ) : (
        <LinkButton href={paths.queue(view)}>Back to the queue</LinkButton>
      )}
    </section>
  )
}
