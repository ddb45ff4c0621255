import type { Viewer } from '@/lib/access/viewer'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { asPerson, type CommandAnswer } from '@/lib/orders/commands/command'
import { nextInQueue } from '@/lib/orders/queue/neighbours'
import { beginPush, readyToPush } from '@/lib/orders/push/begin-push'
import { planParts, type PlannedHere } from '@/lib/orders/push/awaiting'
import { ok, present, refuse } from '@/lib/result'
import { transferSentences } from '@/lib/routing/explaining/explain-transfers'
import type { DecisionRequest, PlannedPart } from '@/lib/routing/types'
import { getItems } from '@/lib/stores/stock'
import { listStores } from '@/lib/stores/store'
import { askFor } from './commands'
import { proposalsFor, type ProposedTransfer, type ShortPart } from './needs'
import { insertProposal, spareStock } from './propose'
import { lockTransfers } from './rows'
import type { TransferItem } from './tables'

/** What a person read on the card they took: the store, and who sends what to it. */
export interface TransferThenPush {
  orderId: string
  version: number
  storeId: string
  transfers: string[]
}

/**
 * Has other stores send a store what it lacks of an order, and pushes the whole order there once that is received. The
 * parts are planned at once, so that their units are kept in the store meanwhile, what arrives included; nothing is sold
 * before the transfers have ended, and then only if a fresh reading of the stock covers it.
 */
export function transferThenPush(viewer: Viewer, input: TransferThenPush, now: Date): Promise<CommandAnswer> {
  return asPerson(viewer, 'push', input, async (scope, row, actor) => {
    const ready = await readyToPush(scope, row, { storeId: input.storeId }, now)
    if (!ready.ok) return ready
    const { request, checked } = ready.value
    const lacking = await whatItLacks(scope, request, present(checked.parts[0], 'part of a whole push'))
    const unknown = lacking.items.find((item) => item.externalItemId === '')
    if (unknown)
      return refuse({
        kind: 'not-now',
        because: `Lightspeed does not know ${unknown.title} in the account of this store, so none can be sent there.`,
      })
    if (lacking.items.length === 0)
      return refuse({ kind: 'not-now', because: 'The store has all of it now: push the order there.' })
    const itemIds = lacking.items.map((item) => item.itemId)
    const stores = await listStores(scope)
    const proposals = proposalsFor([lacking], stores, await spareStock(scope, row.id, itemIds))
    const differs = differsFrom(input.transfers, request, lacking, proposals)
    if (differs !== null) return refuse({ kind: 'not-now', because: differs })
    const pressed = { request, checked: { ...checked, parts: checked.parts.map(onceReceived) } }
    const { planId, sendAfter } = await beginPush(
      scope,
      row,
      actor,
      { ...pressed, button: 'transfer-then-push', action: 'transferThenPush', awaitsTransfers: true },
      now,
    )
    const [part] = await planParts(scope, planId)
    const own = present(part, 'part of the plan')
    const ids: string[] = []
    for (const proposal of proposals) ids.push(await write(scope, row, own, lacking, proposal, now))
    for (const transfer of await lockTransfers(scope, ids)) await askFor(scope, viewer, row, transfer, now)
    const { merchantId } = scope
    await enqueue(
      scope.tx,
      'transfers',
      { merchantId, orderId: row.id },
      { startAfter: sendAfter, rank: 'person' },
    )
    const what = ids.length === 1 ? 'The transfer is' : `${ids.length} transfers are`
    return ok({
      message: `Order ${row.number}: ${what} being made; it is pushed when they are received.`,
      nextOrderId: await nextInQueue(scope, row),
    })
  })
}

interface Lacking extends ShortPart {
  items: (ShortPart['items'][number] & { lineId: string })[]
}

/** What the store lacks, by item, as Lightspeed names it there; "": not at all. */
async function whatItLacks(
  scope: MerchantTx,
  request: DecisionRequest,
  { storeId, allocations }: PlannedPart,
): Promise<Lacking> {
  const store = present(
    (await listStores(scope)).find((one) => one.id === storeId),
    'store of the push',
  )
  const short = allocations.flatMap((allocation) => {
    const line = request.lines.find((one) => one.id === allocation.lineId)
    return line?.itemId && allocation.unitsShort > 0 ? [{ ...allocation, line, itemId: line.itemId }] : []
  })
  const links = await getItems(
    scope,
    short.map((one) => one.itemId),
  )
  const items = [...new Set(short.map((one) => one.itemId))].flatMap((itemId) => {
    const own = short.filter((one) => one.itemId === itemId)
    const [first] = own
    if (!first) return []
    const externalItemId = links.get(itemId)?.externalIds[store.posAccountId] ?? ''
    const { sku, title } = first.line
    const lacks = own.reduce((sum, one) => sum + one.unitsShort, 0)
    return [
      {
        itemId,
        externalItemId,
        sku,
        title,
        sold: 0,
        short: lacks,
        sellableBefore: 0,
        lineId: first.lineId,
      },
    ]
  })
  return { partId: '', posAccountId: store.posAccountId, storeId, items }
}

/** Why what would be sent is not what the person read, or does not suffice; null: it is and does. */
function differsFrom(
  seen: string[],
  request: DecisionRequest,
  { items }: Lacking,
  proposals: ProposedTransfer[],
): string | null {
  const sent = proposals.flatMap((one) =>
    one.items.map(({ itemId, units }) => ({
      fromStoreId: one.fromStoreId,
      toStoreId: one.toStoreId,
      itemId,
      lineId: items.find((item) => item.itemId === itemId)?.lineId ?? '',
      quantity: units,
    })),
  )
  const covered = items.every(
    (item) =>
      sent.filter((one) => one.itemId === item.itemId).reduce((sum, one) => sum + one.quantity, 0) ===
      item.short,
  )
  if (!covered) return 'The other stores no longer have what is lacking, or it is proposed to another order.'
  const now = transferSentences(sent, request).toSorted()
  const same = now.length === seen.length && now.every((sentence, at) => sentence === seen.toSorted()[at])
  return same
    ? null
    : `The stock moved. Now it would be: ${now.join('; ')}. Look again, then press once more.`
}

/** What it lacks is there before it is sold: should it not be, the push finds itself short and comes back. */
const onceReceived = (part: PlannedPart): PlannedPart => ({
  ...part,
  oversold: false,
  allocations: part.allocations.map((allocation) => ({ ...allocation, unitsShort: 0 })),
})

async function write(
  scope: MerchantTx,
  order: { id: string; number: string },
  part: PlannedHere,
  lacking: Lacking,
  proposal: ProposedTransfer,
  now: Date,
): Promise<string> {
  const items: TransferItem[] = proposal.items.map(({ itemId, units }) => {
    const { externalItemId, sku, title } = present(
      lacking.items.find((item) => item.itemId === itemId),
      'item of the transfer',
    )
    return { itemId, externalItemId, sku, title, units, sent: 0, received: 0, added: 0 }
  })
  const id = await insertProposal(scope, order, part, { ...proposal, partId: part.partId }, items, now)
  return present(id, 'transfer of items that Lightspeed knows')
}
