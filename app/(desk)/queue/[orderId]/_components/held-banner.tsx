import { WarnIcon } from '@/app/_components/icons'
import type { OrderScreen } from '@/lib/orders/screen-types'

/** Why the order waits, in sentences, and apart from it what a person must settle. */
export function HeldBanner({ order }: { order: OrderScreen }) {
  const shown = order.state === 'pushing' || order.state === 'pushed' ? [] : order.reasons
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
      {shown.length > 0 ? (
        <section aria-label="Why it is held" className="rounded-lg bg-warn-wash px-4 py-3 text-warn">
          <h2 className="font-semibold">Why it is held</h2>
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
