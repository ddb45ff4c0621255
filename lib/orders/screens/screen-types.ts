import type { SavedView } from '../queue/saved-views'
import type { OrderState, PartState, TabId } from '../states'

/**
 * Rows made for the screen: plain data, ready to read, with what the viewer may do and why not. Instants are UTC
 * ISO 8601 text; money is text already formatted in the order's currency unless the name ends in `Minor`.
 */
export interface QueuePage {
  tab: TabId
  /** Counts stop at 1000, which the screen shows as "999+". */
  counts: Record<TabId, number>
  rows: QueueRow[]
  /** Pass back for the rows after these; null at the end. */
  nextCursor: string | null
  /** False before the first order ever came. */
  anyOrderYet: boolean
  /** What a view can be narrowed by. */
  channels: { id: string; name: string }[]
  people: { userId: string; name: string; mayAct: boolean }[]
  /** The viewer's own views, and those shared with everybody. */
  views: SavedView[]
}

export interface QueueRow {
  id: string
  version: number
  number: string
  channelName: string
  customer: string
  city: string
  units: number
  total: string
  state: OrderState
  attention: string | null
  ready: boolean
  woken: boolean
  /** Who sees to it; null: nobody in particular. */
  assignee: string | null
  /** Why it is held, what it is doing or how it ended; "" when its state says all of it. */
  why: string
  /** "Portland: 3 of 4 lines, lacks 2 units" while it waits, then who sells it; null when no store does. */
  store: string | null
  suggestion: string | null
  /** What is suggested sells units that its store does not have: only the order's own page pushes that. */
  suggestionShort: boolean
  receivedAt: string
}

export type Possibility = { allowed: true } | { allowed: false; because: string }

export interface OrderScreen {
  id: string
  number: string
  channelName: string
  channelUrl: string | null
  state: OrderState
  version: number
  attention: string | null
  /** What the sales in Lightspeed look like beside the parts, and what settles it; null without attention. */
  settling: AttentionScreen | null
  ready: boolean
  placedAt: string
  receivedAt: string
  stateChangedAt: string
  customer: { name: string; email: string; phone: string }
  shipTo: string[]
  payment: string
  money: { label: string; amount: string; strong: boolean }[]
  currency: string
  totalMinor: number
  lines: OrderScreenLine[]
  /** Sentences, one per hold reason. */
  reasons: string[]
  /** Why it is not decided yet, or why the stock shown is old; null when nothing is waited for. */
  waits: string | null
  grid: StockGrid
  suggestions: SuggestionCard[]
  /** Other waiting orders that want the same units, where there are too few for all; oldest first. */
  rivals: { orderId: string; number: string; older: boolean; ready: boolean; items: string }[]
  /** Why each store won or lost; null before the first decision. */
  explanation: ExplanationScreen | null
  /** Parts of the current and of earlier pushes, by ordinal. */
  parts: PartScreen[]
  timeline: TimelineEntry[]
  /** Void, push and so on: what the viewer may do now. */
  can: Record<
    'push' | 'void' | 'undo' | 'refresh' | 'reopen' | 'transfer' | 'snooze' | 'wake' | 'handle',
    Possibility
  >
  /** "Until 25 Nov 2026, 9:00 AM, or until its stock changes"; null unless it is snoozed. */
  snooze: string | null
  /** It came back from a snooze and was not dealt with since. */
  woken: boolean
  /** Who sees to it, and who could. */
  assignee: { userId: string; name: string } | null
  assignable: { userId: string; name: string }[]
  /** Why it cannot go whole to any one store, though a split may; null when it can. */
  wholeBlocked: string | null
  /** While a push can still be taken back. */
  undoUntil: string | null
  /** While pushing: nothing is sold before the transfers have ended it was pressed with. */
  awaitsTransfers: boolean
  previousId: string | null
  nextId: string | null
}

export interface RemedyOffer {
  can: Possibility
  /** What has to be taken as it is: "comes to $24.99 instead of $19.99". */
  differs: string | null
  button: string
  /** What its confirm asks, and what pressing it will do, sentence by sentence. */
  title: string
  effect: string[]
}

export interface AttentionScreen {
  sentence: string
  /** Sentences: what is missing, extra or not as it should be. */
  differences: string[]
  /** When all of it was last read in Lightspeed; null: not yet. */
  lookedAt: string | null
  looking: boolean
  lookFailed: string | null
  look: Possibility
  parts: {
    ordinal: number
    posAccountId: string
    /** "Part 1, Bend" */
    title: string
    state: string
    reference: string
    total: string
    /** Null where it makes no sense, here and below. */
    pushAgain: RemedyOffer | null
    putBack: RemedyOffer | null
    sales: FoundSaleScreen[]
  }[]
  /** Sales whose reference no part has. */
  strangers: FoundSaleScreen[]
  /** What people ordered lately, the newest first. */
  remedies: {
    id: string
    title: string
    by: string
    at: string
    state: 'working' | 'done' | 'not-done'
    detail: string
  }[]
}

export interface FoundSaleScreen {
  posAccountId: string
  id: string
  /** Sent back with a command: of a sale that changed since, nothing is done. */
  figures: string
  ticketNumber: string
  reference: string
  storeName: string
  state: string
  /** Completed, neither voided nor refunded. */
  stands: boolean
  total: string
  totalMinor: number
  /** The one its part counts as its own. */
  own: boolean
  refunds: string | null
  difference: string | null
  adopt: RemedyOffer | null
  archive: RemedyOffer | null
  refund: RemedyOffer | null
  /** Of the store that made it. */
  registers: { id: string; label: string }[]
  paymentTypes: { id: string; label: string }[]
}

export interface OrderScreenLine {
  id: string
  sku: string
  title: string
  ordered: number
  /** Still to ship and in no part that is sent. */
  toPlace: number
  unitPrice: string
  net: string
  /** Goods, tax and this line's share of the charges for one unit, for the live sum in the split editor. */
  netMinor: number
  taxMinor: number
  found: boolean
}

export interface StockGrid {
  readAt: string | null
  /** Lines the stores were judged by: still to place, or as they were when the order was decided last. */
  linesTotal: number
  /** Best store first. */
  stores: {
    id: string
    name: string
    eligible: boolean
    excludedBecause: string | null
    /** A person may choose it, even where the policy would not. */
    pushable: boolean
    linesCovered: number
    distance: string | null
    /** In the order of `lines`. `available` may be negative; null: nobody counts it, or no item was found. */
    cells: {
      lineId: string
      available: number | null
      wanted: number
      promised: number
      /** Units that transfers are bringing to the store: told, not counted as available. */
      onTheWay: number
      mark: 'enough' | 'part' | 'none' | 'no-item'
    }[]
  }[]
}

export interface ExplanationScreen {
  /** What the policy does, in a sentence; null for a choice made by hand. */
  policy: string | null
  /** Where distances come from, or that none is known. */
  distance: string
  stores: { name: string; sentence: string; chosen: boolean }[]
  /** Why a split needs that many stores; null where nothing was split. */
  fewer: string | null
}

export interface SuggestionCard {
  /** "Push to Portland: all 4 lines, 12 km" */
  title: string
  because: string
  kind: 'whole' | 'split' | 'split-with-left-over' | 'transfer-first'
  parts: {
    storeId: string
    storeName: string
    allocations: { lineId: string; quantity: number; unitsShort: number }[]
  }[]
  /** "Send 1 × Mug from Bend to Portland" */
  transfers: string[]
  oversold: boolean
}

export interface PartScreen {
  ordinal: number
  storeName: string
  state: PartState
  reference: string
  units: number
  oversold: boolean
  total: string
  ticketNumber: string | null
  saleId: string | null
  lines: { sku: string; title: string; quantity: number; unitsShort: number }[]
  money: { label: string; amount: string }[]
  /** What puts an oversold part right: "Send 1 × Mug from Bend to Portland". */
  transfers: string[]
  problem: string | null
}

export interface TimelineEntry {
  id: string
  at: string
  by: { kind: 'person' | 'system' | 'channel'; name: string }
  title: string
  detail: string | null
  /** What a person wrote; null for what happened. */
  comment: string | null
  /** Calls to Lightspeed are folded under the step that made them. */
  call: { method: string; path: string; status: number | null; ms: number } | null
  tone: 'plain' | 'good' | 'warn' | 'bad'
}

/** What a split as typed, or a whole push, would do. Amounts always sum to the order. */
export interface SplitPreview {
  parts: (PushPreview & { storeId: string; totalMinor: number })[]
  leftOver: { lineId: string; title: string; quantity: number }[]
  leftOverTotal: string
  /** What is in other sales of this order already; null when nothing is. */
  elsewhereTotal: string | null
  /** Why it cannot be pushed like this; null when it can. */
  problem: string | null
}

/** What the short-push confirm shows before anything is done. */
export interface PushPreview {
  storeName: string
  units: number
  total: string
  lines: { sku: string; title: string; toFulfil: number; available: number | null; short: number }[]
  /** What would put it right afterwards. */
  transfers: string[]
  short: boolean
}
