import { availabilityOf } from './weighing/availability'
import { planSplit } from './splitting/plan-split'
import type { DecisionRequest, PlannedPart, TransferSuggestion } from './types'

type Asked = Pick<DecisionRequest, 'lines' | 'stores' | 'stock'>

/**
 * The transfers that put short parts right: which store sends what to which, over the fewest senders. A sender gives
 * only what it has beyond the units the same plan takes from it. A store this channel does not use may send; one
 * that is switched off or archived may not.
 */
export function suggestTransfers(request: Asked, parts: PlannedPart[]): TransferSuggestion[] {
  const spare = spareUnits(request, parts)
  const transfers: TransferSuggestion[] = []
  for (const part of parts) {
    const missing = part.allocations.flatMap((allocation) => {
      const line = request.lines.find((candidate) => candidate.id === allocation.lineId)
      return allocation.unitsShort > 0 && line?.itemId
        ? [{ id: line.id, item: line.itemId, quantity: allocation.unitsShort }]
        : []
    })
    const items = new Map(missing.map((need) => [need.id, need.item]))
    const account = request.stores.find((store) => store.id === part.storeId)?.posAccountId
    const senders = request.stores
      .filter((store) => store.id !== part.storeId && store.enabled && !store.archived)
      .filter((store) => store.posAccountId === account)
      .map((store) => store.id)
    // Fewest senders for what is missing is the same question as fewest stores for an order.
    const found = planSplit(
      {
        lines: missing,
        stores: senders.map((id) => ({
          id,
          cost: 0,
          stock: Object.fromEntries(
            [...new Set(items.values())].map((item) => [item, spare.get(`${id}\n${item}`) ?? 0]),
          ),
        })),
      },
      { allowDivide: true },
    )
    for (const { lineId, storeId, quantity } of found.ok ? found.answer.allocations : []) {
      const itemId = items.get(lineId) ?? ''
      const key = `${storeId}\n${itemId}`
      spare.set(key, (spare.get(key) ?? 0) - quantity)
      transfers.push({ fromStoreId: storeId, toStoreId: part.storeId, itemId, lineId, quantity })
    }
  }
  return transfers
}

function spareUnits(request: Asked, parts: PlannedPart[]): Map<string, number> {
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
