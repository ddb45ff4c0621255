import type { LeftOver } from '../types'
import { fillItem, type Budget, type ItemFill, type ItemLine } from './fill-item'
import { byText } from './by-text'
import { Problem, type ProblemStore } from './search/problem'
import { searchSplit } from './search/search'
import {
  DEFAULT_CAP,
  refusalOf,
  type SplitOptions,
  type SplitRefusal,
  type SplitRequest,
  unitsOf,
} from './split-request'

export interface SplitAnswer {
  allocations: { lineId: string; storeId: string; quantity: number }[]
  leftOver: LeftOver[]
  objective: { fulfilled: number; stores: number; divided: number; cost: number; depth: number }
  /** `stores` is a true lower bound on the stores needed; with `optimal` the whole objective is proven. */
  proof: { optimal: boolean; stores: number }
}

export type SplitResult = { ok: true; answer: SplitAnswer } | { ok: false; refusal: SplitRefusal }

/** Steps of the search: enough for a proof at 100 stores and 30 lines many times over, and seconds at worst. */
const DEFAULT_WORK = 300_000

/**
 * Splits an order over the fewest stores: the whole objective of the trade, in this order: most units, fewest
 * stores, fewest divided lines, least cost, deepest remaining stock, smallest ids. Pure and deterministic; the
 * order of lines and stores in the input changes nothing.
 */
export function planSplit(request: SplitRequest, options: SplitOptions): SplitResult {
  const refusal = refusalOf(request, options)
  if (refusal) return { ok: false, refusal }
  const budget: Budget = { left: options.maxWork ?? DEFAULT_WORK }
  const problem = pose(request, options, budget)
  if (!(problem instanceof Problem)) return { ok: false, refusal: problem }
  const { stores, proof } = searchSplit(problem, options.maxStores ?? null, budget)
  return { ok: true, answer: { ...answer(request, options, problem, stores), proof } }
}

/** The request in the search's own terms: lines pooled per item, stores with something to give, both sorted. */
function pose(request: SplitRequest, options: SplitOptions, budget: Budget): Problem | SplitRefusal {
  const items = new Map<string, ItemLine[]>()
  const sorted = [...request.lines.entries()].toSorted(([, a], [, b]) => byText(a.id, b.id))
  for (const [line, { item, quantity, keepWhole }] of sorted) {
    const lines = items.get(item) ?? []
    lines.push({ line, quantity, keepWhole: (keepWhole ?? false) || !options.allowDivide })
    items.set(item, lines)
  }
  const names = [...items.keys()].toSorted(byText)
  const pooled = names.map((item) => items.get(item) ?? [])
  const wanted = pooled.map((lines) => lines.reduce((sum, line) => sum + line.quantity, 0))
  const cap = options.cap ?? DEFAULT_CAP
  const stores: ProblemStore[] = []
  for (const { id, cost, excluded, stock } of request.stores) {
    if (excluded) continue
    const has: number[] = []
    let [depth, any] = [0, false]
    for (let item = 0; item < names.length; item += 1) {
      const units = unitsOf(stock, names[item] ?? '')
      if (units === null) return { kind: 'bad-stock', storeId: id, item: names[item] ?? '' }
      has.push(units)
      if (units > 0) any = true
      const spare = units - (wanted[item] ?? 0)
      if (spare > 0) depth += Math.min(cap, spare)
    }
    if (any) stores.push({ id, cost, depth, has })
  }
  return new Problem(pooled, stores, budget)
}

/** The chosen stores' units, line by line, and what no line got. */
function answer(
  request: SplitRequest,
  options: SplitOptions,
  problem: Problem,
  chosen: number[],
): Omit<SplitAnswer, 'proof'> {
  const stores = chosen.flatMap((index) => problem.stores[index] ?? [])
  // The search has judged this set within its budget; the same again finds who gives what.
  const budget: Budget = { left: Math.max(DEFAULT_WORK, options.maxWork ?? 0) }
  const fills = problem.items.map((lines, item) =>
    fillItem(
      lines,
      stores.map((store) => store.has[item] ?? 0),
      budget,
    ),
  )
  const served = new Map<number, number>()
  const allocations = problem.items.flatMap((lines, item) =>
    lines.flatMap(({ line }, row) =>
      stores.flatMap((store, column) => {
        const quantity = fills[item]?.taken[row]?.[column] ?? 0
        if (quantity === 0) return []
        served.set(line, (served.get(line) ?? 0) + quantity)
        return [{ line, lineId: request.lines[line]?.id ?? '', storeId: store.id, quantity }]
      }),
    ),
  )
  const sum = (of: (fill: ItemFill) => number) => fills.reduce((total, fill) => total + of(fill), 0)
  return {
    allocations: allocations
      .toSorted((a, b) => a.line - b.line || byText(a.storeId, b.storeId))
      .map(({ lineId, storeId, quantity }) => ({ lineId, storeId, quantity })),
    leftOver: request.lines.flatMap((line, index): LeftOver[] => {
      const quantity = line.quantity - (served.get(index) ?? 0)
      if (quantity === 0) return []
      return [{ lineId: line.id, quantity, reason: whyLeft(line, index, options, problem) }]
    }),
    objective: {
      fulfilled: sum((fill) => fill.units),
      stores: stores.length,
      divided: sum((fill) => fill.divided),
      cost: stores.reduce((total, store) => total + store.cost, 0),
      depth: stores.reduce((total, store) => total + store.depth, 0),
    },
  }
}

/** Whether more stores would have had it, whether it only lacks one store that has all of it, or nobody has it. */
function whyLeft(
  line: SplitRequest['lines'][number],
  index: number,
  options: SplitOptions,
  problem: Problem,
): LeftOver['reason'] {
  const item = problem.items.findIndex((lines) => lines.some((candidate) => candidate.line === index))
  const lines = problem.items[item] ?? []
  const row = lines.findIndex((candidate) => candidate.line === index)
  const all = problem.stores.map((store) => store.has[item] ?? 0)
  const units = (fillItem(lines, all, { left: DEFAULT_WORK }).taken[row] ?? []).reduce(
    (sum, take) => sum + take,
    0,
  )
  if (units === line.quantity) return 'too-many-parts'
  const whole = (line.keepWhole ?? false) || !options.allowDivide
  const total = all.reduce((sum, have) => sum + have, 0)
  return whole && total >= line.quantity ? 'no-store-holds-the-whole-line' : 'no-stock-anywhere'
}
