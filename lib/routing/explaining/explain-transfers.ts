import type { DecisionRequest, TransferSuggestion } from '../types'
import { count, NAMED_STORES } from './explain'

/** "Send 2 × Mug from Bend to Salem"; an item that two lines want is sent once. */
export function transferSentences(
  transfers: TransferSuggestion[],
  { stores, lines }: Pick<DecisionRequest, 'stores' | 'lines'>,
): string[] {
  const nameOf = (storeId: string) => stores.find((store) => store.id === storeId)?.name ?? 'a store'
  const each = transfers.filter(
    (one, index) => transfers.findIndex((other) => isSameWay(one, other)) === index,
  )
  return each.map((one) => {
    const same = transfers.filter((other) => isSameWay(one, other))
    const units = same.reduce((sum, other) => sum + other.quantity, 0)
    const title = lines.find((line) => line.id === one.lineId)?.title ?? 'an item'
    return `Send ${units} × ${title} from ${nameOf(one.fromStoreId)} to ${nameOf(one.toStoreId)}`
  })
}

/** "Transfer 1 × Mug from Salem to Bend, then push to Bend"; several items are counted, several senders named. */
export function transferFirstTitle(
  transfers: TransferSuggestion[],
  request: Pick<DecisionRequest, 'stores' | 'lines'>,
): string {
  const nameOf = (storeId: string) => request.stores.find((store) => store.id === storeId)?.name ?? 'a store'
  const to = nameOf(transfers[0]?.toStoreId ?? '')
  const [only, ...others] = transferSentences(transfers, request)
  if (only !== undefined && others.length === 0)
    return `${only.replace(/^Send/, 'Transfer')}, then push to ${to}`
  const senders = [...new Set(transfers.map((one) => nameOf(one.fromStoreId)))]
  const from = senders.length > NAMED_STORES ? `${senders.length} stores` : senders.join(' and ')
  const units = transfers.reduce((sum, one) => sum + one.quantity, 0)
  return `Transfer ${count(units, 'unit')} from ${from} to ${to}, then push to ${to}`
}

const isSameWay = (one: TransferSuggestion, other: TransferSuggestion): boolean =>
  one.fromStoreId === other.fromStoreId && one.toStoreId === other.toStoreId && one.itemId === other.itemId
