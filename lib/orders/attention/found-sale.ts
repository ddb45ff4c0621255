/**
 * A sale in Lightspeed that carries one of our references, as it was when somebody looked. Amounts are minor units of
 * the account's currency; ids are Lightspeed's own, unique within `posAccountId`.
 */
export interface FoundSale {
  posAccountId: string
  id: string
  ticketNumber: string
  referenceNumber: string
  shopId: string
  state: 'open' | 'completed' | 'voided' | 'archived'
  totalMinor: number
  refunded: 'no' | 'partly' | 'wholly'
  refundedMinor: number
  /** Tickets of its refunds. */
  refundTickets: string[]
  /** Null where only a list was read, which shows none; both are read when Lightspeed is looked at for the order. */
  lines: { id: string; itemId: string; quantity: number }[] | null
}

/** What a person took as it is although it differs from its part; any change of the sale after that counts anew. */
export interface AcceptedSale {
  saleId: string
  figures: string
  /** The channel's own stamp of the order it was accepted for. */
  orderAt: string
}

/** What of a sale may not have changed since a person looked at it. */
export function figuresOf(sale: FoundSale): string {
  const units = new Map<string, number>()
  for (const { itemId, quantity } of sale.lines ?? []) units.set(itemId, (units.get(itemId) ?? 0) + quantity)
  const lines = [...units].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([id, n]) => `${id}×${n}`)
  return [sale.state, sale.totalMinor, sale.shopId, sale.refunded, sale.refundedMinor, ...lines].join(' ')
}

/** Whether two readings of an order's sales say the same. */
export function sameSales(a: FoundSale[], b: FoundSale[]): boolean {
  const text = (sales: FoundSale[]) =>
    sales
      .map((sale) => `${sale.posAccountId} ${sale.id} ${sale.lines === null} ${figuresOf(sale)}`)
      .toSorted()
  return text(a).join('|') === text(b).join('|')
}

/** Completed, not voided and not wholly refunded: its stock is gone and its money is booked. */
export const isEffective = (sale: FoundSale): boolean =>
  sale.state === 'completed' && sale.refunded !== 'wholly'

/** A sale as a push came across it: as far as a list tells. */
export function glimpsed(
  posAccountId: string,
  sale: Pick<FoundSale, 'id' | 'ticketNumber' | 'referenceNumber' | 'shopId' | 'state' | 'totalMinor'>,
): FoundSale {
  const { id, ticketNumber, referenceNumber, shopId, state, totalMinor } = sale
  const unread = { refunded: 'no' as const, refundedMinor: 0, refundTickets: [], lines: null }
  return { posAccountId, id, ticketNumber, referenceNumber, shopId, state, totalMinor, ...unread }
}

/** What is known of the sales once these were seen: the newer word on each counts, what only a look shows is kept. */
export function mergeSales(known: FoundSale[], seen: FoundSale[]): FoundSale[] {
  const key = (sale: FoundSale) => `${sale.posAccountId} ${sale.id}`
  const newer = new Map(seen.map((sale) => [key(sale), sale]))
  const merged = known.map((sale) => {
    const now = newer.get(key(sale))
    newer.delete(key(sale))
    if (!now || now.lines !== null) return now ?? sale
    const { refunded, refundedMinor, refundTickets, lines } = sale
    return { ...now, refunded, refundedMinor, refundTickets, lines }
  })
  return [...merged, ...newer.values()]
}
