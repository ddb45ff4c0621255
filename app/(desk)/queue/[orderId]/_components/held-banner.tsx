import { WarnIcon } from '@/app/_components/icons'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'

/** Why the order waits, in sentences, and apart from it what a person must settle. */
export function HeldBanner({ order }: { order: OrderScreen }) {
  const shown = order.state === 'pushing' || order.state === 'pushed' ? [] : order.reasons
  const title = order.state === 'partly-pushed' ? 'Why the rest is held' : 'Why it is held'
  return (
    <>
      {order.attention ? (
        <section
          role="alert"
          aria-label="Needs attention"
          className="rounded-lg bg-bad-wash px-4 py-3 text-bad"
        >
          <p className="flex items-start gap-2 font-medium">
            <span className="mt-0.5">
              <WarnIcon />
            </span>
            {order.attention}
          </p>
        </section>
      ) : null}
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
