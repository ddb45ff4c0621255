import { and, eq } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { askLook } from '../attention/looks'
import type { Finding } from './compare-sales'
import { findings } from './tables'

/**
 * Keeps what a comparison found of an order, and asks that its sales be looked at: the look reads them anew, and what it
 * finds puts the order into attention or not. Asked once, and again when something else is found. What has come right
 * leaves no row. The one writer of findings.
 */
export async function writeFindings(
  scope: MerchantTx,
  about: { orderId: string; posAccountId: string },
  found: Finding[],
  now: Date,
): Promise<void> {
  const { tx, merchantId } = scope
  const own = and(
    eq(findings.merchantId, merchantId),
    eq(findings.orderId, about.orderId),
    eq(findings.posAccountId, about.posAccountId),
  )
  const [before] = await tx.select().from(findings).where(own).for('update')
  if (found.length === 0) {
    if (before) await tx.delete(findings).where(own)
    return
  }
  if (before && JSON.stringify(ordered(before.found)) === JSON.stringify(ordered(found))) return
  await tx
    .insert(findings)
    .values({ merchantId, ...about, found, foundAt: now })
    .onConflictDoUpdate({
      target: [findings.merchantId, findings.orderId, findings.posAccountId],
      set: { found, foundAt: now },
    })
  await askLook(scope, about.orderId, now)
}

/** jsonb keeps no order of keys. */
const ordered = (list: Finding[]): string[] =>
  list.map((finding) => JSON.stringify(Object.entries(finding).toSorted(([a], [b]) => (a < b ? -1 : 1))))
