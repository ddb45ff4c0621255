import type { SplitRequest } from '../../lib/routing/splitting/split-request'

/**
 * How shops split orders today: rules that walk a list and never look back, written from their public descriptions.
 * Each answers the stores it uses; what it cannot fill it leaves, as the real ones do.
 */
export interface Rule {
  name: string
  /** Whose default, or documented, way it is. */
  whose: string
  stores(request: SplitRequest): string[]
}

/** What is still to be placed, by item, and what each store has. */
class Desk {
  readonly open = new Map<string, number>()
  readonly used = new Set<string>()
  private readonly shelves: Map<string, Map<string, number>>

  constructor(readonly request: SplitRequest) {
    for (const { item, quantity } of request.lines) this.open.set(item, (this.open.get(item) ?? 0) + quantity)
    this.shelves = new Map(
      request.stores.map(({ id, stock }) => [
        id,
        new Map(Object.entries(stock).map(([item, n]) => [item, Math.max(0, n)])),
      ]),
    )
  }

  has(store: string, item: string): number {
    return this.shelves.get(store)?.get(item) ?? 0
  }

  coverOf(store: string): number {
    return [...this.open].reduce((sum, [item, units]) => sum + Math.min(units, this.has(store, item)), 0)
  }

  take(store: string, item: string): void {
    const units = Math.min(this.open.get(item) ?? 0, this.has(store, item))
    if (units === 0) return
    this.used.add(store)
    this.open.set(item, (this.open.get(item) ?? 0) - units)
    this.shelves.get(store)?.set(item, this.has(store, item) - units)
  }

  takeAll(store: string): void {
    for (const item of this.open.keys()) this.take(store, item)
  }

  get done(): boolean {
    return [...this.open.values()].every((units) => units === 0)
  }
}

const byCost = (request: SplitRequest) =>
  request.stores
    .filter((store) => !store.excluded)
    .toSorted((a, b) => a.cost - b.cost || (a.id < b.id ? -1 : 1))

function walk(request: SplitRequest): string[] {
  const desk = new Desk(request)
  for (const { id } of byCost(request)) {
    if (desk.done) break
    desk.takeAll(id)
  }
  return [...desk.used]
}

function deepestPerLine(request: SplitRequest): string[] {
  const desk = new Desk(request)
  for (const item of desk.open.keys())
    for (const { id } of byCost(request).toSorted((a, b) => desk.has(b.id, item) - desk.has(a.id, item))) {
      if (desk.open.get(item) === 0) break
      desk.take(id, item)
    }
  return [...desk.used]
}

function oneElseWalk(request: SplitRequest): string[] {
  const desk = new Desk(request)
  const wanted = [...desk.open.values()].reduce((sum, units) => sum + units, 0)
  const whole = byCost(request).find(({ id }) => desk.coverOf(id) === wanted)
  return whole ? [whole.id] : walk(request)
}

function largestCoverFirst(request: SplitRequest): string[] {
  const desk = new Desk(request)
  while (!desk.done) {
    const covers = byCost(request).map(({ id }) => [id, desk.coverOf(id)] as const)
    const best = covers.reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0] as const)
    if (best[1] === 0) break
    desk.takeAll(best[0])
  }
  return [...desk.used]
}

export const RULES: Rule[] = [
  { name: 'priority or distance walk', whose: 'Magento MSI, Solidus', stores: walk },
  { name: 'deepest stock per line', whose: 'Saleor', stores: deepestPerLine },
  { name: 'one store if it has all, else walk', whose: 'Spree', stores: oneElseWalk },
  { name: 'largest cover first', whose: 'textbook greedy', stores: largestCoverFirst },
]
