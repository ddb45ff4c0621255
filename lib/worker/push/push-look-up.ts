import { crashPoint } from '@/lib/crash'
import type { PosSale } from '@/lib/lightspeed/types'
import { judgeCreate, type PartView } from '@/lib/orders/push/push-steps'
import type { Claim, PartRow } from '@/lib/orders/push/pushing'
import { possibleReferences } from '@/lib/orders/planning/reference'
import { present } from '@/lib/result'
import { holdSentence } from '@/lib/routing/explaining/explain'
import type { HoldReason } from '@/lib/routing/types'
import type { OpenGateway } from '../gateways'
import { altered } from './sale/mismatch-words'
import { claim, on, partOf, type PushTools, type StepAnswer } from './push-tools'

/** How soon a part that another worker holds is looked at again. */
const LEASE_LOOK_MS = 1_000

/** Every sale of this order in the account of the part, archived ones too. */
async function findOrderSales(tools: PushTools, part: PartRow): Promise<PosSale[]> {
  const { lightspeed } = tools.accountOf(part.posAccountId)
  const { row, lastOrdinal, references } = tools.loaded
  const asked = new Set([...references, ...possibleReferences(row.number, lastOrdinal)])
  return lightspeed.gateway.findSales([...asked], part.referenceSource)
}

/** Sales that carry exactly this part's reference and still stand: open or completed. */
export async function findOwnSales(
  tools: PushTools,
  part: PartRow,
): Promise<(PosSale & { state: 'open' | 'completed' })[]> {
  const sales = await findOrderSales(tools, part)
  return sales.flatMap((sale) =>
    sale.referenceNumber === part.referenceNumber &&
    (sale.state === 'open' || sale.state === 'completed') &&
    !isRefunded(tools, part, sale)
      ? [{ ...sale, state: sale.state }]
      : [],
  )
}

/** A refund is a sale of its own; the one it takes back stays completed, but stands for nothing any more. */
const isRefunded = ({ loaded }: PushTools, { posAccountId }: PartRow, { id }: PosSale): boolean =>
  loaded.seen.some(
    (sale) => sale.posAccountId === posAccountId && sale.id === id && sale.refunded === 'wholly',
  )

/** Step 7: what became of an attempt whose answer never came. */
export async function lookUpPart(tools: PushTools, view: PartView): Promise<StepAnswer> {
  const taken = await claim(tools, view)
  const open = view.open
  if (!taken || !open) return on
  return open.kind === 'create'
    ? lookUpCreate(tools, view, taken, open.id)
    : lookUpComplete(tools, view, taken, open.id)
}

async function lookUpCreate(
  tools: PushTools,
  view: PartView,
  taken: Claim,
  attemptId: string,
): Promise<StepAnswer> {
  const part = partOf(tools, view)
  const found = await findOwnSales(tools, part)
  await crashPoint('reconciler-found', tools.loaded.row.number)
  if (found.length > 0) return adopt(tools, view, taken, attemptId, found)
  const { lightspeed } = tools.accountOf(part.posAccountId)
  const calls = lightspeed.takeCalls()
  const now = tools.workshop.now()
  if (judgeCreate(found, view.open?.lookUps ?? 0).kind === 'free')
    await tools.rows.tryAgain(taken, attemptId, 'Two look-ups found no sale.', calls, now)
  else
    await tools.rows.becameUnknown(taken, attemptId, 'No sale found yet.', tools.workshop.waits, calls, now)
  return on
}

/** Takes the one sale that is there as this part's; what only a person can judge gets the flag and waits for them. */
export async function adopt(
  tools: PushTools,
  view: PartView,
  taken: Claim,
  attemptId: string | null,
  found: (PosSale & { state: 'open' | 'completed' })[],
): Promise<StepAnswer> {
  const part = partOf(tools, view)
  const verdict = judgeCreate(found, 0)
  const calls = tools.accountOf(part.posAccountId).lightspeed.takeCalls()
  const now = tools.workshop.now()
  const sale =
    verdict.kind === 'adopt' ? found.find((candidate) => candidate.id === verdict.saleId) : undefined
  if (sale && sale.totalMinor === part.money.totalMinor) {
    if (sale.state === 'completed') await tools.rows.completed(taken, attemptId, sale, calls, now)
    else await tools.rows.created(taken, attemptId, sale, calls, now)
    return on
  }
  // What our own create made has moved no stock yet: it is given up and archived, and the order goes back with both
  // sums. One that we know of no attempt for is somebody else's to explain.
  if (sale?.state === 'open' && attemptId !== null) {
    const reason = await otherSum(tools, part, sale)
    await tools.rows.stopped(taken, reason, holdSentence(reason), calls, now, attemptId)
    return on
  }
  await tools.rows.needsAttention(taken, sale ? 'sale-altered' : 'several-sales', found, calls, now)
  return { kind: 'later', ms: tools.workshop.waits.stockPatienceMs }
}

async function otherSum(tools: PushTools, part: PartRow, sale: PosSale): Promise<HoldReason> {
  const store = await tools.rows.storeOfPart(tools.merchantId, part)
  const because = altered(
    part.money.totalMinor,
    sale.totalMinor,
    part.money.currency,
    store?.name ?? 'the store',
  )
  return { code: 'money-mismatch', lines: [], facts: { because } }
}

/**
 * Before the first sale of a part after a restore: an earlier life of this database may have sold it. Its own sale is
 * taken if it is what the part says, in the same store; an open one that is not moved no stock and is archived. A
 * completed sale of the order that is nobody's is for a person. Null: Lightspeed has nothing of it.
 */
export async function takeForgotten(
  tools: PushTools,
  view: PartView,
  taken: Claim,
): Promise<StepAnswer | null> {
  const part = partOf(tools, view)
  const { lightspeed } = tools.accountOf(part.posAccountId)
  const shop = present(await tools.rows.storeOfPart(tools.merchantId, part), 'store').shopId
  const kept = new Set(tools.loaded.parts.map((one) => one.saleId))
  for (const sale of await findOrderSales(tools, part)) {
    if (kept.has(sale.id) || isRefunded(tools, part, sale)) continue
    const own = sale.referenceNumber === part.referenceNumber
    // Another part's, whose own turn it is to take it.
    if (!own && tools.loaded.references.includes(sale.referenceNumber)) continue
    const fits = own && sale.shopId === shop && sale.totalMinor === part.money.totalMinor
    if (sale.state === 'completed' || (sale.state === 'open' && fits)) {
      const { state } = sale
      if (fits && (await hasUnits(tools, part, sale.id)))
        return adopt(tools, view, taken, null, [{ ...sale, state }])
      if (state === 'completed') {
        const calls = lightspeed.takeCalls()
        await tools.rows.needsAttention(taken, 'sale-unexplained', [sale], calls, tools.workshop.now())
        return { kind: 'later', ms: tools.workshop.waits.stockPatienceMs }
      }
    }
    if (sale.state !== 'open' || !own) continue
    await archive(tools, lightspeed, sale.id)
  }
  return null
}

/** Archives an open sale of ours that no part will complete. */
async function archive({ loaded }: PushTools, lightspeed: OpenGateway, saleId: string): Promise<void> {
  await crashPoint('before-archive', loaded.row.number)
  await lightspeed.gateway.archiveSale(saleId)
  await crashPoint('after-archive', loaded.row.number)
}

/** Whether a sale holds exactly the part's units; a list of sales does not tell. */
async function hasUnits(tools: PushTools, part: PartRow, saleId: string): Promise<boolean> {
  const sale = await tools.accountOf(part.posAccountId).lightspeed.gateway.readSale(saleId)
  const units = new Map<string, number>()
  for (const { externalItemId, quantity } of part.lines)
    units.set(externalItemId, (units.get(externalItemId) ?? 0) + quantity)
  units.delete('0')
  for (const { itemId, quantity } of sale.lines)
    if (units.has(itemId)) units.set(itemId, (units.get(itemId) ?? 0) - quantity)
  return [...units.values()].every((left) => left === 0)
}

async function lookUpComplete(
  tools: PushTools,
  view: PartView,
  taken: Claim,
  attemptId: string,
): Promise<StepAnswer> {
  const part = partOf(tools, view)
  const { lightspeed } = tools.accountOf(part.posAccountId)
  const sale = await lightspeed.gateway.readSale(present(part.saleId, 'sale of a created part'))
  const calls = lightspeed.takeCalls()
  const now = tools.workshop.now()
  if (sale.state === 'completed') await tools.rows.completed(taken, attemptId, sale, calls, now)
  else if (sale.state !== 'open') {
    await tools.rows.needsAttention(taken, 'sale-voided', [sale], calls, now)
    return { kind: 'later', ms: tools.workshop.waits.stockPatienceMs }
  }
  // A completion that was only late shows within the first look-ups; then it is safe to ask again for the same id.
  else if ((view.open?.lookUps ?? 0) >= 1)
    await tools.rows.tryAgain(taken, attemptId, 'The sale is still open.', calls, now)
  else
    await tools.rows.becameUnknown(
      taken,
      attemptId,
      'The sale is still open.',
      tools.workshop.waits,
      calls,
      now,
    )
  return on
}

/**
 * Before an order leaves `pushing`: open sales of ours that no part will complete are archived, so that nobody
 * completes them by hand. A request can be doubled on its way without anybody noticing, so it is looked up always. A
 * sale that somebody completed meanwhile is its part's own: giving that part up would sell it twice. Null: all is tidy.
 */
export async function tidySales(tools: PushTools): Promise<StepAnswer | null> {
  const { parts } = tools.loaded
  const kept = new Set(parts.filter((part) => part.state === 'completed').map((part) => part.saleId))
  for (const accountId of new Set(parts.map((part) => part.posAccountId))) {
    const part = present(
      parts.find((candidate) => candidate.posAccountId === accountId),
      'part of the account',
    )
    const { lightspeed } = tools.accountOf(accountId)
    const listed = await findOrderSales(tools, part)
    const sales = [...listed, ...(await readUnlisted(tools, accountId, listed))]
    const sold = await takeSold(tools, sales)
    if (sold) return sold
    for (const sale of sales) {
      if (sale.state !== 'open' || kept.has(sale.id)) continue
      await archive(tools, lightspeed, sale.id)
    }
    await tools.rows.recordCalls(
      tools.merchantId,
      tools.orderId,
      lightspeed.takeCalls(),
      tools.workshop.now(),
    )
  }
  return null
}

/**
 * The sales that parts hold already, where the list does not show them yet: each is read by its id. A completion that
 * is still on its way would find such a sale open after its part was given up.
 */
async function readUnlisted(tools: PushTools, accountId: string, listed: PosSale[]): Promise<PosSale[]> {
  const seen = new Set(listed.map((sale) => sale.id))
  const found = []
  for (const { posAccountId, state, saleId } of tools.loaded.parts)
    if (posAccountId === accountId && state !== 'completed' && saleId !== null && !seen.has(saleId))
      found.push(await tools.accountOf(accountId).lightspeed.gateway.readSale(saleId))
  return found
}

/** A sale that a person was told of as completed is not told again. */
const isTold = ({ loaded }: PushTools, { posAccountId }: PartRow, { id }: PosSale): boolean =>
  loaded.row.attention !== null &&
  loaded.seen.some(
    (sale) => sale.posAccountId === posAccountId && sale.id === id && sale.state === 'completed',
  )

/**
 * A completed sale of a part that we believed unsold becomes that part's; one beside the sale that a part has already
 * is for a person, and the order goes on with the flag. Null: there is neither.
 */
async function takeSold(tools: PushTools, sales: PosSale[]): Promise<StepAnswer | null> {
  for (const part of tools.loaded.parts) {
    if (part.state === 'abandoned') continue
    const sold = part.state === 'completed'
    const own = sales.flatMap((sale) =>
      sale.referenceNumber === part.referenceNumber &&
      sale.state === 'completed' &&
      !isRefunded(tools, part, sale) &&
      !(sold && (sale.id === part.saleId || isTold(tools, part, sale)))
        ? [{ ...sale, state: sale.state }]
        : [],
    )
    if (own.length === 0) continue
    const view = present(
      tools.loaded.view.parts.find((candidate) => candidate.id === part.id),
      'view of the part',
    )
    const taken = await claim(tools, view)
    if (!taken) return { kind: 'later', ms: LEASE_LOOK_MS }
    if (!sold) return adopt(tools, view, taken, null, own)
    const calls = tools.accountOf(part.posAccountId).lightspeed.takeCalls()
    await tools.rows.needsAttention(taken, 'several-sales', own, calls, tools.workshop.now())
    return on
  }
  return null
}
