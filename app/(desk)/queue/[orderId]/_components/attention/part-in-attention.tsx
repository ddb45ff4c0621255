import { Badge } from '@/app/_components/badge'
import { capital } from '@/app/_components/capital'
import type { AttentionScreen } from '@/lib/orders/screens/screen-types'
import { FoundSale } from './found-sale'
import type { Remedy } from './remedy'
import { RemedyButton } from './remedy-button'

/** A part beside the sales that carry its reference, with what can be done for it. */
export function PartInAttention(props: {
  part: AttentionScreen['parts'][number]
  onPress: (remedy: Remedy) => void
}) {
  const { part, onPress } = props
  return (
    <li aria-label={part.title} className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-semibold">{part.title}</h3>
        <Badge tone="plain">{capital(part.state)}</Badge>
        <span className="text-muted">Reference {part.reference}</span>
        <span className="ml-auto font-medium whitespace-nowrap">{part.total}</span>
      </div>
      {part.sales.length === 0 ? (
        <p className="mt-1 text-muted">Lightspeed shows no sale with this reference.</p>
      ) : (
        <ul className="mt-2 space-y-2">
          {part.sales.map((sale) => (
            <li
              key={sale.id}
              aria-label={`Sale ${sale.ticketNumber}`}
              className="rounded-md border border-line px-3 py-2"
            >
              <FoundSale sale={sale} part={part} onPress={onPress} />
            </li>
          ))}
        </ul>
      )}
      {part.pushAgain || part.putBack ? (
        <div className="mt-2 flex flex-wrap items-start gap-2">
          {part.pushAgain ? (
            <RemedyButton remedy={{ kind: 'push-again', part, offer: part.pushAgain }} onPress={onPress} />
          ) : null}
          {part.putBack ? (
            <RemedyButton remedy={{ kind: 'put-back', part, offer: part.putBack }} onPress={onPress} />
          ) : null}
        </div>
      ) : null}
    </li>
  )
}
