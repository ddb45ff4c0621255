import { availabilityOf } from './availability'
import type { DecisionRequest, PlannedPart, TransferSuggestion } from './types'

/**
 * The transfers that put short parts right: which store sends what to which, fewest senders first. A sender gives
 * only what it has beyond the units the same plan takes from it. Switched-off stores may send; archived ones not.
 */
export function suggestTransfers(request: DecisionRequest, parts: PlannedPart[]): TransferSuggestion[] {
  const spare = spareUnits(request, parts)
  const transfers: TransferSuggestion[] = []
  for (const part of parts) {
    const missing = part.allocations.flatMap((allocation) => {
      const line = request.lines.find((candidate) => candidate.id === allocation.lineId)
      return allocation.unitsShort > 0 && line?.itemId
        ? [{ lineId: line.id, itemId: line.itemId, units: allocation.unitsShort }]
        : []
    })
    const senders = request.stores
      .filter((store) => store.id !== part.storeId && !store.archived)
      .map((store) => store.id)
      .toSorted()
    while (missing.some((need) => need.units > 0)) {
      const gives = (sender: string) =>
        missing.reduce(
          (sum, need) => sum + Math.min(need.units, spare.get(`${sender}\n${need.itemId}`) ?? 0),
          0,
        )
      const best = senders.reduce<string | null>(
        (top, sender) => (gives(sender) > (top === null ? 0 : gives(top)) ? sender : top),
        null,
      )
      if (best === null) break
      for (const need of missing) {
        const key = `${best}\n${need.itemId}`
        const quantity = Math.min(need.units, spare.get(key) ?? 0)
        if (quantity === 0) continue
        need.units -= quantity
        spare.set(key, (spare.get(key) ?? 0) - quantity)
        transfers.push({
          fromStoreId: best,
          toStoreId: part.storeId,
          itemId: need.itemId,
          lineId: need.lineId,
          quantity,
        })
      }
    }
  }
  return transfers
}

function spareUnits(request: DecisionRequest, parts: PlannedPart[]): Map<string, number> {
  const availability = availabilityOf(request)
  const spare = new Map<string, number>()
  for (const row of request.stock)
    spare.set(`${row.storeId}\n${row.itemId}`, Math.max(0, availability(row.storeId, row.itemId)))
  for (const part of parts) {
    for (const allocation of part.allocations) {
      const item = request.lines.find((line) => line.id === allocation.lineId)?.itemId
      const key = `${part.storeId}\n${item ?? ''}`
      const left = spare.get(key) ?? 0
      spare.set(key, Math.max(0, left - (allocation.quantity - allocation.unitsShort)))
    }
  }
  return spare
}
