import type { MerchantTx } from '@/lib/db/with-merchant'
import { formatMoney } from '@/lib/money'
import { availabilityOf } from '@/lib/routing/weighing/availability'
import type { SplitCheck } from '@/lib/routing/check-split'
import { transferSentences } from '@/lib/routing/explaining/explain-transfers'
import type { DecisionRequest, PlannedPart } from '@/lib/routing/types'
import { unitsOf, unitsShortOf } from './by-hand'
import { frozenParts } from '../planning/frozen'
import { shareMoney } from '../planning/part-money'
import { storeNames } from '../screens/order/screen-suggestions'
import type { PushPreview } from '../screens/screen-types'
import type { OrderRow } from '../planning/write-plan'

type Checked = Extract<SplitCheck, { ok: true }>

/** What one part of a checked plan would do: the table *to fulfil / available / short*, and what it comes to. */
export async function previewOf(
  scope: MerchantTx,
  row: OrderRow,
  request: DecisionRequest,
  checked: Checked,
  part: PlannedPart,
): Promise<PushPreview> {
  // Shared with all other parts, as the push itself does it: alone, a part could come to a minor unit more or less.
  const previews = await previewParts(scope, row, request, checked)
  const preview = previews.find((candidate) => candidate.storeId === part.storeId)
  if (!preview) throw new Error('a part has a preview')
  return preview
}

export async function previewParts(
  scope: MerchantTx,
  row: OrderRow,
  request: DecisionRequest,
  checked: Checked,
): Promise<(PushPreview & { storeId: string; totalMinor: number })[]> {
  const names = storeNames(request)
  const money = shareMoney(
    row.snapshot,
    await frozenParts(scope, row.id),
    checked.parts.map((part) => part.allocations),
  )
  return checked.parts.map((part, index) => {
    const totalMinor = money.parts[index]?.totalMinor ?? 0
    return {
      storeId: part.storeId,
      storeName: names[part.storeId] ?? '',
      units: unitsOf(part),
      totalMinor,
      total: formatMoney({ minor: totalMinor, currency: row.currency }),
      lines: linesOfPart(request, part),
      transfers: transferSentences(
        checked.transfers.filter((transfer) => transfer.toStoreId === part.storeId),
        request,
      ),
      short: unitsShortOf(part) > 0,
    }
  })
}

function linesOfPart(request: DecisionRequest, part: PlannedPart): PushPreview['lines'] {
  const availability = availabilityOf(request)
  return part.allocations.flatMap((allocation) => {
    const line = request.lines.find((candidate) => candidate.id === allocation.lineId)
    if (!line) return []
    const counted = line.stock === 'stock' && line.itemId !== null
    return [
      {
        sku: line.sku,
        title: line.title,
        toFulfil: allocation.quantity,
        available: counted ? availability(part.storeId, line.itemId ?? '') : null,
        short: allocation.unitsShort,
      },
    ]
  })
}
