import { cx } from '@/app/_components/class-names'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { Section } from '@/app/_components/section'

export function MoneyCard({ order }: { order: OrderScreen }) {
  return (
    <Section title="Money">
      <dl className="px-4 pb-3">
        {order.money.map((row) => (
          <div
            key={row.label}
            className={cx(
              'flex justify-between gap-4 py-0.5',
              row.strong && 'mt-1 border-t border-line pt-1.5 font-semibold',
            )}
          >
            <dt className={row.strong ? '' : 'text-muted'}>{row.label}</dt>
            <dd>{row.amount}</dd>
          </div>
        ))}
        <div className="flex justify-between gap-4 py-0.5">
          <dt className="text-muted">Payment</dt>
          <dd className="text-right">{order.payment}</dd>
        </div>
      </dl>
    </Section>
  )
}
