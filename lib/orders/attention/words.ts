import { formatMoney } from '@/lib/money'
import type { Altered, Difference, PartSeen } from './differences'
import type { FoundSale } from './found-sale'
import type { RemedyKind } from './tables'

/** Why a person must settle something, in words; the code is kept with the order. */
export function attentionSentence(code: string): string {
  switch (code) {
    case 'several-sales':
      return 'Lightspeed holds a completed sale too many with a reference of this order.'
    case 'sale-altered':
      return 'A sale in Lightspeed is not what we asked for.'
    case 'sale-voided':
      return 'Somebody voided or archived a sale of this order in Lightspeed.'
    case 'sale-refunded':
      return 'Somebody refunded a sale of this order in Lightspeed.'
    case 'sale-missing':
      return 'A sale of this order is not to be found in Lightspeed any more.'
    case 'sale-unexplained':
      return 'Lightspeed has a sale of this order that cannot be matched with its lines.'
    case 'refused-after-sale':
      return 'One part was refused after another was already sold. The rest is back in the queue.'
    case 'cancelled-after-sale':
      return 'It was cancelled in the channel after a sale was completed.'
    case 'edited-after-sale':
      return 'It was edited in the channel after a sale was completed. Compare the sale with the order.'
    default:
      return 'Something needs a look.'
  }
}

/** What sentences need to name things: the store of a Lightspeed shop, and the order's currency. */
export interface Naming {
  storeOf(posAccountId: string, shopId: string): string
  currency: string
}

const saleName = (sale: FoundSale | undefined, id: string | null): string =>
  sale ? `Sale ${sale.ticketNumber}` : id === null ? 'Its sale' : `Sale ${id}`

/** One difference in words: what is missing, extra or not as it should be. */
export function differenceSentence(
  difference: Difference,
  part: PartSeen | null,
  sales: FoundSale[],
  naming: Naming,
): string {
  const sale = sales.find((one) => one.id === difference.saleId)
  const name = saleName(sale, difference.saleId)
  switch (difference.kind) {
    case 'missing':
      return `${name} ${GONE[difference.now]}, so nothing in Lightspeed stands for this part.`
    case 'extra':
      return difference.ordinal === null
        ? `${name} carries a reference of this order that none of its parts has.`
        : `${name} is completed, and no part of this order accounts for it.`
    case 'channel':
      return difference.change === 'cancelled'
        ? `${name} stands, although the order was cancelled in the channel.`
        : `${name} was made before the order was edited in the channel.`
    case 'altered':
      return part && sale
        ? `${name} ${alteredWords(difference.what, part, sale, naming)}.`
        : `${name} differs.`
  }
}

const GONE = {
  voided: 'was voided in Lightspeed',
  archived: 'was archived in Lightspeed before it was completed',
  refunded: 'was refunded in Lightspeed',
  gone: 'is not to be found in Lightspeed',
}

/** "comes to $24.99 instead of $19.99 and is in Salem instead of Bend" */
export function alteredWords(what: Altered[], part: PartSeen, sale: FoundSale, naming: Naming): string {
  const money = (minor: number) => formatMoney({ minor, currency: naming.currency })
  const words = what.map((one) => {
    switch (one) {
      case 'total':
        return `comes to ${money(sale.totalMinor)} instead of ${money(part.totalMinor)}`
      case 'store':
        return `is in ${naming.storeOf(sale.posAccountId, sale.shopId)} instead of ${naming.storeOf(part.posAccountId, part.shopId)}`
      case 'units':
        return 'has other units than this part'
      case 'reference':
        return `carries the reference ${sale.referenceNumber || '(none)'} instead of ${part.referenceNumber}`
      case 'partly-refunded':
        return `is refunded by ${money(sale.refundedMinor)}`
    }
  })
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

const REMEDY_WORDS: Record<RemedyKind, string> = {
  adopt: 'Adopt this sale',
  'push-again': 'Push again',
  'put-back': 'Put back into the queue',
  archive: 'Archive the sale',
  refund: 'Refund the sale',
}

/** A remedy by the name of its button. */
export const remedyWord = (kind: RemedyKind): string => REMEDY_WORDS[kind]
