import type { Alternative, SplitExplanation, StoreReason } from './explain-split'

type Names = Readonly<Record<string, string>>

const list = (names: string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`

/** Why a store is in a split, and what could have taken its place. `farther`: whether cost means distance. */
export function storeReasonSentence(
  reason: StoreReason,
  names: { stores: Names; items: Names },
  farther: boolean,
): string {
  const items = list(reason.items.map((item) => names.items[item] ?? item))
  switch (reason.because) {
    case 'only-one-with-everything':
      return 'It is the only store that has everything there is.'
    case 'only-holder':
      return `Without it there is not enough ${items}.`
    case 'needed':
      return `It serves ${items}; no other store could take its place.`
    case 'not-needed':
      return `It serves ${items}, which the other stores could serve too.`
    case 'one-of':
      return `It serves ${items}. ${list(reason.instead.map((one) => insteadText(one, names.stores, farther)))}.`
  }
}

function insteadText({ storeId, rule, better }: Alternative, stores: Names, farther: boolean): string {
  const name = stores[storeId] ?? 'another store'
  switch (rule) {
    case 'divided':
      return better ? `${name} would divide fewer lines` : `${name} could too, but would divide more lines`
    case 'cost':
      if (better) return farther ? `${name} could too, and is nearer` : `${name} could too, and ranks higher`
      return farther ? `${name} could too, but is farther away` : `${name} could too, but ranks lower`
    case 'depth':
      return better ? `${name} could too, and has more to spare` : `${name} could too, but has less to spare`
    case 'id':
      return better
        ? `${name} could just as well`
        : `${name} could just as well; the smaller store id decides`
  }
}

/** Why fewer stores are not enough; null: nobody looked to the end. */
export function oneFewerSentence({ oneFewer }: SplitExplanation): string | null {
  if (!oneFewer) return null
  const { stores, fulfilled, wanted } = oneFewer
  const most = stores === 1 ? 'No single store' : `No ${stores} stores together`
  return `${most} could serve more than ${fulfilled} of ${wanted} units.`
}
