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
    /** Others could; it is better than each of them. */
    | 'best-of'
  /** Items this is about: for `only-holder` those no others have enough of, else those it serves here. */
  items: string[]
  /** Stores that could take its place, best first. */
  instead: { storeId: string; lostBy: 'fewer-divided' | 'cost' | 'depth' | 'id' }[]
}

/** Steps for the question what one store fewer could do: an explanation is worth no more. */
const EXPLAIN_WORK = 20_000
/** Alternatives named for a store. */
const INSTEAD = 3

/** Explains a split that `planSplit` made of the same request; a split by hand has its own words. */
export function explainSplit(
  request: SplitRequest,
  options: SplitOptions,
  answer: SplitAnswer,
): SplitExplanation {
  const used = [...new Set(answer.allocations.map((allocation) => allocation.storeId))].toSorted()
  const wanted = request.lines.reduce((sum, line) => sum + line.quantity, 0)
  return {
    stores: used.map((storeId) => reasonFor(request, options, answer, used, storeId)),
    oneFewer: used.length < 2 ? null : oneFewer(request, options, used.length - 1, wanted),
  }
}

function reasonFor(
  request: SplitRequest,
  options: SplitOptions,
  answer: SplitAnswer,
  used: string[],
  storeId: string,
): StoreReason {
  const lines = new Map(request.lines.map((line) => [line.id, line]))
  const served = answer.allocations.flatMap((allocation) =>
    allocation.storeId === storeId ? [lines.get(allocation.lineId)?.item ?? ''] : [],
  )
  const instead = replacements(request, options, answer, used, storeId)
  const rare = [...new Set(served)].filter((item) => isRare(request, answer, storeId, item))
  const because =
    instead.length > 0
      ? 'best-of'
      : used.length === 1
        ? 'only-one-with-everything'
        : rare.length > 0
          ? 'only-holder'
          : 'needed'
  const items = because === 'only-holder' ? rare : [...new Set(served)]
  return { storeId, because, items: items.toSorted(), instead }
}

/** Whether all other stores together have too few of an item for what is served of it. */
function isRare(request: SplitRequest, answer: SplitAnswer, storeId: string, item: string): boolean {
  const ids = new Set(request.lines.filter((line) => line.item === item).map((line) => line.id))
  const served = answer.allocations.reduce((sum, one) => sum + (ids.has(one.lineId) ? one.quantity : 0), 0)
  const others = request.stores.reduce(
    (sum, store) =>
      store.id === storeId || store.excluded ? sum : sum + Math.max(0, store.stock[item] ?? 0),
    0,
  )
  return others < served
}

/** Stores that serve as much in its place, by the rule they lost by; judged by the planner over just these stores. */
function replacements(
  request: SplitRequest,
  options: SplitOptions,
  answer: SplitAnswer,
  used: string[],
  storeId: string,
): StoreReason['instead'] {
  const kept = new Set(used.filter((id) => id !== storeId))
  const found = request.stores.flatMap((store) => {
    if (store.excluded || used.includes(store.id)) return []
    const stores = request.stores.filter((one) => kept.has(one.id) || one.id === store.id)
    const result = planSplit({ lines: request.lines, stores }, { ...options, maxWork: EXPLAIN_WORK })
    if (!result.ok) return []
    const { objective } = result.answer
    if (objective.fulfilled < answer.objective.fulfilled || objective.stores !== used.length) return []
    return [{ storeId: store.id, objective, lostBy: lostBy(objective, answer.objective) }]
  })
  return found
    .toSorted(
      (a, b) =>
        a.objective.divided - b.objective.divided ||
        a.objective.cost - b.objective.cost ||
        b.objective.depth - a.objective.depth ||
        (a.storeId < b.storeId ? -1 : 1),
    )
    .slice(0, INSTEAD)
    .map(({ storeId: id, lostBy: rule }) => ({ storeId: id, lostBy: rule }))
}

function lostBy(
  theirs: SplitAnswer['objective'],
  ours: SplitAnswer['objective'],
): StoreReason['instead'][number]['lostBy'] {
  if (theirs.divided !== ours.divided) return 'fewer-divided'
  if (theirs.cost !== ours.cost) return 'cost'
  return theirs.depth === ours.depth ? 'id' : 'depth'
}

function oneFewer(
  request: SplitRequest,
  options: SplitOptions,
  stores: number,
  wanted: number,
): SplitExplanation['oneFewer'] {
  const result = planSplit(request, { ...options, maxStores: stores, maxWork: EXPLAIN_WORK })
  if (!result.ok || !result.answer.proof.optimal) return null
  return { stores, fulfilled: result.answer.objective.fulfilled, wanted }
}
