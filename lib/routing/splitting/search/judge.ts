import { byText } from '../by-text'
import { fillItem, type Budget } from '../fill-item'
import { unitsIn, type Problem } from './problem'

/** A set of stores and what it reaches on every level of the objective but the ids. */
export interface Judged {
  stores: number[]
  fulfilled: number
  divided: number
  weight: number
}

/** Units of one item that these stores can serve, and the fewest of its lines they have to divide for that. */
export function judgeItem(
  problem: Problem,
  stores: readonly number[],
  item: number,
  budget: Budget,
): { units: number; divided: number } {
  const lines = problem.items[item] ?? []
  const need = problem.needOf(item)
  if (need === 0) return { units: 0, divided: 0 }
  if (lines.length > 1) return fillItem(lines, unitsIn(problem, stores, item), budget)
  let [units, givers] = [0, 0]
  for (const store of stores) {
    const cap = problem.cap(store, item)
    if (cap >= need) return { units: need, divided: 0 }
    units += cap
    if (cap > 0) givers += 1
  }
  return { units: Math.min(units, need), divided: givers > 1 ? 1 : 0 }
}

export function judge(problem: Problem, stores: readonly number[], budget: Budget): Judged {
  const judged: Judged = { stores: [...stores], fulfilled: 0, divided: 0, weight: 0 }
  for (let item = 0; item < problem.items.length; item += 1) {
    const { units, divided } = judgeItem(problem, stores, item, budget)
    judged.fulfilled += units
    judged.divided += divided
  }
  for (const store of stores) judged.weight += problem.weightOf(store)
  return judged
}

/** Whether these stores serve every unit that all stores together can serve. */
export function servesAll(problem: Problem, stores: readonly number[], budget: Budget): boolean {
  for (let item = 0; item < problem.items.length; item += 1)
    if (judgeUnits(problem, stores, item, budget) < problem.needOf(item)) return false
  return true
}

/** Units alone: the sum of what the stores have, unless lines must stay whole and share an item. */
function judgeUnits(problem: Problem, stores: readonly number[], item: number, budget: Budget): number {
  if (problem.mustPack(item)) return judgeItem(problem, stores, item, budget).units
  let units = 0
  for (const store of stores) units += problem.cap(store, item)
  return units
}

/** Negative: `a` is better on the whole objective, level by level. */
export function compareJudged(problem: Problem, a: Judged, b: Judged): number {
  return (
    b.fulfilled - a.fulfilled ||
    a.stores.length - b.stores.length ||
    a.divided - b.divided ||
    a.weight - b.weight ||
    compareIds(problem, a.stores, b.stores)
  )
}

function compareIds(problem: Problem, a: readonly number[], b: readonly number[]): number {
  const ids = (stores: readonly number[]) =>
    stores.map((store) => problem.stores[store]?.id ?? '').toSorted(byText)
  const [one, other] = [ids(a), ids(b)]
  const differing = one.findIndex((id, index) => id !== other[index])
  return differing === -1 ? 0 : byText(one[differing] ?? '', other[differing] ?? '')
}
