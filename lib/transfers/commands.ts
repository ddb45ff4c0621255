import { recordChange } from '@/lib/access/audit'
import type { Viewer } from '@/lib/access/viewer'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { asPerson, personOf, type CommandAnswer } from '@/lib/orders/commands/command'
import { saveOrder } from '@/lib/orders/order-row'
import { ok, refuse } from '@/lib/result'
import { available } from '@/lib/routing/weighing/availability'
import { promiseUnits } from '@/lib/stores/promised'
import { readPicture } from '@/lib/stores/stock'
import { listStores, type Store } from '@/lib/stores/store'
import { reviseProposals } from './propose'
import { lockTransfers, moveTransfer, transferName, type TransferRow } from './rows'
import { transferWord } from './states'

/**
 * A person has proposed transfers of one order made in Lightspeed: all of them or none. The sender's units are promised
 * at once, so that nobody else is given them; the worker makes, fills and sends the transfers.
 */
export function makeTransfers(
  viewer: Viewer,
  input: { orderId: string; version: number; transferIds: string[] },
  now: Date,
): Promise<CommandAnswer> {
  return asPerson(viewer, 'transfer', input, async (scope, order) => {
    const rows = await lockTransfers(scope, [...new Set(input.transferIds)])
    if (rows.length === 0 || rows.some((row) => row.orderId !== order.id))
      return refuse({
        kind: 'not-now',
        because: 'These transfers were planned again meanwhile: look at the new ones.',
      })
    const gone = rows.find((row) => row.state !== 'proposed')
    if (gone)
      return refuse({
        kind: 'not-now',
        because: `Transfer ${transferName(gone)} is ${transferWord(gone.state)} already.`,
      })
    const stores = await listStores(scope)
    const short = await whatIsGone(scope, rows, stores)
    if (short) {
      await reviseProposals(scope, order.id, now)
      return refuse({
        kind: 'not-now',
        because: `${short} The transfers are planned again: look at the new ones, then press again.`,
      })
    }
    for (const row of rows) await askFor(scope, viewer, order, row, now)
    await saveOrder(scope, order, 'transfer', order.state, {}, now)
    const { merchantId } = scope
    await enqueue(scope.tx, 'transfers', { merchantId, orderId: order.id }, { rank: 'person' })
    const what = rows.length === 1 ? 'Transfer' : `${rows.length} transfers`
    return ok({ message: `${what} for order ${order.number}: being made in Lightspeed.`, nextOrderId: null })
  })
}

/** Promises what a proposed transfer takes, so that nobody else is given it, and has the worker make it. */
export async function askFor(
  scope: MerchantTx,
  viewer: Viewer,
  order: { number: string },
  row: TransferRow,
  now: Date,
): Promise<void> {
  const actor = personOf(viewer)
  const items = row.items.map(({ itemId, units }) => ({ itemId, quantity: units }))
  await promiseUnits(scope, row.id, row.fromStoreId, items)
  const asked = { askedBy: actor, askedAt: now }
  await moveTransfer(scope, row, 'creating', asked, actor, now, { note: row.note })
  await recordChange(scope, {
    at: now,
    actorId: viewer.userId,
    what: `asked for transfer ${transferName(row)} of order ${order.number}`,
    subject: row.id,
    after: { from: row.fromStoreId, to: row.toStoreId, items },
  })
}

/** Why a sender can no longer give what is proposed, by the stock as last read; null: all of them can. */
async function whatIsGone(scope: MerchantTx, rows: TransferRow[], stores: Store[]): Promise<string | null> {
  const itemIds = [...new Set(rows.flatMap((row) => row.items.map((item) => item.itemId)))]
  const picture = await readPicture(scope, itemIds)
  for (const { fromStoreId, items } of rows) {
    const store = stores.find((one) => one.id === fromStoreId)
    if (!store || store.archived || !store.enabled)
      return `${store?.name ?? 'The sending store'} is switched off.`
    for (const { itemId, title } of items) {
      const level = picture.rows.find((row) => row.storeId === fromStoreId && row.itemId === itemId)
      const asked = rows
        .filter((row) => row.fromStoreId === fromStoreId)
        .flatMap((row) => row.items.filter((item) => item.itemId === itemId))
        .reduce((sum, item) => sum + item.units, 0)
      if (!level || available(level, store.safetyStock) < asked)
        return `${store.name} no longer has ${asked} × ${title} to give.`
    }
  }
  return null
}
