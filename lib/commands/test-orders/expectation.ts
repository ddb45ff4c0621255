import { storesNeeded, type PickedLine, type StockedItem } from './pick-lines'

/** The channels of the demo by the policy they show; `store` is the one a “single” channel names. */
export interface ExpectingChannel {
  alias: string
  store: string | null
}

/** What should become of an order, in one sentence: by its channel's policy and the stock as it is now. */
export function expectationOf(channel: ExpectingChannel, lines: PickedLine[], stock: StockedItem[]): string {
  const wanted = lines.map((line) => ({ ...line, item: stock.find((item) => item.sku === line.sku) }))
  const found = wanted.flatMap(({ item, quantity }) => (item ? [{ item, quantity }] : []))
  if (found.length < wanted.length)
    return 'One line is no item in Lightspeed: held, whatever the policy. No sale.'
  const needed = storesNeeded(found)
  const covering = needed?.length === 1 ? coveringStores(found) : []
  const why = reason(needed, covering, found)
  if (channel.alias === 'single') return `${why}: ${wholeTo(channel.store, found)}`
  if (channel.alias === 'best')
    return `${why}: one sale to the store that covers most${covering.length > 0 ? '' : ', oversold there'}.`
  if (covering.length > 0) return `${why}: one sale, pushed by itself, to ${mostStock(covering, found)}.`
  if (channel.alias === 'split' && needed)
    return `${why}: split by itself into ${needed.length} sales, one per store.`
  return `${why}: held, with a mail to the web manager. No sale.`
}

type Wanted = { item: StockedItem; quantity: number }[]

const held = (item: StockedItem, store: string) => Math.max(0, item.byStore[store] ?? 0)
const covers = (wanted: Wanted, store: string) =>
  wanted.every(({ item, quantity }) => held(item, store) >= quantity)
const coveringStores = (wanted: Wanted) =>
  [...new Set(wanted.flatMap(({ item }) => Object.keys(item.byStore)))].filter((store) =>
    covers(wanted, store),
  )

function reason(needed: string[] | null, covering: string[], wanted: Wanted): string {
  if (covering.length > 0)
    return `${covering.length === 1 ? 'One store can' : `${covering.length} stores can each`} fill it`
  const short = wanted.find(
    ({ item, quantity }) =>
      Object.keys(item.byStore).reduce((sum, store) => sum + held(item, store), 0) < quantity,
  )
  if (short) return `All stores together lack units of ${short.item.sku}`
  return needed
    ? `No store can fill it alone, ${needed.length} together can (${needed.join(', ')}, for instance)`
    : 'No three stores can fill it together'
}

const wholeTo = (store: string | null, wanted: Wanted): string => {
  if (store === null) return 'one sale to the store its policy names.'
  return `one sale to ${store}, which its policy names${covers(wanted, store) ? '' : ', oversold there'}.`
}

/** The rule of “hold if short” and of “split”: most stock of the ordered items; equals are told apart by distance. */
function mostStock(covering: string[], wanted: Wanted): string {
  const sum = (store: string) => wanted.reduce((total, { item }) => total + held(item, store), 0)
  const most = Math.max(...covering.map(sum))
  const best = covering.filter((store) => sum(store) === most)
  return best.length === 1 ? `${best[0]}, which has most stock of it` : `the nearest of ${best.join(', ')}`
}
