import { availabilityOf, coverLines, drawsStock } from './availability'
import { metresBetween } from './distance'
import { excludedBecause, priorityOf } from './eligibility'
import type { DecisionRequest, RoutingStore, StoreVerdict } from '../types'

export interface Weighed {
  store: RoutingStore
  verdict: StoreVerdict
  priority: number
  /** Every unit of every line. */
  coversAll: boolean
}

/** Looks at every store against the order: eligible or why not, what it covers, how much it has, how far it is. */
export function weighStores(request: DecisionRequest): Weighed[] {
  const availability = availabilityOf(request)
  const items = [
    ...new Set(
      request.lines.filter(drawsStock).flatMap((line) => (line.itemId === null ? [] : [line.itemId])),
    ),
  ]
  return request.stores.map((store) => {
    const covers = coverLines(request.lines, store.id, availability)
    const excluded = excludedBecause(store, request.policy)
    const verdict: StoreVerdict = {
      storeId: store.id,
      eligible: excluded === null,
      excludedBecause: excluded,
      linesCovered: covers.filter(({ line, covered }) => covered === line.quantity).length,
      unitsCovered: covers.reduce((sum, { covered }) => sum + covered, 0),
      stockOfItems: items.reduce((sum, item) => sum + Math.max(0, availability(store.id, item)), 0),
      distanceMetres: request.shipTo && store.location ? metresBetween(request.shipTo, store.location) : null,
      lines: covers.map(({ line, available, covered }) => ({
        lineId: line.id,
        wanted: line.quantity,
        available,
        unitsShort: line.quantity - covered,
      })),
      chosen: false,
      decidedBy: excluded === null ? 'not-needed' : 'not-eligible',
    }
    return {
      store,
      verdict,
      priority: priorityOf(store, request.policy),
      coversAll: covers.every(({ line, covered }) => covered === line.quantity),
    }
  })
}

type Rule = StoreVerdict['decidedBy']
type Step = [Rule, (a: Weighed, b: Weighed) => number]

const more = (of: (w: Weighed) => number) => (a: Weighed, b: Weighed) => of(b) - of(a)
const byId = (a: Weighed, b: Weighed) => (a.store.id < b.store.id ? -1 : a.store.id > b.store.id ? 1 : 0)

/** A store without coordinates comes after those with; where no distance is known, this rule is silent. */
const nearer = (a: Weighed, b: Weighed) => {
  const [one, other] = [a.verdict.distanceMetres ?? Infinity, b.verdict.distanceMetres ?? Infinity]
  return one === other ? 0 : one - other
}

const LAST: Step[] = [
  ['most-stock', more((w) => w.verdict.stockOfItems)],
  ['distance', nearer],
  ['priority', (a, b) => a.priority - b.priority],
  ['store-id', byId],
]

/** Tie-breaks in the order product policy states them: each speaks only where all before it are silent. */
export const BEST_STORE: Step[] = [
  ['lines-covered', more((w) => w.verdict.linesCovered)],
  ['units-covered', more((w) => w.verdict.unitsCovered)],
  ...LAST,
]
export const COVERING_STORE: Step[] = LAST

/** The best of these stores, and by which rule each other one lost against it. */
export function rank(
  candidates: Weighed[],
  steps: Step[],
): { best: Weighed | null; order: Weighed[]; lostBy: Map<string, Rule> } {
  const compare = (a: Weighed, b: Weighed) => {
    for (const [, step] of steps) {
      const verdict = step(a, b)
      if (verdict !== 0) return verdict
    }
    return 0
  }
  const order = candidates.toSorted(compare)
  const [best] = order
  const lostBy = new Map<string, Rule>()
  for (const other of order.slice(1)) {
    const decisive = steps.find(([, step]) => best && step(best, other) < 0)
    lostBy.set(other.store.id, decisive?.[0] ?? 'store-id')
  }
  return { best: best ?? null, order, lostBy }
}
