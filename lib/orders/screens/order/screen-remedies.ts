import { formatMoney } from '@/lib/money'
import { invariant } from '@/lib/result'
import { isUnderWayState, salesOfPart, type PartSeen } from '../../attention/differences'
import { isEffective, type FoundSale } from '../../attention/found-sale'
import type { Picture } from '../../attention/offers'
import type { RemedyKind } from '../../attention/tables'

/** What a button is called, what its confirm asks, and what it will do, sentence by sentence. */
export interface RemedyText {
  button: string
  title: string
  effect: string[]
}

interface About {
  picture: Picture
  part: PartSeen | null
  sale: FoundSale | undefined
  /** What has to be taken as it is. */
  differs: string | null
}

/** The words of one button for this part and this sale, whichever of them it is about. */
export function remedyText(kind: RemedyKind, { picture, part, sale, differs }: About): RemedyText {
  if (part && kind === 'push-again') return pushAgainText(picture, part)
  if (part && kind === 'put-back') return putBackText(picture, part)
  if (sale && kind === 'archive') return archiveText(picture, part, sale)
  if (sale && kind === 'refund') return refundText(picture, part, sale)
  invariant(part && sale, 'a sale is adopted for a part')
  return adoptText(picture, part, sale, differs)
}

const counted = (units: number): string => `${units} ${units === 1 ? 'unit' : 'units'}`
const unitsOfPart = (part: PartSeen): number => part.lines.reduce((sum, line) => sum + line.quantity, 0)
const storeOf = ({ naming }: Picture, one: { posAccountId: string; shopId: string }): string =>
  naming.storeOf(one.posAccountId, one.shopId)

/** The completed sales that stand for a part, without this one. */
const othersOf = (picture: Picture, part: PartSeen | null, sale: FoundSale): FoundSale[] =>
  part ? salesOfPart(part, picture.sales).filter((one) => isEffective(one) && one.id !== sale.id) : []

function adoptText(picture: Picture, part: PartSeen, sale: FoundSale, differs: string | null): RemedyText {
  const name = `Sale ${sale.ticketNumber}`
  const title = `Adopt sale ${sale.ticketNumber}?`
  if (sale.state === 'open') {
    const takes = `takes ${counted(unitsOfPart(part))} in ${storeOf(picture, sale)}`
    const effect = [
      `${name} becomes the sale of part ${part.ordinal}. The push goes on: it completes it, which ${takes}.`,
    ]
    return { button: 'Adopt this sale', title, effect }
  }
  const own = part.saleId === sale.id
  const others = othersOf(picture, part, sale).map((one) => one.ticketNumber)
  const given = part.state === 'abandoned' || part.state === 'refused' || part.state === 'undone'
  return {
    button: differs === null ? 'Adopt this sale' : 'Adopt this sale as it is',
    title,
    effect: [
      `${name} ${own ? 'stays' : 'becomes'} the sale of part ${part.ordinal}. Nothing is sent to Lightspeed and no stock moves.`,
      ...(differs === null
        ? []
        : [`You take it as it is: it ${differs}. Should it change again, you are asked again.`]),
      ...(given ? [`Its ${counted(unitsOfPart(part))} count as sold from then on.`] : []),
      ...(others.length > 0
        ? [`Sale ${others.join(', ')} stands as well and is one too many: refund it next.`]
        : []),
    ],
  }
}

function pushAgainText(picture: Picture, part: PartSeen): RemedyText {
  const store = storeOf(picture, part)
  const total = formatMoney({ minor: part.totalMinor, currency: picture.naming.currency })
  return {
    button: 'Push again, I have checked',
    title: `Push part ${part.ordinal} to ${store} again?`,
    effect: [
      `Check in Lightspeed first that nothing was sold under reference ${part.referenceNumber}.`,
      `Its sales are read once more. Only if none stands for this part, 1 sale is made in ${store}: ${counted(unitsOfPart(part))}, ${total}.`,
    ],
  }
}

function putBackText({ order }: Picture, part: PartSeen): RemedyText {
  const counts = `Part ${part.ordinal} counts as not sold any more. Nothing is sent to Lightspeed.`
  if (order.cancelled)
    return {
      button: 'Give this part up',
      title: `Give part ${part.ordinal} up?`,
      effect: [counts, 'The order was cancelled in the channel, so its units are not sold again.'],
    }
  return {
    button: 'Put back into the queue',
    title: `Put part ${part.ordinal} back into the queue?`,
    effect: [
      counts,
      `Its ${counted(unitsOfPart(part))} wait in the queue again: push them to a store, or void them.`,
    ],
  }
}

function archiveText({ order }: Picture, part: PartSeen | null, sale: FoundSale): RemedyText {
  const goesOn = order.state === 'pushing' && part !== null && isUnderWayState(part.state)
  return {
    button: 'Archive this sale',
    title: `Archive sale ${sale.ticketNumber}?`,
    effect: [
      `Archives sale ${sale.ticketNumber} in Lightspeed. It is open and has moved no stock, so none comes back.`,
      ...(goesOn ? ['If nothing else stands in its way, the push then goes on by itself.'] : []),
    ],
  }
}

function refundText(picture: Picture, part: PartSeen | null, sale: FoundSale): RemedyText {
  const total = formatMoney({ minor: sale.totalMinor, currency: picture.naming.currency })
  const units = (sale.lines ?? []).reduce((sum, line) => sum + (line.itemId === '0' ? 0 : line.quantity), 0)
  return {
    button: 'Refund this sale',
    title: `Refund sale ${sale.ticketNumber}?`,
    effect: [
      `Refunds all of it in Lightspeed: ${total} is booked back, and ${counted(units)} return to the stock of ${storeOf(picture, sale)}.`,
      ...afterRefund(picture, part, sale),
      'The customer is not paid back by this: do that in the channel.',
      'It is sent once. If Lightspeed does not answer, its effect is looked up; it is never sent again by itself.',
    ],
  }
}

/** What the refund makes of the part. */
function afterRefund(picture: Picture, part: PartSeen | null, sale: FoundSale): string[] {
  if (part?.state !== 'completed') return []
  const others = othersOf(picture, part, sale)
  if (part.saleId !== sale.id) {
    const own = others.find((one) => one.id === part.saleId)
    return own ? [`Sale ${own.ticketNumber} stays the sale of part ${part.ordinal}.`] : []
  }
  const standIn = others.find((one) => one.totalMinor === part.totalMinor)
  if (standIn) return [`Sale ${standIn.ticketNumber} is the sale of part ${part.ordinal} from then on.`]
  return picture.order.cancelled
    ? [
        `Nothing of part ${part.ordinal} is sold any more, and as the order was cancelled it is not sold again.`,
      ]
    : [`The units of part ${part.ordinal} wait in the queue again.`]
}
