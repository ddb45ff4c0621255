import type { PartState } from '../states'
import { figuresOf, isEffective, type AcceptedSale, type FoundSale } from './found-sale'

/** A part as it is compared with the sales in Lightspeed. */
export interface PartSeen {
  ordinal: number
  posAccountId: string
  /** Lightspeed's id of the store it is to be sold in. */
  shopId: string
  state: PartState
  referenceNumber: string
  saleId: string | null
  totalMinor: number
  lines: { externalItemId: string; quantity: number }[]
  accepted: AcceptedSale | null
  /** The write for it whose effect is not known yet. */
  attempt: 'sent' | 'unknown' | null
}

/** What the channel said after a sale was completed. */
export interface OrderSeen {
  cancelled: boolean
  edited: boolean
  /** The channel's own stamp of its last word. */
  at: string
}

export type Altered = 'total' | 'store' | 'units' | 'reference' | 'partly-refunded'

/** One way in which the completed sales and the executed parts are not the same, one for one. */
export type Difference =
  /** The sale of this part does not stand any more, or was never found. */
  | {
      kind: 'missing'
      ordinal: number
      saleId: string | null
      now: 'voided' | 'archived' | 'refunded' | 'gone'
    }
  | { kind: 'altered'; ordinal: number; saleId: string; what: Altered[] }
  /** A completed sale that no part of ours accounts for. `ordinal` is null where no part has its reference. */
  | { kind: 'extra'; ordinal: number | null; saleId: string }
  /** The sale stands, but the channel cancelled or edited its order since. */
  | { kind: 'channel'; ordinal: number; saleId: string; change: 'cancelled' | 'edited' }

const MADE: PartState[] = ['created', 'completing', 'unknown']
const UNDER_WAY: PartState[] = ['planned', 'creating', ...MADE]
export const isUnderWayState = (state: PartState): boolean => UNDER_WAY.includes(state)

/** By its reference, or by its id where somebody changed the reference in Lightspeed. */
export const salesOfPart = (part: PartSeen, sales: FoundSale[]): FoundSale[] =>
  sales.filter(
    (sale) =>
      sale.posAccountId === part.posAccountId &&
      (sale.referenceNumber === part.referenceNumber || sale.id === part.saleId),
  )

/**
 * All differences between the parts of an order, over all its revisions, and the sales that carry its references: none
 * means that the completed, unvoided, unrefunded ones equal the executed parts one for one (store, units, total), or
 * that a person took what differs as it is. What a push that is under way will settle by itself is none.
 */
export function differencesOf(order: OrderSeen, parts: PartSeen[], sales: FoundSale[]): Difference[] {
  const known = new Set(parts.flatMap((part) => salesOfPart(part, sales)))
  const strangers = sales.filter((sale) => isEffective(sale) && !known.has(sale))
  return [
    ...parts.flatMap((part) => ofPart(order, part, salesOfPart(part, sales))),
    ...strangers.map((sale): Difference => ({ kind: 'extra', ordinal: null, saleId: sale.id })),
  ]
}

function ofPart(order: OrderSeen, part: PartSeen, own: FoundSale[]): Difference[] {
  const effective = own.filter(isEffective)
  if (part.state === 'completed') return ofExecuted(order, part, own, effective)
  if (!isUnderWayState(part.state)) return extras(part, effective)
  const [only] = effective
  if (effective.length > 1) return extras(part, effective)
  // One that is as it should be is found and taken by the push itself.
  if (only) return alteredBy(part, only)
  const made = part.attempt === null && part.saleId === null ? oldestOpen(own) : undefined
  if (made) return made.totalMinor === part.totalMinor ? [] : alteredBy(part, made)
  const sale = own.find((one) => one.id === part.saleId)
  return sale && sale.state !== 'open' && MADE.includes(part.state) ? [missing(part, sale)] : []
}

/** The open sale a push would take as its own, although it knows of no try of ours that made it. */
const oldestOpen = (own: FoundSale[]): FoundSale | undefined =>
  own
    .filter((sale) => sale.state === 'open')
    .toSorted((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1))[0]

function ofExecuted(
  order: OrderSeen,
  part: PartSeen,
  own: FoundSale[],
  effective: FoundSale[],
): Difference[] {
  const mine = effective.find((sale) => sale.id === part.saleId)
  const others = effective.filter((sale) => sale !== mine)
  if (!mine) {
    const sale = own.find((one) => one.id === part.saleId)
    return [missing(part, sale), ...extras(part, others)]
  }
  const change = order.cancelled ? 'cancelled' : order.edited ? 'edited' : null
  const accepted = isAccepted(part, mine)
  const heard = accepted && part.accepted?.orderAt === order.at
  const spoken: Difference[] =
    change === null || heard ? [] : [{ kind: 'channel', ordinal: part.ordinal, saleId: mine.id, change }]
  return [...alteredBy(part, mine), ...spoken, ...extras(part, others)]
}

function missing({ ordinal, saleId }: PartSeen, sale: FoundSale | undefined): Difference {
  const gone = sale?.state === 'voided' || sale?.state === 'archived' ? sale.state : null
  return {
    kind: 'missing',
    ordinal,
    saleId,
    now: gone ?? (sale?.refunded === 'wholly' ? 'refunded' : 'gone'),
  }
}

const extras = ({ ordinal }: PartSeen, sales: FoundSale[]): Difference[] =>
  sales.map(({ id: saleId }) => ({ kind: 'extra', ordinal, saleId }))

function alteredBy(part: PartSeen, sale: FoundSale): Difference[] {
  const what = isAccepted(part, sale) ? [] : alterationsOf(part, sale)
  return what.length > 0 ? [{ kind: 'altered', ordinal: part.ordinal, saleId: sale.id, what }] : []
}

const isAccepted = ({ accepted }: PartSeen, sale: FoundSale): boolean =>
  accepted?.saleId === sale.id && accepted.figures === figuresOf(sale)

/** In what a sale is not what its part says. Other lines than the part's items show in the total. */
export function alterationsOf(part: PartSeen, sale: FoundSale): Altered[] {
  const what: Altered[] = []
  if (sale.totalMinor !== part.totalMinor) what.push('total')
  if (sale.shopId !== part.shopId) what.push('store')
  if (sale.lines !== null && !sameUnits(part.lines, sale.lines)) what.push('units')
  if (sale.referenceNumber !== part.referenceNumber) what.push('reference')
  if (sale.refunded === 'partly') what.push('partly-refunded')
  return what
}

function sameUnits(wanted: PartSeen['lines'], sold: { itemId: string; quantity: number }[]): boolean {
  const units = new Map<string, number>()
  // Item 0 is a misc line, which moves no stock.
  for (const { externalItemId: id, quantity } of wanted)
    if (id !== '0') units.set(id, (units.get(id) ?? 0) + quantity)
  for (const { itemId, quantity } of sold)
    if (units.has(itemId)) units.set(itemId, (units.get(itemId) ?? 0) - quantity)
  return [...units.values()].every((left) => left === 0)
}

/** The one code an order in attention carries, the gravest first; null: the facts agree. */
export function attentionOf(differences: Difference[]): string | null {
  const [channel] = differences.filter((one) => one.kind === 'channel')
  const [missed] = differences.filter((one) => one.kind === 'missing')
  // What the channel said stands nowhere else than in this code, so it comes first.
  if (channel) return `${channel.change}-after-sale`
  if (differences.some((one) => one.kind === 'extra')) return 'several-sales'
  if (missed)
    return missed.now === 'gone'
      ? 'sale-missing'
      : missed.now === 'refunded'
        ? 'sale-refunded'
        : 'sale-voided'
  return differences.length > 0 ? 'sale-altered' : null
}
