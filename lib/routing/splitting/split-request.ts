/** What the planner is asked, what it may be asked, and why it refuses the rest. */

export interface SplitRequest {
  lines: { id: string; item: string; quantity: number; keepWhole?: boolean }[]
  /** `stock` is what the store has available by item: whole units; negative counts as 0, and so does what is missing. */
  stores: { id: string; cost: number; excluded?: boolean; stock: Readonly<Record<string, number>> }[]
}

export interface SplitOptions {
  /** False: every line comes whole from one store or is left over whole. */
  allowDivide: boolean
  maxStores?: number | null
  /** Steps of the search before the best found so far is taken; counts work, not time. */
  maxWork?: number
  /** Above this, more stock than wanted no longer counts as deeper. */
  cap?: number
}

export type SplitRefusal =
  | { kind: 'duplicate-line'; lineId: string }
  | { kind: 'duplicate-store'; storeId: string }
  | { kind: 'bad-quantity'; lineId: string }
  | { kind: 'bad-cost'; storeId: string }
  | { kind: 'bad-stock'; storeId: string; item: string }
  | { kind: 'bad-option'; option: 'maxStores' | 'maxWork' | 'cap' }
  | { kind: 'costs-too-large' }

export const DEFAULT_CAP = 10

/** The first thing wrong with a request; null: it can be planned. Stock is judged as it is read, see `unitsOf`. */
export function refusalOf(request: SplitRequest, options: SplitOptions): SplitRefusal | null {
  for (const option of ['maxStores', 'maxWork', 'cap'] as const) {
    const value = options[option] ?? 0
    if (!Number.isSafeInteger(value) || value < 0) return { kind: 'bad-option', option }
  }
  const seen = new Set<string>()
  for (const { id, quantity } of request.lines) {
    if (seen.has(id)) return { kind: 'duplicate-line', lineId: id }
    seen.add(id)
    if (!Number.isSafeInteger(quantity) || quantity < 1) return { kind: 'bad-quantity', lineId: id }
  }
  return storeRefusal(request, options.cap ?? DEFAULT_CAP)
}

function storeRefusal({ lines, stores }: SplitRequest, cap: number): SplitRefusal | null {
  const seen = new Set<string>()
  let dearest = 0
  for (const { id, cost } of stores) {
    if (seen.has(id)) return { kind: 'duplicate-store', storeId: id }
    seen.add(id)
    if (!Number.isSafeInteger(cost) || cost < 0) return { kind: 'bad-cost', storeId: id }
    dearest = Math.max(dearest, cost)
  }
  // Cost and depth are compared as one number, which has to be exact for any set that may be used.
  const used = mostUsed(lines, stores.length)
  const heaviest = (dearest * used + 1) * (used * lines.length * cap + 1)
  return Number.isSafeInteger(heaviest) ? null : { kind: 'costs-too-large' }
}

/** No plan uses more stores than this: each serves at least one unit, or it is not needed. */
export const mostUsed = (lines: readonly { quantity: number }[], stores: number): number =>
  Math.min(
    stores,
    lines.reduce((sum, line) => sum + line.quantity, 0),
  )

/** Whole units that a store has of an item, 0 or more; null: the figure is none. */
export function unitsOf(stock: Readonly<Record<string, unknown>>, item: string): number | null {
  const units = stock[item]
  if (typeof units === 'number') return Number.isSafeInteger(units) ? Math.max(0, units) : null
  // Item codes are anybody's text, and an object has a "constructor" that nobody stocked.
  return units === undefined || !Object.hasOwn(stock, item) ? 0 : null
}

/** Why a request cannot be planned: one sentence that says what to put right. */
export function planRefusalSentence(refusal: SplitRefusal): string {
  switch (refusal.kind) {
    case 'duplicate-line':
      return `Two lines have the id “${refusal.lineId}”: give each its own.`
    case 'duplicate-store':
      return `Two stores have the id “${refusal.storeId}”: give each its own.`
    case 'bad-quantity':
      return `The quantity of line “${refusal.lineId}” must be a whole number, 1 or more.`
    case 'bad-cost':
      return `The cost of store “${refusal.storeId}” must be a whole number, 0 or more.`
    case 'bad-stock':
      return `The stock of “${refusal.item}” in store “${refusal.storeId}” must be a whole number.`
    case 'bad-option':
      return `${refusal.option} must be a whole number, 0 or more.`
    case 'costs-too-large':
      return 'The costs are too large to be added up exactly: use a coarser unit.'
  }
}
