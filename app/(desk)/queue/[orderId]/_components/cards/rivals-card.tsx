import Link from 'next/link'
import { Badge } from '@/app/_components/badge'
import { Section } from '@/app/_components/section'
import { paths } from '@/app/_lib/paths'
import type { QueueView } from '@/lib/orders/queue/view'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'

/** Who else waits for what is too little for all: whoever pushes this order takes it from them. */
export function RivalsCard({ rivals, view }: { rivals: OrderScreen['rivals']; view: QueueView }) {
  return (
    <Section title="Others wait for the same units">
      <ul className="divide-y divide-line px-4 pb-2">
        {rivals.map((rival) => (
          <li key={rival.orderId} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <Link href={paths.order(rival.orderId, view)} className="font-semibold text-accent underline">
              <span className="sr-only">Order </span>
              {rival.number}
            </Link>
            <span className="text-muted">{rival.older ? 'waits longer' : 'came later'}</span>
            {rival.ready ? <Badge tone="good">Ready</Badge> : null}
            <span className="ml-auto">{rival.items}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
