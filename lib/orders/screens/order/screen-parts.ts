import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { formatMoney } from '@/lib/money'
import { listStores } from '@/lib/stores/store'
import { transferSentences } from '@/lib/routing/explaining/explain-transfers'
import { moneyOfPart } from './screen-money'
import type { PartScreen } from '../screen-types'
import { parts, plans } from '../../tables'
import type { OrderRow } from '../../planning/write-plan'

/** Every part that is or was on its way to a sale, by ordinal; given-up ones only when something was sent for them. */
export async function partScreens(scope: MerchantTx, row: OrderRow): Promise<PartScreen[]> {
  const names = new Map((await listStores(scope)).map((store) => [store.id, store.name]))
  const rows = await scope.tx
    .select()
    .from(parts)
    .where(
      and(eq(parts.merchantId, scope.merchantId), eq(parts.orderId, row.id), ne(parts.state, 'abandoned')),
    )
    .orderBy(asc(parts.ordinal))
  const transfers = await transfersOf(scope, [...new Set(rows.map((part) => part.planId))])
  return rows.map((part) => ({
    ordinal: part.ordinal,
    storeName: names.get(part.storeId) ?? '',
    state: part.state,
    reference: part.referenceNumber,
    units: part.lines.reduce((sum, line) => sum + line.quantity, 0),
    oversold: part.oversold,
    total: formatMoney({ minor: part.money.totalMinor, currency: row.currency }),
    ticketNumber: part.ticketNumber,
    saleId: part.saleId,
    lines: part.lines.map(({ sku, title, quantity, unitsShort }) => ({ sku, title, quantity, unitsShort })),
    money: moneyOfPart(part.money).map(({ label, amount }) => ({ label, amount })),
    transfers: part.oversold ? transfers(part.planId, part.storeId) : [],
    problem: part.refusedBecause,
  }))
}

/** The transfers each plan named, by plan and receiving store, in words. */
async function transfersOf({ tx, merchantId }: MerchantTx, planIds: string[]) {
  const found =
    planIds.length === 0
      ? []
      : await tx
          .select({ id: plans.id, request: plans.request, decision: plans.decision })
          .from(plans)
          .where(and(eq(plans.merchantId, merchantId), inArray(plans.id, planIds)))
  return (planId: string, storeId: string): string[] => {
    const plan = found.find((candidate) => candidate.id === planId)
    if (!plan || plan.decision.outcome !== 'push') return []
    return transferSentences(
      plan.decision.transfers.filter((transfer) => transfer.toStoreId === storeId),
      plan.request,
    )
  }
}
