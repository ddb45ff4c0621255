import { desc, eq, sql } from 'drizzle-orm'
import { listChanges } from '@/lib/access/audit'
import { whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { readMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { readSettings, SALE_SETTINGS_CHANGED, type SaleSettingsKept } from '@/lib/pos-accounts/sale-settings'
import { readMark } from '@/lib/stores/mirror'
import { listRegisters, type StoreRegisters } from '@/lib/stores/registers'
import { orders } from '../tables'

/** The page of how one Lightspeed account's sales are written. */
export interface SaleSettingsScreen extends SaleSettingsKept {
  /** When the choices and registers were last read by the regular reading, UTC ISO 8601; null: it is under way. */
  readAt: string | null
  stores: StoreRegisters[]
  /** Payment methods the channels named lately and those that have a payment type, by name. */
  methods: string[]
  changed: { by: string; at: string } | null
  whyNot: string | null
  whyNotReadAgain: string | null
}

/** Of an account that is not connected. */
export const NOT_READABLE =
  'Nothing can be read from this account: it must be connected again first, under Lightspeed accounts.'

/** Methods are gathered from so many of the latest orders. */
const LATEST = 500
/** Among so many of the account's latest changes the last one of these settings is looked for. */
const CHANGES_READ = 50

export function readSaleSettings(viewer: Viewer, posAccountId: string): Promise<SaleSettingsScreen | null> {
  return readMerchant(viewer.merchantId, async (scope) => {
    const kept = await readSettings(scope, posAccountId, 'free')
    if (!kept) return null
    const changes = await listChanges(scope, posAccountId, CHANGES_READ)
    const last = changes.find((change) => change.what === SALE_SETTINGS_CHANGED)
    const seen = await methodsSeen(scope)
    const mayNot = whyNot(viewer.role, 'edit-sale-settings')
    return {
      ...kept,
      readAt: (await readMark(scope, posAccountId)).shopsReadAt?.toISOString() ?? null,
      stores: await listRegisters(scope, posAccountId),
      methods: [...new Set([...seen, ...Object.keys(kept.settings.paymentTypes)])]
        .filter((method) => method !== '*' && method !== '')
        .toSorted(),
      changed: last ? { by: last.by, at: last.at.toISOString() } : null,
      whyNot: mayNot,
      whyNotReadAgain: mayNot ?? (kept.state === 'connected' ? null : NOT_READABLE),
    }
  })
}

async function methodsSeen({ tx, merchantId }: MerchantTx): Promise<string[]> {
  const latest = tx
    .select({ method: sql<string | null>`${orders.snapshot} #>> '{payment,method}'`.as('method') })
    .from(orders)
    .where(eq(orders.merchantId, merchantId))
    .orderBy(desc(orders.receivedAt), desc(orders.id))
    .limit(LATEST)
    .as('latest')
  const rows = await tx.selectDistinct({ method: latest.method }).from(latest)
  return rows.flatMap((row) => row.method ?? [])
}
