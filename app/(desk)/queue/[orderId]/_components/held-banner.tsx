import { WarnIcon } from '@/app/_components/icons'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'

/** Why the order waits, in sentences. */
export function HeldBanner({ order }: { order: OrderScreen }) {
  const shown = order.state === 'pushing' || order.state === 'pushed' ? [] : order.reasons
  const title = order.state === 'partly-pushed' ? 'Why the rest is held' : 'Why it is held'
  return (
    <>
      {order.waits ? (
        <section aria-label="Waiting" className="flex gap-2 rounded-lg bg-warn-wash px-4 py-3 text-warn">
          <span className="mt-0.5">
            <WarnIcon />
          </span>
          {order.waits}
        </section>
      ) : null}
      {shown.length > 0 ? (
        <section aria-label={title} className="rounded-lg bg-warn-wash px-4 py-3 text-warn">
          <h2 className="font-semibold">{title}</h2>
          <ul className="mt-1 list-disc space-y-0.5 pl-5">
            {shown.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}
