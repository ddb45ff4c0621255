import type { OrderState } from '../states'
import {
  alterationsOf,
  differencesOf,
  isUnderWayState,
  salesOfPart,
  type OrderSeen,
  type PartSeen,
} from './differences'
import { isEffective, type FoundSale } from './found-sale'
import type { RemedyKind } from './tables'
import { alteredWords, type Naming } from './words'

/** Everything that decides what a person can do about an order in attention. */
export interface Picture {
  order: OrderSeen & { state: OrderState }
  parts: PartSeen[]
  sales: FoundSale[]
  /** Ordinals of given-up parts whose units are in no other part and still to ship. */
  freeAgain: number[]
  naming: Naming
}

/** `null`: it makes no sense here and is not offered. `differs`: what a person has to take with it. */
export type Offer = { ok: true; differs: string | null } | { ok: false; because: string } | null

const yes = (differs: string | null = null): Offer => ({ ok: true, differs })

export interface Target {
  kind: RemedyKind
  ordinal: number | null
  posAccountId: string
  saleId: string | null
}

/** What one button would mean now: the page, the command and the worker ask the same. */
export function offerOf(picture: Picture, { kind, ordinal, posAccountId, saleId }: Target): Offer {
  const part = picture.parts.find((one) => one.ordinal === ordinal) ?? null
  const sale = picture.sales.find((one) => one.id === saleId && one.posAccountId === posAccountId)
  if (kind === 'push-again') return part && offerPushAgain(picture, part)
  if (kind === 'put-back') return part && offerPutBack(picture, part)
  if (!sale) return null
  if (sale.lines === null) return { ok: false, because: 'It is being looked at in Lightspeed.' }
  if (kind === 'archive') return offerArchive(picture, sale)
  return kind === 'refund' ? offerRefund(sale) : offerAdopt(picture, part, sale)
}

function offerAdopt(picture: Picture, part: PartSeen | null, sale: FoundSale): Offer {
  if (!part || sale.referenceNumber !== part.referenceNumber) return null
  if (sale.state === 'open') return offerAdoptOpen(picture, part, sale)
  if (!isEffective(sale)) return null
  const altered = alterationsOf(part, sale)
  const differs = altered.length > 0 ? alteredWords(altered, part, sale, picture.naming) : null
  if (part.state === 'completed') {
    if (part.saleId !== sale.id) return yes(differs)
    const spoken = differencesOf(picture.order, [part], salesOfPart(part, picture.sales)).find(
      (one) => one.kind === 'channel',
    )
    const told = spoken ? [`stands although the order was ${spoken.change} in the channel`] : []
    const all = [...(differs ? [differs] : []), ...told]
    return all.length > 0 ? yes(all.join(', and ')) : null
  }
  if (isUnderWayState(part.state)) return yes(differs)
  if (picture.order.cancelled || picture.order.state === 'pushing') return null
  return picture.freeAgain.includes(part.ordinal)
    ? yes(differs)
    : { ok: false, because: 'Its units are in another sale by now.' }
}

/** An open sale becomes the part's own only as it was asked for: it is completed next. */
function offerAdoptOpen({ order, sales }: Picture, part: PartSeen, sale: FoundSale): Offer {
  const own = salesOfPart(part, sales)
  const free = part.saleId === null || own.some((one) => one.id === part.saleId && one.state !== 'open')
  if (order.state !== 'pushing' || !isUnderWayState(part.state) || !free) return null
  return own.some(isEffective) || alterationsOf(part, sale).length > 0 ? null : yes()
}

/** An open sale moves no stock; the one a push is about to complete is not to be taken from under it. */
function offerArchive({ order, parts }: Picture, sale: FoundSale): Offer {
  if (sale.state !== 'open') return null
  const wanted = parts.some(
    (part) =>
      part.posAccountId === sale.posAccountId && part.saleId === sale.id && isUnderWayState(part.state),
  )
  return wanted && order.state === 'pushing' ? null : yes()
}

function offerRefund(sale: FoundSale): Offer {
  if (!isEffective(sale)) return null
  return sale.refunded === 'no'
    ? yes()
    : { ok: false, because: 'A part of it is refunded already. Refund the rest in Lightspeed.' }
}

/** Only while nothing in Lightspeed stands for the part; the worker looks once more before it sends anything. */
function offerPushAgain({ order, sales }: Picture, part: PartSeen): Offer {
  if (!isGone(part, sales)) return null
  return order.cancelled
    ? { ok: false, because: 'It was cancelled in the channel, so nothing more of it is sold.' }
    : yes()
}

const offerPutBack = ({ sales }: Picture, part: PartSeen): Offer => (isGone(part, sales) ? yes() : null)

/** The part had a sale, and neither that nor another one stands for it. */
function isGone(part: PartSeen, sales: FoundSale[]): boolean {
  const own = salesOfPart(part, sales)
  if (own.some(isEffective)) return false
  if (part.state === 'completed') return true
  const sale = own.find((one) => one.id === part.saleId)
  return (
    isUnderWayState(part.state) && part.state !== 'planned' && sale !== undefined && sale.state !== 'open'
  )
}
