import type { SplitExplanation } from './splitting/explain-split'

/**
 * What goes into a routing decision and what comes out. Nothing here knows a clock, a database or a channel.
 * Quantities are whole units, money is whole minor units, distances are metres, ids are text.
 */

export interface GeoPoint {
  latitude: number
  longitude: number
}

// ───────────────────────────── policy ─────────────────────────────

/** The four policies a merchant chooses from, per integration. */
export type Policy =
  | { kind: 'single-store'; storeId: string }
  | { kind: 'best-store' }
  | { kind: 'hold-if-short' }
  | {
      kind: 'split'
      /** Most parts an order may become; null: no limit. */
      maxParts: number | null
      keepLinesWhole: boolean
      /** An order with a part of less goods value is held; the search itself ignores this. */
      smallestPartMinor: number | null
      whenUncovered: 'hold' | 'push-covered'
    }

export type ReviewRule =
  | { kind: 'total-above'; minor: number }
  | { kind: 'tag'; value: string }
  | { kind: 'payment-method'; value: string }
  | { kind: 'country'; value: string }
  | { kind: 'risk' }

export interface PolicyBody {
  policy: Policy
  /** Store ids the integration may use, best priority first; null: all of them in their own order. */
  allowedStores: string[] | null
  reviewRules: ReviewRule[]
  paused: boolean
  /** Whether units that older held orders wait for are taken off what is available. */
  promiseToHeldOrders: boolean
  closedRegister: 'send' | 'open' | 'wait'
  /**
   * Whether a held order that waits for stock alone is pushed by itself once a plan fills it; absent in what was decided
   * before this could be chosen: it is only marked ready.
   */
  pushReady?: boolean | undefined
}

// ───────────────────────────── request ─────────────────────────────

export interface RoutingLine {
  id: string
  /** The merchant's item; null when no item was found, which `problems` then says. */
  itemId: string | null
  sku: string
  title: string
  /** Units still to ship, at least 1. */
  quantity: number
  /** `non-stock`: services and the like, available everywhere. */
  stock: 'stock' | 'non-stock'
  /** Goods value of these units after discounts. */
  netMinor: number
}

export interface RoutingStore {
  id: string
  name: string
  /** Lower is better; the integration's own rank where it has one. */
  priority: number
  safetyStock: number
  enabled: boolean
  archived: boolean
  register: 'open' | 'closed' | 'missing' | 'archived'
  location: GeoPoint | null
  /** Only stores of one POS account can send each other stock. Absent in what was decided before this was looked at. */
  posAccountId?: string
}

/** Stock of one item in one store as last read. A missing row counts as 0. */
export interface StockRow {
  storeId: string
  itemId: string
  sellable: number
  /** Units this app has promised to other orders and that the reading does not show yet. */
  promised: number
}

/**
 * Units of `promised` that a held order which was planned before this one counts on. They bind plans, so that two
 * held orders never count on the same unit; a person who pushes is held only to what parts were promised.
 */
export interface HeldClaim {
  orderId: string
  storeId: string
  itemId: string
  units: number
}

/** Where the place of an address came from; null: it is not known. */
export type PlacedBy = 'coordinates' | 'postal-code' | null

/** Everything a decision may look at. It is stored whole with the plan, so a decision can be read years later. */
export interface DecisionRequest {
  lines: RoutingLine[]
  stores: RoutingStore[]
  stock: StockRow[]
  /** UTC instant of the stock reading, ISO 8601. */
  stockReadAt: string
  shipTo: GeoPoint | null
  /** Absent in what was decided before places were looked up: then only coordinates counted. */
  placedBy?: PlacedBy
  /** Absent where the order was decided alone. */
  heldBefore?: HeldClaim[]
  order: {
    totalMinor: number
    currency: string
    country: string | null
    paymentMethod: string
    tags: string[]
    risky: boolean
  }
  /** What is wrong with the order itself, found before routing; any of these holds it under every policy. */
  problems: HoldReason[]
  policy: PolicyBody
  policyVersion: number
}

// ───────────────────────────── answer ─────────────────────────────

export const HOLD_CODES = [
  'no-single-store',
  'short-everywhere',
  'too-many-parts',
  'line-not-found',
  'line-ambiguous',
  'no-eligible-store',
  'review-rule',
  'paused',
  'stock-unknown',
  'changed-upstream',
  'money-mismatch',
  'line-kept-whole',
  'part-too-small',
  'fractional-quantity',
  'several-addresses',
  'currency',
  'short-at-push',
  'push-refused',
  'sale-found',
  'sale-undone',
] as const

export type HoldCode = (typeof HOLD_CODES)[number]

/** Why an order is held. `lines` names the lines it is about; `facts` fills the sentence. */
export interface HoldReason {
  code: HoldCode
  lines: { lineId: string; sku: string; title: string; unitsShort: number }[]
  facts: Record<string, string | number>
}

export interface Allocation {
  lineId: string
  quantity: number
  /** Units of `quantity` the store does not have. 0 unless the policy or a person pushes although short. */
  unitsShort: number
}

export interface PlannedPart {
  storeId: string
  allocations: Allocation[]
  oversold: boolean
}

export interface LeftOver {
  lineId: string
  quantity: number
  reason: 'no-stock-anywhere' | 'no-store-holds-the-whole-line' | 'too-many-parts' | 'not-placed'
}

/** Stock to move so that a short part can be filled. */
export interface TransferSuggestion {
  fromStoreId: string
  toStoreId: string
  itemId: string
  lineId: string
  quantity: number
}

/** One store's place in the decision. */
export interface StoreVerdict {
  storeId: string
  eligible: boolean
  /** Why it is left out; null when eligible. */
  excludedBecause:
    | 'not-allowed'
    | 'switched-off'
    | 'archived'
    | 'no-register'
    | 'register-archived'
    | 'register-closed'
    | null
  linesCovered: number
  unitsCovered: number
  /** Σ max(0, available) over the order's distinct stock items. */
  stockOfItems: number
  distanceMetres: number | null
  /** Line by line: what is wanted, what is available there (may be negative), what is missing. */
  lines: { lineId: string; wanted: number; available: number; unitsShort: number }[]
  chosen: boolean
  /** The rule by which it won or lost against the chosen one. */
  decidedBy:
    | 'chosen'
    | 'not-eligible'
    | 'does-not-cover'
    | 'named-by-policy'
    | 'lines-covered'
    | 'units-covered'
    | 'most-stock'
    | 'distance'
    | 'priority'
    | 'store-id'
    | 'not-needed'
}

/** A way to fill the order that a person can take with one click. */
export interface Suggestion {
  kind: 'whole' | 'split' | 'split-with-left-over'
  parts: PlannedPart[]
  leftOver: LeftOver[]
  transfers: TransferSuggestion[]
  /** What the search proved of the number of parts; absent where there was nothing to search. */
  proof?: { optimal: boolean; stores: number }
}

export interface Explanation {
  policyKind: Policy['kind'] | 'by-hand'
  policyVersion: number
  stores: StoreVerdict[]
  /** What the split search proved: the fewest stores that can serve what was served. */
  proof: { optimal: boolean; stores: number } | null
  /** Why a split uses these stores and no fewer; absent where nothing was split. */
  split?: SplitExplanation
  /** Whether distance could be used; false when the order or every store has no coordinates. */
  distanceKnown: boolean
}

/** A decision: to push these parts, or to hold for these reasons. Nothing else can come out. */
export type Decision =
  | {
      outcome: 'push'
      parts: PlannedPart[]
      leftOver: LeftOver[]
      /** Non-empty only with `push-covered`: why the left over stays behind. */
      holdReasons: HoldReason[]
      transfers: TransferSuggestion[]
      explanation: Explanation
    }
  | {
      outcome: 'hold'
      holdReasons: HoldReason[]
      /** Best first; empty when nothing can be pushed at all. */
      suggestions: Suggestion[]
      /** Units that exist in no eligible store. */
      leftOver: LeftOver[]
      explanation: Explanation
    }
