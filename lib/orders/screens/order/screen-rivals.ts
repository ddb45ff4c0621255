import { and, asc, eq, exists, inArray, ne, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { DecisionRequest } from '@/lib/routing/types'
import { available } from '@/lib/routing/weighing/availability'
import { frozenParts } from '../../planning/frozen'
import { linesOf, unitsToPlace } from '../../lines'
import type { OrderRow } from '../../planning/write-plan'
import { orderWords } from '../../queue/tables'
import { wordsOf } from '../../queue/words'
import { orders } from '../../tables'
import { WAITING } from '../../replanning/waiting'
import type { OrderScreen } from '../screen-types'

/** More rivals than anybody weighs against one another. */
const MOST = 12

/**
 * Other waiting orders that want what this one wants, where the stores together have too little for all of them. They are
 * found by the skus they name: one that names an item by its barcode is not among them.
 */
export async function rivalsOf(
  scope: MerchantTx,
  row: OrderRow,
  request: DecisionRequest,
): Promise<OrderScreen['rivals']> {
  const wanted = wantedOf(request)
  if (wanted.size === 0) return []
  const others = await waitingFor(scope, row.id, [...wanted.keys()])
  const demands = await Promise.all(
    others.map(async (other) => ({ other, units: await unitsOf(scope, other, wanted) })),
  )
  const contested = [...wanted].filter(([sku, { units, inStores }]) => {
    const theirs = demands.reduce((sum, demand) => sum + (demand.units.get(sku) ?? 0), 0)
    return theirs > 0 && inStores < units + theirs
  })
  return demands.flatMap(({ other, units }) => {
    const items = contested.flatMap(([sku, { title }]) => {
      const count = units.get(sku) ?? 0
      return count > 0 ? [`${count} × ${title}`] : []
    })
    if (items.length === 0) return []
    const older = other.receivedAt < row.receivedAt
    return [{ orderId: other.id, number: other.number, older, ready: other.ready, items: items.join(', ') }]
  })
}

interface Wanted {
  title: string
  units: number
  /** Units that all stores together may sell. */
  inStores: number
}

/** What this order still wants of items that are counted, by their sku. */
function wantedOf(request: DecisionRequest): Map<string, Wanted> {
  const safety = new Map(request.stores.map((store) => [store.id, store.archived ? null : store.safetyStock]))
  const wanted = new Map<string, Wanted>()
  for (const line of request.lines) {
    const sku = plain(line.sku)
    if (line.stock !== 'stock' || line.itemId === null || sku === '' || line.quantity === 0) continue
    const inStores = request.stock
      .filter((level) => level.itemId === line.itemId)
      .reduce((sum, level) => {
        const kept = safety.get(level.storeId) ?? null
        return kept === null ? sum : sum + Math.max(0, available(level, kept))
      }, 0)
    const before = wanted.get(sku)
    wanted.set(sku, { title: line.title, units: (before?.units ?? 0) + line.quantity, inStores })
  }
  return wanted
}

const plain = (sku: string): string => sku.trim().toLowerCase()

function waitingFor({ tx, merchantId }: MerchantTx, orderId: string, skus: string[]): Promise<OrderRow[]> {
  const named = tx
    .select({ one: sql`1` })
    .from(orderWords)
    .where(
      and(
        eq(orderWords.merchantId, merchantId),
        eq(orderWords.orderId, orders.id),
        // By its first word; whether the whole sku is the same is seen in the order itself.
        inArray(
          orderWords.word,
          skus.flatMap((sku) => wordsOf([sku]).slice(0, 1)),
        ),
      ),
    )
  return tx
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.merchantId, merchantId),
        inArray(orders.state, WAITING),
        ne(orders.id, orderId),
        exists(named),
      ),
    )
    .orderBy(asc(orders.receivedAt), asc(orders.id))
    .limit(MOST)
}

/** Units of the wanted skus that an order has still to place. */
async function unitsOf(
  scope: MerchantTx,
  row: OrderRow,
  wanted: ReadonlyMap<string, Wanted>,
): Promise<Map<string, number>> {
  const left = unitsToPlace(
    row.snapshot,
    (await frozenParts(scope, row.id)).flatMap((part) => part.lines),
  )
  const units = new Map<string, number>()
  for (const line of linesOf(row.snapshot)) {
    const sku = plain(line.sku)
    if (wanted.has(sku)) units.set(sku, (units.get(sku) ?? 0) + (left.get(line.id) ?? 0))
  }
  return units
}
