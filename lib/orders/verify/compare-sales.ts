import type { PartState } from '../states'

/** A sale of ours as the change feed last told it. Ids are Lightspeed's, amounts minor units of the account's currency. */
export interface SaleInFeed {
  id: string
  referenceNumber: string
  shopId: string
  /** `gone`: Lightspeed was asked for it by its id and has none. */
  state: 'open' | 'completed' | 'voided' | 'archived' | 'gone'
  totalMinor: number
  lines: { id: string; itemId: string; quantity: number; takesBack: string }[]
}

/** The same with what we know about the telling. */
export interface KnownSale extends SaleInFeed {
  /** When the reading began that last told it: what happened after that it need not know of. */
  toldAt: Date
}

/** A part as it is compared with the sales of its order in the same Lightspeed account. */
export interface PartToCompare {
  ordinal: number
  state: PartState
  referenceNumber: string
  saleId: string | null
  completedAt: Date | null
  /** Lightspeed's id of its store. */
  shopId: string
  totalMinor: number
  lines: { externalItemId: string; quantity: number }[]
  /** Whether we know of having asked for a sale of it: a sale of a part that was never tried is not explained. */
  tried: boolean
}

export type Altered = 'total' | 'store' | 'units' | 'reference' | 'partly-refunded'

/** One way in which the sales in Lightspeed and our parts are not the same, one for one. */
export type Finding =
  /** A completed part whose sale does not stand. */
  | {
      kind: 'missing'
      ordinal: number
      saleId: string
      now: 'open' | 'voided' | 'archived' | 'refunded' | 'gone'
    }
  | { kind: 'altered'; ordinal: number; saleId: string; what: Altered[] }
  /** A completed sale beside the one its part has; `ordinal` is null where no part has its reference. */
  | { kind: 'extra'; ordinal: number | null; saleId: string }

const UNDER_WAY: PartState[] = ['planned', 'creating', 'created', 'completing', 'unknown']

/**
 * Compares all parts of one order in one Lightspeed account, over all its revisions, with all sales that carry its
 * references, both ways. What a push that is under way settles by itself is no finding; nor is an open sale, which moves
 * no stock. A part whose completed sale the feed has not told of yet is not judged.
 */
export function compareSales(parts: PartToCompare[], sales: KnownSale[], refunds: SaleInFeed[]): Finding[] {
  const taken = new Set(parts.flatMap((part) => (part.state === 'completed' ? (part.saleId ?? []) : [])))
  const refunded = (sale: SaleInFeed) => refundedShare(sale, refunds)
  const stands = (sale: SaleInFeed) => sale.state === 'completed' && refunded(sale) !== 'wholly'
  const found = parts.flatMap((part): Finding[] => {
    const sale = sales.find((one) => one.id === part.saleId)
    if (part.state !== 'completed' || part.saleId === null || !sale) return []
    const { ordinal } = part
    if (toldBefore(part, sale)) return []
    if (sale.state !== 'completed') return [{ kind: 'missing', ordinal, saleId: sale.id, now: sale.state }]
    if (!stands(sale)) return [{ kind: 'missing', ordinal, saleId: sale.id, now: 'refunded' }]
    const what = alterations(part, sale, refunded(sale) === 'partly')
    return what.length > 0 ? [{ kind: 'altered', ordinal, saleId: sale.id, what }] : []
  })
  const extra = sales
    .filter((sale) => stands(sale) && !taken.has(sale.id))
    .flatMap((sale): Finding[] => {
      const part = parts.find((one) => one.referenceNumber === sale.referenceNumber)
      // Its own push finds the first one and takes it.
      if (part && UNDER_WAY.includes(part.state) && isOnly(sale, sales, stands)) return []
      return [{ kind: 'extra', ordinal: part?.ordinal ?? null, saleId: sale.id }]
    })
  return [...found, ...extra]
}

/** Completing a sale changes it, so the feed tells of it again. */
const toldBefore = ({ completedAt }: PartToCompare, sale: KnownSale): boolean =>
  sale.state === 'open' && completedAt !== null && sale.toldAt < completedAt

const isOnly = (sale: SaleInFeed, sales: SaleInFeed[], stands: (sale: SaleInFeed) => boolean): boolean =>
  sales.filter((one) => one.referenceNumber === sale.referenceNumber && stands(one)).length === 1

/** Sales, open or completed or ended, that no part of ours accounts for: a database that knew them was replaced. */
export function unexplained(parts: PartToCompare[], sales: SaleInFeed[]): SaleInFeed[] {
  return sales.filter(
    (sale) =>
      sale.state !== 'gone' &&
      !parts.some(
        (part) => part.saleId === sale.id || (part.tried && part.referenceNumber === sale.referenceNumber),
      ),
  )
}

/** How much of a sale completed refunds took back, by its own lines. */
export function refundedShare(sale: SaleInFeed, refunds: SaleInFeed[]): 'no' | 'partly' | 'wholly' {
  const back = new Map<string, number>()
  for (const refund of refunds)
    if (refund.state === 'completed')
      for (const { takesBack, quantity } of refund.lines)
        back.set(takesBack, (back.get(takesBack) ?? 0) + Math.abs(quantity))
  const sold = sale.lines.filter((line) => line.quantity !== 0)
  const left = sold.filter((line) => (back.get(line.id) ?? 0) < Math.abs(line.quantity))
  if (!sold.some((line) => back.has(line.id))) return 'no'
  return left.length === 0 ? 'wholly' : 'partly'
}

function alterations(part: PartToCompare, sale: SaleInFeed, partlyRefunded: boolean): Altered[] {
  return [
    ...(sale.totalMinor === part.totalMinor ? [] : ['total' as const]),
    ...(sale.shopId === part.shopId ? [] : ['store' as const]),
    ...(sameUnits(part, sale) ? [] : ['units' as const]),
    ...(sale.referenceNumber === part.referenceNumber ? [] : ['reference' as const]),
    ...(partlyRefunded ? ['partly-refunded' as const] : []),
  ]
}

/** Item 0 is a misc line, which moves no stock: what it stands for shows in the total. */
function sameUnits(part: PartToCompare, sale: SaleInFeed): boolean {
  const units = new Map<string, number>()
  const count = (itemId: string, quantity: number) =>
    itemId === '0' ? undefined : units.set(itemId, (units.get(itemId) ?? 0) + quantity)
  for (const { externalItemId, quantity } of part.lines) count(externalItemId, quantity)
  const ours = new Set(units.keys())
  // Shipping and rounding may be sold as items of their own; they are in the total as well.
  for (const { itemId, quantity } of sale.lines) if (ours.has(itemId)) count(itemId, -quantity)
  return [...units.values()].every((left) => left === 0)
}
