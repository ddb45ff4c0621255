import type { DecisionRequest, RoutingLine, StockRow } from '../types'

/** Units of one stock row that may be sold: sellable − safety stock − promised. May be negative. */
export function available(row: Pick<StockRow, 'sellable' | 'promised'>, safetyStock: number): number {
  return row.sellable - safetyStock - row.promised
}

/** How many units of an item a store can give; a missing row is a store that has none. */
export type Availability = (storeId: string, itemId: string) => number

export function availabilityOf(request: Pick<DecisionRequest, 'stores' | 'stock'>): Availability {
  const safety = new Map(request.stores.map((store) => [store.id, store.safetyStock]))
  const units = new Map(
    request.stock.map((row) => [
      `${row.storeId}\n${row.itemId}`,
      available(row, safety.get(row.storeId) ?? 0),
    ]),
  )
  return (storeId, itemId) => units.get(`${storeId}\n${itemId}`) ?? -(safety.get(storeId) ?? 0)
}

/** Whether a line draws on stock at all; services and the like are available everywhere. */
export const drawsStock = (line: RoutingLine): boolean => line.stock === 'stock'

/** What one store covers of each line. The same item on several lines is one pool, used up in line order. */
export function coverLines(
  lines: RoutingLine[],
  storeId: string,
  availability: Availability,
): { line: RoutingLine; available: number; covered: number }[] {
  const pool = new Map<string, number>()
  return lines.map((line) => {
    if (!drawsStock(line)) return { line, available: line.quantity, covered: line.quantity }
    if (line.itemId === null) return { line, available: 0, covered: 0 }
    const left = pool.get(line.itemId) ?? availability(storeId, line.itemId)
    const covered = Math.min(line.quantity, Math.max(0, left))
    pool.set(line.itemId, left - covered)
    return { line, available: left, covered }
  })
}
