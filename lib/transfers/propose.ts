import { and, eq, max, ne } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { getOrder, lockOrder } from '@/lib/orders/order-row'
import type { PlannedHere } from '@/lib/orders/push/awaiting'
import { listOversold, type OversoldPart } from '@/lib/orders/push/oversold'
import { present } from '@/lib/result'
import type { StockRow } from '@/lib/routing/types'
import { onHandSince } from '@/lib/stores/on-the-way'
import { getItems, readPicture, saveReading, type ItemReading } from '@/lib/stores/stock'
import { listStores, lockPlanning } from '@/lib/stores/store'
import { addedByLightspeed, proposalsFor, stillNeeded, type ProposedTransfer } from './needs'
import { transfersOfOrder, type TransferRow } from './rows'
import { isUnderWay } from './states'
import { transfers, type TransferItem } from './tables'

/** Lightspeed's ids of the items an order still needs transfers of, by account; none: nothing is to be proposed. */
export function itemsToPropose(
  merchantId: string,
  orderId: string,
): Promise<{ posAccountId: string; itemIds: string[] }[]> {
  return withMerchant(merchantId, async (scope) => {
    const needed = stillNeeded(await listOversold(scope, orderId), await transfersOfOrder(scope, orderId))
    return [...new Set(needed.map((part) => part.posAccountId))].map((posAccountId) => ({
      posAccountId,
      itemIds: [
        ...new Set(
          needed
            .filter((part) => part.posAccountId === posAccountId)
            .flatMap((part) => part.items.map((item) => item.externalItemId)),
        ),
      ],
    }))
  })
}

/** Stores fresh readings of the stock and writes the proposals of an order anew; those that stay the same are kept. */
export function proposeTransfers(
  merchantId: string,
  orderId: string,
  readings: { posAccountId: string; items: ItemReading[]; readAt: Date }[],
  now: Date,
): Promise<void> {
  return withMerchant(merchantId, async (scope) => {
    await lockPlanning(scope)
    if (!(await lockOrder(scope, orderId))) return
    for (const { posAccountId, items, readAt } of readings)
      await saveReading(scope, posAccountId, items, readAt)
    await reviseProposals(scope, orderId, now)
  })
}

/** The same inside a transaction that holds the planning lock and the order's. */
export async function reviseProposals(scope: MerchantTx, orderId: string, now: Date): Promise<void> {
  const { tx, merchantId } = scope
  const oversold = await listOversold(scope, orderId)
  const known = await transfersOfOrder(scope, orderId)
  const needed = stillNeeded(oversold, known)
  const stores = await listStores(scope)
  const itemIds = [...new Set(needed.flatMap((part) => part.items.map((item) => item.itemId)))]
  // What a sender has under way to a part is waited for before the same two stores are named again.
  const wanted = proposalsFor(needed, stores, await spareStock(scope, orderId, itemIds)).filter(
    (one) =>
      !known.some(
        (row) => isUnderWay(row.state) && row.partId === one.partId && row.fromStoreId === one.fromStoreId,
      ),
  )
  const kept = new Set<ProposedTransfer>()
  for (const old of known.filter((row) => row.state === 'proposed')) {
    const same = wanted.find((one) => isSame(one, old))
    if (same) kept.add(same)
    else await tx.delete(transfers).where(and(eq(transfers.merchantId, merchantId), eq(transfers.id, old.id)))
  }
  const order = present(await getOrder(scope, orderId), 'order of the proposals')
  for (const proposal of wanted.filter((one) => !kept.has(one))) {
    const part = present(
      oversold.find((one) => one.partId === proposal.partId),
      'part of the proposal',
    )
    const live = (await transfersOfOrder(scope, orderId)).filter((row) => row.partId === part.partId)
    await insertProposal(scope, order, part, proposal, await itemsOf(scope, part, proposal, live), now)
  }
}

/** The stock picture with what other orders' proposals name taken off: the same unit is not proposed twice. */
export async function spareStock(scope: MerchantTx, orderId: string, itemIds: string[]): Promise<StockRow[]> {
  const { tx, merchantId } = scope
  const { rows } = await readPicture(scope, itemIds)
  const others = await tx
    .select({ fromStoreId: transfers.fromStoreId, items: transfers.items })
    .from(transfers)
    .where(
      and(
        eq(transfers.merchantId, merchantId),
        eq(transfers.state, 'proposed'),
        ne(transfers.orderId, orderId),
      ),
    )
  const named = (row: StockRow) =>
    others
      .filter((one) => one.fromStoreId === row.storeId)
      .flatMap((one) => one.items)
      .filter((item) => item.itemId === row.itemId)
      .reduce((sum, item) => sum + item.units, 0)
  return rows.map((row) => ({ ...row, promised: row.promised + named(row) }))
}

const isSame = (one: ProposedTransfer, old: TransferRow): boolean =>
  one.partId === old.partId &&
  one.fromStoreId === old.fromStoreId &&
  one.items.length === old.items.length &&
  one.items.every((item) => old.items.some((row) => row.itemId === item.itemId && row.units === item.units))

/** What stands on the transfer, with the units that Lightspeed added by itself and no earlier transfer accounts for. */
async function itemsOf(
  scope: MerchantTx,
  part: OversoldPart,
  proposal: ProposedTransfer,
  earlier: TransferRow[],
): Promise<TransferItem[]> {
  const items: TransferItem[] = []
  for (const { itemId, units } of proposal.items) {
    const own = present(
      part.items.find((item) => item.itemId === itemId),
      'item of the part',
    )
    const onHand = await onHandSince(scope, part.storeId, itemId, part.completedAt)
    const accounted = earlier
      .flatMap((row) => row.items)
      .filter((item) => item.itemId === itemId)
      .reduce((sum, item) => sum + item.added, 0)
    const added = onHand === null ? 0 : addedByLightspeed(own, onHand) - accounted
    const { externalItemId, sku, title } = own
    items.push({
      itemId,
      externalItemId,
      sku,
      title,
      units,
      sent: 0,
      received: 0,
      added: Math.min(units, Math.max(0, added)),
    })
  }
  return items
}

/** A proposal as a row; none where an item of it cannot be named to Lightspeed. */
export async function insertProposal(
  scope: MerchantTx,
  order: { id: string; number: string },
  part: PlannedHere,
  proposal: ProposedTransfer,
  items: TransferItem[],
  now: Date,
): Promise<string | null> {
  const { tx, merchantId } = scope
  const links = await getItems(
    scope,
    items.map((item) => item.itemId),
  )
  // The sender belongs to the part's account, so an item without a link there cannot be named to Lightspeed.
  const linked = items.every((item) => links.get(item.itemId)?.externalIds[part.posAccountId] !== undefined)
  if (!linked) return null
  const [last] = await tx
    .select({ ordinal: max(transfers.ordinal) })
    .from(transfers)
    .where(and(eq(transfers.merchantId, merchantId), eq(transfers.orderId, order.id)))
  const ordinal = (last?.ordinal ?? 0) + 1
  const [row] = await tx
    .insert(transfers)
    .values({
      merchantId,
      posAccountId: part.posAccountId,
      orderId: order.id,
      partId: part.partId,
      fromStoreId: proposal.fromStoreId,
      toStoreId: proposal.toStoreId,
      ordinal,
      state: 'proposed',
      items,
      note: transferNote(order.number, part, ordinal),
      since: part.createdAt,
      createdAt: now,
      stateChangedAt: now,
    })
    .returning({ id: transfers.id })
  return present(row, 'proposal').id
}

/** What staff read in Lightspeed, and what the transfer is found again by: exact, and unique per account. */
export const transferNote = (
  orderNumber: string,
  part: Pick<OversoldPart, 'referenceNumber' | 'referenceSource'>,
  ordinal: number,
): string =>
  `For order ${orderNumber}, sale ${part.referenceNumber}. Order Queue ${part.referenceSource} T${ordinal}`
