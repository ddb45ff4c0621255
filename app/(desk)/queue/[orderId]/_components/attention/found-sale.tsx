import { Badge } from '@/app/_components/badge'
import { CheckIcon, CrossIcon, PartIcon } from '@/app/_components/icons'
import type { AttentionScreen, FoundSaleScreen } from '@/lib/orders/screens/screen-types'
import type { Remedy } from './remedy'
import { RemedyButton } from './remedy-button'

/** One sale as Lightspeed holds it, how it differs from its part, and what can be done with it. */
export function FoundSale(props: {
  sale: FoundSaleScreen
  part: AttentionScreen['parts'][number] | null
  onPress: (remedy: Remedy) => void
}) {
  const { sale, part, onPress } = props
  const open = sale.state === 'Open'
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">Sale {sale.ticketNumber}</span>
        <Badge
          tone={sale.stands ? 'good' : open ? 'accent' : 'warn'}
          glyph={sale.stands ? <CheckIcon /> : open ? <PartIcon /> : <CrossIcon />}
        >
          {sale.state}
        </Badge>
        {sale.own ? <Badge tone="plain">Its own sale</Badge> : null}
        <span>{sale.storeName}</span>
        {part ? null : <span className="text-muted">Reference {sale.reference}</span>}
        <span className="ml-auto whitespace-nowrap">{sale.total}</span>
      </div>
      {sale.difference ? <p className="mt-1 text-bad">{sale.difference}</p> : null}
      {sale.refunds ? <p className="mt-1 text-muted">{sale.refunds}</p> : null}
      {sale.adopt || sale.archive || sale.refund ? (
        <div className="mt-2 flex flex-wrap items-start gap-2">
          {part && sale.adopt ? (
            <RemedyButton remedy={{ kind: 'adopt', part, sale, offer: sale.adopt }} onPress={onPress} />
          ) : null}
          {sale.archive ? (
            <RemedyButton remedy={{ kind: 'archive', part, sale, offer: sale.archive }} onPress={onPress} />
          ) : null}
          {sale.refund ? (
            <RemedyButton remedy={{ kind: 'refund', part, sale, offer: sale.refund }} onPress={onPress} />
          ) : null}
        </div>
      ) : null}
    </>
  )
}
