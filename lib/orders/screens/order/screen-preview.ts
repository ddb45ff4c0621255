import type { Viewer } from '@/lib/access/viewer'
import { readMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { formatMoney } from '@/lib/money'
import { splitRefusalSentence, type SplitCheck } from '@/lib/routing/check-split'
import type { DecisionRequest } from '@/lib/routing/types'
import { checkHandMade, currentRequest, type HandPart } from '../../commands/by-hand'
import { frozenParts } from '../../planning/frozen'
import { getOrder } from '../../order-row'
import { shareMoney } from '../../planning/part-money'
import { previewParts } from '../../commands/preview'
import { storeNames } from './screen-suggestions'
import type { SplitPreview } from '../screen-types'
import type { OrderRow } from '../../planning/write-plan'

/** What a push of all that is left to one store would do; null when there is no such order. */
export function previewPush(
  viewer: Viewer,
  input: { orderId: string; storeId: string },
): Promise<SplitPreview | null> {
  return previewOrder(viewer, input.orderId, { storeId: input.storeId })
}

/** The money and the shortages of a split as it is being made; null when there is no such order. */
export function previewSplit(
  viewer: Viewer,
  input: { orderId: string; parts: HandPart[] },
): Promise<SplitPreview | null> {
  return previewOrder(viewer, input.orderId, input.parts)
}

function previewOrder(
  viewer: Viewer,
  orderId: string,
  wanted: { storeId: string } | HandPart[],
): Promise<SplitPreview | null> {
  return readMerchant(viewer.merchantId, async (scope) => {
    const row = await getOrder(scope, orderId)
    if (!row) return null
    const request = await currentRequest(scope, row, row.stateChangedAt)
    return previewChecked(scope, row, request, checkHandMade(request, wanted))
  })
}

async function previewChecked(
  scope: MerchantTx,
  row: OrderRow,
  request: DecisionRequest,
  checked: SplitCheck,
): Promise<SplitPreview> {
  const frozen = await frozenParts(scope, row.id)
  const shares = shareMoney(
    row.snapshot,
    frozen,
    (checked.ok ? checked.parts : []).map((part) => part.allocations),
  )
  const text = (minor: number) => formatMoney({ minor, currency: row.currency })
  const elsewhere = frozen.reduce((sum, part) => sum + part.money.totalMinor, 0)
  const leftOver = checked.ok
    ? checked.leftOver
    : request.lines.map((line) => ({ lineId: line.id, quantity: line.quantity }))
  return {
    parts: checked.ok ? await previewParts(scope, row, request, checked) : [],
    leftOver: leftOver.map(({ lineId, quantity }) => ({
      lineId,
      quantity,
      title: request.lines.find((line) => line.id === lineId)?.title ?? '',
    })),
    leftOverTotal: text(shares.leftOver.totalMinor),
    elsewhereTotal: frozen.length > 0 ? text(elsewhere) : null,
    problem: checked.ok ? null : splitRefusalSentence(checked.refusal, storeNames(request)),
  }
}
