import { and, eq } from 'drizzle-orm'
import { withMerchant } from '@/lib/db/with-merchant'
import { rateBudgets } from './tables'

/**
 * Changes the rate budget of an account under its row's lock, so that all processes count in one row; milliseconds long,
 * and never while Lightspeed is called. `change` gets what was stored, or null the first time.
 */
export function changeRate<S extends object, A>(
  merchantId: string,
  posAccountId: string,
  change: (stored: S | null) => { state: S; answer: A },
): Promise<A> {
  return withMerchant(merchantId, async ({ tx }) => {
    const where = and(eq(rateBudgets.merchantId, merchantId), eq(rateBudgets.posAccountId, posAccountId))
    const read = () => tx.select({ state: rateBudgets.state }).from(rateBudgets).where(where).for('update')
    let [row] = await read()
    if (!row) {
      await tx.insert(rateBudgets).values({ merchantId, posAccountId, state: {} }).onConflictDoNothing()
      ;[row] = await read()
    }
    const stored = row && Object.keys(row.state).length > 0 ? (row.state as S) : null
    const { state, answer } = change(stored)
    await tx
      .update(rateBudgets)
      .set({ state: state as Record<string, unknown> })
      .where(where)
    return answer
  })
}
