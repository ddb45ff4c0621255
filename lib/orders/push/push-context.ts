import { withMerchant } from '@/lib/db/with-merchant'
import type { PosAccount } from '@/lib/pos-accounts/account'
import { available } from '@/lib/routing/weighing/availability'
import { promisedItems } from '@/lib/stores/promised'
import { readPicture, saveReading, type ItemReading } from '@/lib/stores/stock'
import { getStore } from '@/lib/stores/store'
import type { HoldReason } from '@/lib/routing/types'
import type { PartRow } from './pushing'

export type PushAccount = PosAccount

export interface PushStore {
  shopId: string
  registerId: string | null
  name: string
}

/** Where a part's sale is booked. */
export function storeOfPart(merchantId: string, part: PartRow): Promise<PushStore | null> {
  return withMerchant(merchantId, async (scope) => {
    const store = await getStore(scope, part.storeId)
    return store ? { shopId: store.externalId, registerId: store.registerId, name: store.name } : null
  })
}

/** Lightspeed ids of the items whose stock a part draws on; what nobody counts can not run short. */
export function itemsToCount(merchantId: string, part: PartRow): Promise<string[]> {
  return withMerchant(merchantId, async (scope) => {
    const counted = new Set(await promisedItems(scope, part.id))
    const lines = part.lines.filter((line) => counted.has(line.itemId))
    return [...new Set(lines.map((line) => line.externalItemId))]
  })
}

/**
 * Stock read just before a push: stored, and compared with what the part needs. A reason when the store has become
 * short meanwhile; null when it is fine, or when somebody chose to push although short.
 */
export function becameShort(
  merchantId: string,
  part: PartRow,
  readings: ItemReading[],
  readAt: Date,
): Promise<HoldReason | null> {
  return withMerchant(merchantId, async (scope) => {
    await saveReading(scope, part.posAccountId, readings, readAt)
    if (part.oversold) return null
    const store = await getStore(scope, part.storeId)
    const itemIds = await promisedItems(scope, part.id)
    const picture = await readPicture(scope, itemIds, [part.id])
    const short = itemIds.flatMap((itemId) => {
      const lines = part.lines.filter((line) => line.itemId === itemId)
      const wanted = lines.reduce((sum, line) => sum + line.quantity, 0)
      const row = picture.rows.find((r) => r.itemId === itemId && r.storeId === part.storeId)
      const missing = wanted - (row ? available(row, store?.safetyStock ?? 0) : 0)
      const [line] = lines
      return missing > 0 && line
        ? [{ lineId: line.lineId, sku: line.sku, title: line.title, unitsShort: missing }]
        : []
    })
    if (short.length === 0) return null
    return { code: 'short-at-push', lines: short, facts: { store: store?.name ?? '' } }
  })
}
