import type { ChannelOrder } from '@/lib/integrations/channel-order'
import { matchItem, type MatchableItem } from '@/lib/stores/match-item'
import { linesOf } from '../lines'

/** An item as read from one Lightspeed account, with its stock per shop. */
export interface ReadItem extends MatchableItem {
  title: string
  countsStock: boolean
  stock: { shopId: string; qoh: number; sellable: number }[]
}

export interface AccountReading {
  posAccountId: string
  items: ReadItem[]
}

export type ReadMatch =
  | { kind: 'one'; found: { posAccountId: string; item: ReadItem }[] }
  | { kind: 'none' }
  | { kind: 'ambiguous' }

/**
 * The item each line means, over all of the merchant's Lightspeed accounts. One account that is unsure makes the
 * line ambiguous; a line no account knows is not found. Lines that need no shipping may have no item at all.
 */
export function matchLines(order: ChannelOrder, accounts: AccountReading[]): Map<string, ReadMatch> {
  const matches = new Map<string, ReadMatch>()
  for (const line of linesOf(order)) {
    const perAccount = accounts.map((account) => ({
      posAccountId: account.posAccountId,
      match: matchItem(line.sku, account.items),
    }))
    const found = perAccount.flatMap(({ posAccountId, match }) =>
      match.kind === 'one' ? [{ posAccountId, item: match.item }] : [],
    )
    const ambiguous = perAccount.some(({ match }) => match.kind === 'ambiguous')
    if (ambiguous) matches.set(line.id, { kind: 'ambiguous' })
    else matches.set(line.id, found.length > 0 ? { kind: 'one', found } : { kind: 'none' })
  }
  return matches
}
