import { distanceText, excludedSentence } from '@/lib/routing/explaining/explain'
import { BEST_STORE, rank, weighStores } from '@/lib/routing/weighing/ranking'
import type { DecisionRequest, RoutingStore, StoreVerdict } from '@/lib/routing/types'
import type { OrderScreenLine, StockGrid } from '../screen-types'

/** Lines by stores, best store first, stores that take no part last. */
export function gridOf(
  request: DecisionRequest,
  lines: Pick<OrderScreenLine, 'id' | 'toPlace'>[],
  /** Units on their way, by `storeId|itemId`. */
  onTheWay: ReadonlyMap<string, number> = new Map(),
): StockGrid {
  const weighed = weighStores(request)
  const { order } = rank(
    weighed.filter((candidate) => candidate.verdict.eligible),
    BEST_STORE,
  )
  const others = weighed
    .filter((candidate) => !candidate.verdict.eligible && !candidate.store.archived)
    .toSorted((a, b) => a.priority - b.priority)
  const promised = new Map(request.stock.map((row) => [`${row.storeId}|${row.itemId}`, row.promised]))
  return {
    readAt: request.stock.length > 0 ? request.stockReadAt : null,
    linesTotal: request.lines.length,
    stores: [...order, ...others].map(({ store, verdict }) => ({
      id: store.id,
      name: store.name,
      eligible: verdict.eligible,
      excludedBecause: verdict.excludedBecause ? excludedSentence(verdict.excludedBecause) : null,
      pushable: isPushable(store, verdict),
      linesCovered: verdict.linesCovered,
      distance: verdict.distanceMetres === null ? null : distanceText(verdict.distanceMetres),
      cells: lines.map((line) => {
        const own = request.lines.find((candidate) => candidate.id === line.id)
        const seen = verdict.lines.find((candidate) => candidate.lineId === line.id)
        const wanted = own?.quantity ?? line.toPlace
        const counted = own?.stock === 'stock' && own.itemId !== null
        const unknown = own?.stock === 'stock' && own.itemId === null
        const available = counted ? (seen?.available ?? 0) : null
        const short = own && own.stock === 'stock' ? (seen?.unitsShort ?? wanted) : 0
        return {
          lineId: line.id,
          available,
          wanted,
          onTheWay: counted ? (onTheWay.get(`${store.id}|${own.itemId ?? ''}`) ?? 0) : 0,
          promised: counted ? (promised.get(`${store.id}|${own.itemId ?? ''}`) ?? 0) : 0,
          mark: unknown ? 'no-item' : short === 0 ? 'enough' : short < wanted ? 'part' : 'none',
        }
      }),
    })),
  }
}

/** The policy's choice of stores binds the policy, not a person; a store that cannot sell binds both. */
function isPushable(store: RoutingStore, { excludedBecause }: StoreVerdict): boolean {
  if (store.archived || store.register === 'missing' || store.register === 'archived') return false
  return excludedBecause === null || excludedBecause === 'not-allowed' || excludedBecause === 'switched-off'
}
