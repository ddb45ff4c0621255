import type { ChannelOrder } from '@/lib/integrations/channel-order'
import { matchItem, type MatchableItem } from '@/lib/stores/match-item'
import type { ItemReading } from '@/lib/stores/stock'
import type { LineMatch } from '../intake/problems'
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

/** What is stored of a reading, by the code people know the item by. */
export const readingOf = (item: ReadItem): ItemReading => ({
  externalId: item.id,
  sku: item.customSku || item.systemSku || item.id,
  title: item.title,
  countsStock: item.countsStock,
  stock: item.stock,
})

/** The items of one account that these lines mean, each once. */
export function matchedItems(matches: ReadMatch[], posAccountId: string): ReadItem[] {
  const found = matches.flatMap((match) => (match.kind === 'one' ? match.found : []))
  const own = found.filter((one) => one.posAccountId === posAccountId)
  return [...new Map(own.map(({ item }) => [item.id, item])).values()]
}

export const ourKey = (posAccountId: string, externalId: string) => `${posAccountId}|${externalId}`

/** Whether `ours` knows the item of every line that has one. */
export const allStored = (matches: Map<string, ReadMatch>, ours: ReadonlyMap<string, string>): boolean =>
  [...matches.values()].every((match) => {
    const [first] = match.kind === 'one' ? match.found : []
    return !first || ours.has(ourKey(first.posAccountId, first.item.id))
  })

/** The matched lines with our own item ids, which `ours` knows by `ourKey`. */
export function withOurItems(
  matches: Map<string, ReadMatch>,
  ours: ReadonlyMap<string, string>,
): Map<string, LineMatch> {
  return new Map(
    [...matches].flatMap(([lineId, match]) => {
      const [first] = match.kind === 'one' ? match.found : []
      const itemId = first && ours.get(ourKey(first.posAccountId, first.item.id))
      return first && itemId
        ? [[lineId, { kind: 'one' as const, itemId, countsStock: first.item.countsStock }] as const]
        : []
    }),
  )
}
