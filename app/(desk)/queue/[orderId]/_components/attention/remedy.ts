import type { Answer } from '@/app/_lib/action'
import type { AttentionScreen, FoundSaleScreen, RemedyOffer } from '@/lib/orders/screens/screen-types'
import {
  adoptSaleAction,
  archiveSaleAction,
  pushAgainAction,
  putBackAction,
  refundSaleAction,
} from '../../actions'

type Part = AttentionScreen['parts'][number]

/** A button of the attention card as it was pressed: what it is about, to be confirmed. */
export type Remedy = { offer: RemedyOffer } & (
  | { kind: 'push-again' | 'put-back'; part: Part }
  | { kind: 'adopt'; part: Part; sale: FoundSaleScreen }
  /** The part is null for a sale whose reference none has. */
  | { kind: 'archive' | 'refund'; part: Part | null; sale: FoundSaleScreen }
)

/** Where a refund is booked; both are Lightspeed's own ids. */
export interface RefundPlace {
  registerId: string
  paymentTypeId: string
}

/** Orders what was confirmed, for the order and the sale as the person saw them. */
export function carryOut(
  remedy: Remedy,
  seen: { orderId: string; version: number },
  place: RefundPlace,
): Promise<Answer> {
  if (!('sale' in remedy)) {
    const { posAccountId, ordinal } = remedy.part
    const input = { ...seen, posAccountId, ordinal }
    return remedy.kind === 'push-again' ? pushAgainAction(input) : putBackAction(input)
  }
  const { posAccountId, id: saleId, figures, totalMinor: amountMinor } = remedy.sale
  const input = { ...seen, posAccountId, saleId, figures }
  if (remedy.kind === 'adopt')
    return adoptSaleAction({
      ...input,
      ordinal: remedy.part.ordinal,
      acceptDifference: remedy.offer.differs !== null,
    })
  const ordinal = remedy.part?.ordinal ?? null
  return remedy.kind === 'archive'
    ? archiveSaleAction({ ...input, ordinal })
    : refundSaleAction({ ...input, ordinal, amountMinor, ...place })
}
