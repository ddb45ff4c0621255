import type { TransferState } from './states'
import type { TransferItem } from './tables'

/** "Send 1 × Mug and 2 × Cap from Bend to Salem" */
export function transferTitle(
  items: Pick<TransferItem, 'units' | 'title'>[],
  from: string,
  to: string,
): string {
  return `Send ${listed(items.map((item) => `${item.units} × ${item.title}`))} from ${from} to ${to}`
}

/** What has to happen next, and by whom; null when nothing has. */
export function nextSentence(state: TransferState, from: string, to: string): string | null {
  switch (state) {
    case 'proposed':
      return null
    case 'creating':
    case 'open':
      return 'It is being made in Lightspeed and sent.'
    case 'sent':
      return `${from} packs it. Once it has arrived, ${to} receives it in Lightspeed under Inventory, Transfers: only people can do that.`
    case 'received':
    case 'cancelled':
    case 'refused':
      return null
  }
}

/**
 * In its older way of selling what is not there, Lightspeed first adds the missing units to the store. Once the transfer
 * brings the real ones, the store counts those twice, which no transfer can put right.
 */
export function addedSentence(
  items: Pick<TransferItem, 'added' | 'title'>[],
  state: TransferState,
  to: string,
): string | null {
  const added = items.filter((item) => item.added > 0)
  if (added.length === 0 || state === 'cancelled' || state === 'refused') return null
  const units = listed(added.map((item) => `${item.added} × ${item.title}`))
  const many = added.length > 1 || added.some((item) => item.added > 1)
  const when = state === 'received' ? 'Now' : 'Once this is received,'
  return `Lightspeed itself added ${units} to the stock of ${to} when the sale was completed. ${when} take ${many ? 'them' : 'it'} off there by hand, or ${to} shows ${many ? 'units' : 'a unit'} that nobody has.`
}

const listed = (parts: string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
