import { and, eq } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { SYSTEM } from '../actor'
import { record } from '../history'
import { orders } from '../tables'
import { attentionCode, type Finding } from './compare-sales'
import { findings } from './tables'

/**
 * Keeps what a comparison found of an order, and puts it into attention: told once, and again when something else is
 * found. What has come right leaves no row; the flag stays until a person takes it off. The one writer of findings.
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
  const code = attentionCode(found)
  if (code === null) {
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
  await flag(scope, about.orderId, code, { findings: found }, now)
}

/** Puts an order into attention, with what is known. */
export async function flag(
  scope: MerchantTx,
  orderId: string,
  attention: string,
  data: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const { tx, merchantId } = scope
  await tx
    .update(orders)
    .set({ attention })
    .where(and(eq(orders.merchantId, merchantId), eq(orders.id, orderId)))
  await record(scope, {
    orderId,
    kind: 'attention',
    actor: SYSTEM,
    at: now,
    data: { attention, ...data },
  })
}

/** jsonb keeps no order of keys. */
const ordered = (list: Finding[]): string[] =>
  list.map((finding) => JSON.stringify(Object.entries(finding).toSorted(([a], [b]) => (a < b ? -1 : 1))))
