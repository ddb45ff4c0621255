import { cx } from '@/app/_components/class-names'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { Section } from '@/app/_components/section'

/** The rule, and for each store why it won or lost by it. Folded: most people only want the suggestion. */
export function ExplanationCard({ order, open }: { order: OrderScreen; open: boolean }) {
  const { explanation } = order
  if (!explanation) return null
  return (
    <Section title={open ? 'How this is decided' : 'How it was decided'}>
      <div className="px-4 pb-3">
        <p className="text-muted">
          {[explanation.policy ?? 'The stores were chosen by hand.', explanation.fewer]
            .filter(Boolean)
            .join(' ')}
        </p>
        <details className="mt-1">
          <summary className="min-h-6 w-fit text-muted hover:text-ink">Store by store</summary>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 pt-1">
            {explanation.stores.map((store) => (
              <div key={store.name} className="contents">
                <dt className={cx(store.chosen && 'font-semibold')}>{store.name}</dt>
                <dd className={store.chosen ? 'font-medium' : 'text-muted'}>{store.sentence}</dd>
              </div>
            ))}
          </dl>
          <p className="pt-1 text-muted">{explanation.distance}</p>
        </details>
      </div>
    </Section>
  )
}
