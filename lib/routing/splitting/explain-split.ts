import { planSplit, type SplitAnswer } from './plan-split'
import type { SplitOptions, SplitRequest } from './split-request'

/** Why a store is in the split, what could take its place and why it did not, and why fewer stores are not enough. */
export interface SplitExplanation {
  stores: StoreReason[]
  /** The most that one store fewer can serve; null: not looked at to the end. */
  oneFewer: { stores: number; fulfilled: number; wanted: number } | null
}

export interface StoreReason {
  storeId: string
  because:
    | 'only-one-with-everything'
    /** Without it some units of these items cannot be served at all. */
    | 'only-holder'
    /** No single other store can take its place beside the others. */
    | 'needed'
    /** Others could, see `instead`. */
    | 'one-of'
    /** The others serve as much without it: a split by hand may be so, a plan never is. */
    | 'not-needed'
  /** Items this is about: for `only-holder` those no others have enough of, else those it serves here. */
  items: string[]
  /** Stores that could take its place, best first. */
  instead: Alternative[]
}

/** A store that could take another's place, and the rule that tells them apart. */
export interface Alternative {
  storeId: string
  rule: 'divided' | 'cost' | 'depth' | 'id'
  /** Whether it would be the better choice by that rule: never in a plan, now and then in a split by hand. */
  better: boolean
}

type Objective = SplitAnswer['objective']

/** Steps for the question what one store fewer could do: an explanation is worth no more. */
const EXPLAIN_WORK = 20_000
/** Alternatives named for a store. */
const INSTEAD = 3

/** Explains who serves what of a request: as `planSplit` planned it, or as a person placed it. */
export function explainSplit(
  request: SplitRequest,
  options: SplitOptions,
  allocations: SplitAnswer['allocations'],
): SplitExplanation {
  const used = [...new Set(allocations.map((allocation) => allocation.storeId))].toSorted()
  const asked: Asked = { request, options: { ...options, maxStores: null, maxWork: EXPLAIN_WORK }, used }
  const reached = reachedBy(asked, used)
  const lines = new Map(request.lines.map((line) => [line.id, line.item]))
  const servedBy = (storeId: string) =>
    allocations.flatMap((one) => (one.storeId === storeId ? [lines.get(one.lineId) ?? ''] : []))
  return {
    stores: reached
      ? used.map((storeId) => reasonFor(asked, reached, storeId, [...new Set(servedBy(storeId))].toSorted()))
      : [],
    oneFewer: used.length < 2 ? null : oneFewer(request, options, used.length - 1),
  }
}

interface Asked {
  request: SplitRequest
  options: SplitOptions
  /** Stores of the split, by id. */
  used: string[]
}

/** What just these stores reach of the request. */
function reachedBy({ request, options }: Asked, storeIds: readonly string[]): Objective | null {
  const stores = request.stores.filter((store) => storeIds.includes(store.id))
  const result = planSplit({ lines: request.lines, stores }, options)
  return result.ok ? result.answer.objective : null
}

function reasonFor(asked: Asked, reached: Objective, storeId: string, items: string[]): StoreReason {
  const others = asked.used.filter((id) => id !== storeId)
  const without = reachedBy(asked, others)
  const plain = (because: StoreReason['because'], about = items): StoreReason => ({
    storeId,
    because,
    items: about,
    instead: [],
  })
  if (without && without.fulfilled >= reached.fulfilled) return plain('not-needed')
  const instead = alternatives(asked, reached, storeId, others)
  if (instead.length > 0) return { storeId, because: 'one-of', items, instead }
  if (asked.used.length === 1) return plain('only-one-with-everything')
  const rare = items.filter((item) => isRare(asked.request, storeId, item))
  return rare.length > 0 ? plain('only-holder', rare) : plain('needed')
}

/** Whether all other stores together have too few of an item for what could be served with this one. */
function isRare({ lines, stores }: SplitRequest, storeId: string, item: string): boolean {
  const wanted = lines.reduce((sum, line) => sum + (line.item === item ? line.quantity : 0), 0)
  const unitsIn = (of: (id: string) => boolean) =>
    stores.reduce(
      (sum, { id, stock, excluded }) => (!excluded && of(id) ? sum + Math.max(0, stock[item] ?? 0) : sum),
      0,
    )
  return (
    unitsIn((id) => id !== storeId) <
    Math.min(
      wanted,
      unitsIn(() => true),
    )
  )
}

/** Stores that serve as much in its place, the best of them first. */
function alternatives(asked: Asked, reached: Objective, storeId: string, others: string[]): Alternative[] {
  const found = asked.request.stores.flatMap(({ id, excluded }) => {
    if (excluded || asked.used.includes(id)) return []
    const objective = reachedBy(asked, [...others, id])
    const asMuch =
      objective && objective.fulfilled >= reached.fulfilled && objective.stores === asked.used.length
    return asMuch ? [{ ...objective, id }] : []
  })
  return found
    .toSorted(
      (a, b) => a.divided - b.divided || a.cost - b.cost || b.depth - a.depth || (a.id < b.id ? -1 : 1),
    )
    .slice(0, INSTEAD)
    .map((theirs) => ({ storeId: theirs.id, ...difference(theirs, { ...reached, id: storeId }) }))
}

type Compared = Objective & { id: string }

/** The first level of the objective on which the split with the other store differs. */
function difference(theirs: Compared, ours: Compared): Pick<Alternative, 'rule' | 'better'> {
  if (theirs.divided !== ours.divided) return { rule: 'divided', better: theirs.divided < ours.divided }
  if (theirs.cost !== ours.cost) return { rule: 'cost', better: theirs.cost < ours.cost }
  if (theirs.depth !== ours.depth) return { rule: 'depth', better: theirs.depth > ours.depth }
  return { rule: 'id', better: theirs.id < ours.id }
}

function oneFewer(
  request: SplitRequest,
  options: SplitOptions,
  stores: number,
): SplitExplanation['oneFewer'] {
  const result = planSplit(request, { ...options, maxStores: stores, maxWork: EXPLAIN_WORK })
  if (!result.ok || !result.answer.proof.optimal) return null
  const wanted = request.lines.reduce((sum, line) => sum + line.quantity, 0)
  return { stores, fulfilled: result.answer.objective.fulfilled, wanted }
}
