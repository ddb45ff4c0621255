import { withMerchant } from '@/lib/db/with-merchant'
import { saveSales } from './feed-rows'
import { channelsOf, ordersOfSources } from './order-sales'
import { compareOrder, type SaleTold } from './take-page'

/**
 * Keeps what Lightspeed answered about a completed part's sale that the change feed did not tell of, and compares its
 * order. Null: there is no such sale.
 */
export function noteUnseen(
  merchantId: string,
  posAccountId: string,
  wanted: { saleId: string; referenceSource: string; referenceNumber: string },
  told: SaleTold | null,
  now: Date,
): Promise<void> {
  return withMerchant(merchantId, async (scope) => {
    const { saleId, referenceSource, referenceNumber } = wanted
    const none = {
      ticketNumber: '',
      referenceNumber,
      shopId: '',
      state: 'gone' as const,
      totalMinor: 0,
      lines: [],
    }
    const { ticketNumber, shopId, state, totalMinor, lines } = told ?? none
    const seen = {
      ticketNumber,
      shopId,
      state,
      totalMinor,
      lines,
      referenceNumber: told?.referenceNumber ?? referenceNumber,
    }
    // No stamp: whatever the feed tells of it later is newer.
    const row = {
      merchantId,
      posAccountId,
      saleId,
      referenceSource,
      ...seen,
      stamp: '',
      firstSeenAt: now,
      toldAt: now,
    }
    await saveSales(scope, [row])
    const orderOf = await ordersOfSources(scope, posAccountId, await channelsOf(scope), [referenceSource])
    const orderId = orderOf.get(referenceSource)
    if (orderId) await compareOrder(scope, posAccountId, orderId, referenceSource, now)
  })
}
