import { Badge } from '@/app/_components/badge'
import { Button } from '@/app/_components/controls/button'
import { cx } from '@/app/_components/class-names'
import type { OrderScreen, SuggestionCard } from '@/lib/orders/screens/screen-types'
import { proposalOf, pushLabel, whyNoPush, type Proposal } from './dialogs/proposal'

interface Props {
  order: OrderScreen
  onTake: (proposal: Proposal) => void
}

/** Ways to fill the order, best first; one click away from its confirmation. */
export function SuggestionList({ order, onTake }: Props) {
  const [best, ...others] = order.suggestions
  if (!best)
    return (
      <p className="card px-4 py-3 text-muted">
        There is nothing to suggest: no store can fill any of it.{' '}
        {whyNoPush(order) ?? 'Push it to a store of your choice below, or void it.'}
      </p>
    )
  const because = whyNoPush(order)
  return (
    <section aria-label="Suggestions" className="grid gap-2">
      <Card suggestion={best} best because={because} onTake={onTake} />
      {others.length > 0 ? (
        <div className="grid grid-cols-1 gap-2 lg:grid-cols-2">
          {others.map((each) => (
            <Card key={each.title} suggestion={each} best={false} because={because} onTake={onTake} />
          ))}
        </div>
      ) : null}
    </section>
  )
}

function Card(props: {
  suggestion: SuggestionCard
  best: boolean
  because: string | null
  onTake: (proposal: Proposal) => void
}) {
  const { suggestion, best } = props
  return (
    <article
      aria-label={suggestion.title}
      className={cx(
        'flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border px-4 py-3',
        best ? 'border-accent bg-accent-wash' : 'border-line bg-surface',
      )}
    >
      <div className="min-w-0 flex-1 basis-64">
        <div className="mb-0.5 flex flex-wrap items-center gap-2">
          {best ? <span className="text-xs font-medium text-accent">Suggested</span> : null}
          {suggestion.oversold ? <Badge tone="warn">Oversells</Badge> : null}
          {suggestion.kind === 'split-with-left-over' ? (
            <Badge tone="plain">Leaves some units held</Badge>
          ) : null}
        </div>
        <h3 className={cx('font-semibold', best && 'text-base')}>{suggestion.title}</h3>
        <p className={best ? 'text-ink' : 'text-muted'}>{suggestion.because}</p>
        {suggestion.transfers.length > 0 ? (
          <ul className="mt-1 text-muted">
            {suggestion.transfers.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        ) : null}
      </div>
      <Button
        className="whitespace-normal"
        because={props.because}
        onClick={() => props.onTake(proposalOf(suggestion))}
      >
        {pushLabel(suggestion)}
      </Button>
    </article>
  )
}
