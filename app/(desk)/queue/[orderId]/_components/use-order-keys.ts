'use client'

import { useRouter } from 'next/navigation'
import { useShortcuts } from '@/app/(desk)/_components/keys/use-shortcuts'
import { announce } from '@/app/_components/announcer'
import { paths } from '@/app/_lib/paths'
import type { QueueView } from '@/lib/orders/queue/view'
import type { OrderScreen, Possibility } from '@/lib/orders/screens/screen-types'
import { proposalOf, whyNoPush, type Proposal } from './dialogs/proposal'

interface Desk {
  order: OrderScreen
  view: QueueView
  nextId: string | null
  onPush: (proposal: Proposal) => void
  onAsk: (what: 'void' | 'snooze') => void
}

/** The keys of an order's page; what cannot be done now says why, as its button does. */
export function useOrderKeys({ order, view, nextId, onPush, onAsk }: Desk): void {
  const router = useRouter()
  const to = (orderId: string | null, none: string) => () =>
    orderId ? router.push(paths.order(orderId, view)) : announce(none)
  const ask = (what: 'void' | 'snooze', can: Possibility) => () =>
    can.allowed ? onAsk(what) : announce(can.because, 'bad')
  useShortcuts({
    next: to(nextId, 'This is the last order of the list.'),
    previous: to(order.previousId, 'This is the first order of the list.'),
    push: () => {
      const [suggestion] = order.suggestions
      const because = whyNoPush(order)
      if (because !== null) announce(because, 'bad')
      else if (suggestion) onPush(proposalOf(suggestion))
      else announce('Nothing is suggested: choose a store.')
    },
    void: ask('void', order.can.void),
    snooze: ask('snooze', order.can.snooze),
  })
}
