import type { LeftOver } from './types'
import type { ItemLine } from './split-item'
import { searchSplit, type Problem, type Searched } from './split-search'

export interface SplitRequest {
  lines: { id: string; item: string; quantity: number; keepWhole?: boolean }[]
  stores: { id: string; cost: number; excluded?: boolean }[]
  /** Negative counts as 0; a missing row as 0. */
  stock: { store: string; item: string; available: number }[]
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

export interface SplitAnswer {
  allocations: { lineId: string; storeId: string; quantity: number }[]
  leftOver: LeftOver[]
  objective: { fulfilled: number; stores: number; divided: number; cost: number; depth: number }
  /** `stores` is a true lower bound on the stores needed; with `optimal` the whole objective is proven. */
  proof: { optimal: boolean; stores: number }
}

export type SplitRefusal =
  | { kind: 'duplicate-id'; id: string }
  | { kind: 'bad-quantity'; lineId: string }
  | { kind: 'bad-cost'; storeId: string }

export type SplitResult = { ok: true; answer: SplitAnswer } | { ok: false; refusal: SplitRefusal }

const DEFAULT_WORK = 2_000_000
const DEFAULT_CAP = 10

/**
 * Splits an order over the fewest stores: the whole objective of the trade, in this order: most units, fewest
 * stores, fewest divided lines, least cost, deepest remaining stock, smallest ids. Pure and deterministic; the
 * order of lines and stores in the input changes nothing.
 */
export function planSplit(request: SplitRequest, options: SplitOptions): SplitResult {
  const refusal = refuse(request)
  if (refusal) return { ok: false, refusal }
  const problem = pose(request, options)
  const searched = searchSplit(problem, {
    maxStores: options.maxStores ?? null,
    maxWork: options.maxWork ?? DEFAULT_WORK,
  })
  return { ok: true, answer: answer(request, options, problem, searched) }
}

function refuse(request: SplitRequest): SplitRefusal | null {
  const seen = new Set<string>()
  for (const [kind, { id }] of [
    ...request.lines.map((line) => ['line', line] as const),
    ...request.stores.map((store) => ['store', store] as const),
  ]) {
    if (seen.has(`${kind} ${id}`)) return { kind: 'duplicate-id', id }
    seen.add(`${kind} ${id}`)
  }
  for (const line of request.lines)
    if (!Number.isInteger(line.quantity) || line.quantity < 1)
      return { kind: 'bad-quantity', lineId: line.id }
  for (const store of request.stores)
    if (!Number.isSafeInteger(store.cost) || store.cost < 0) return { kind: 'bad-cost', storeId: store.id }
  return null
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The request in the search's own terms: lines pooled per item, stores with something to give, both sorted. */
function pose(request: SplitRequest, options: SplitOptions): Problem {
  const items = new Map<string, ItemLine[]>()
  const sorted = [...request.lines.entries()].toSorted(([, a], [, b]) => byText(a.id, b.id))
  for (const [line, { item, quantity, keepWhole }] of sorted) {
    const lines = items.get(item) ?? []
    lines.push({ line, quantity, keepWhole: (keepWhole ?? false) || !options.allowDivide })
    items.set(item, lines)
  }
  const names = [...items.keys()].toSorted(byText)
  const units = new Map(
    request.stock.map((row) => [`${row.store}\n${row.item}`, Math.max(0, Math.floor(row.available))]),
  )
  const cap = options.cap ?? DEFAULT_CAP
  const stores = request.stores
    .filter((store) => !(store.excluded ?? false))
    .map(({ id, cost }) => {
      const has = names.map((item) => units.get(`${id}\n${item}`) ?? 0)
      const depth = names.reduce((sum, item, index) => {
        const wanted = (items.get(item) ?? []).reduce((total, line) => total + line.quantity, 0)
        return sum + Math.min(cap, Math.max(0, (has[index] ?? 0) - wanted))
      }, 0)
      return { id, cost, has, depth }
    })
    .filter((store) => store.has.some((have) => have > 0))
    .toSorted((a, b) => a.cost - b.cost || byText(a.id, b.id))
  return { items: names.map((item) => items.get(item) ?? []), stores }
}

function answer(
  request: SplitRequest,
  options: SplitOptions,
  problem: Problem,
  { solution, everywhere, proof }: Searched,
): SplitAnswer {
  const stores = solution.stores.map((index) => problem.stores[index]).filter((store) => store !== undefined)
  const served = new Map<number, number>()
  const allocations = problem.items.flatMap((lines, item) => {
    const fill = solution.fills[item]
    return lines.flatMap(({ line }, row) =>
      stores.flatMap((store, column) => {
        const quantity = fill?.taken[row]?.[column] ?? 0
        if (quantity === 0) return []
        served.set(line, (served.get(line) ?? 0) + quantity)
        return [{ line, lineId: request.lines[line]?.id ?? '', storeId: store.id, quantity }]
      }),
    )
  })
  const leftOver = request.lines.flatMap((line, index): LeftOver[] => {
    const quantity = line.quantity - (served.get(index) ?? 0)
    return quantity === 0
      ? []
      : [{ lineId: line.id, quantity, reason: whyLeft(line, index, options, problem, everywhere) }]
  })
  const { fulfilled, divided, cost, depth } = solution
  return {
    allocations: allocations
      .toSorted((a, b) => a.line - b.line || byText(a.storeId, b.storeId))
      .map(({ lineId, storeId, quantity }) => ({ lineId, storeId, quantity })),
    leftOver,
    objective: { fulfilled, stores: stores.length, divided, cost, depth },
    proof,
  }
}

/** Whether more stores would have had it, whether it only lacks one store that has all of it, or nobody has it. */
function whyLeft(
  line: SplitRequest['lines'][number],
  index: number,
  options: SplitOptions,
  problem: Problem,
  everywhere: Searched['everywhere'],
): LeftOver['reason'] {
  const item = problem.items.findIndex((lines) => lines.some((candidate) => candidate.line === index))
  const lines = problem.items[item] ?? []
  const row = lines.findIndex((candidate) => candidate.line === index)
  const units = (everywhere.fills[item]?.taken[row] ?? []).reduce((sum, take) => sum + take, 0)
  if (units === line.quantity) return 'too-many-parts'
  const total = problem.stores.reduce((sum, store) => sum + (store.has[item] ?? 0), 0)
  const whole = (line.keepWhole ?? false) || !options.allowDivide
  return whole && total >= line.quantity ? 'no-store-holds-the-whole-line' : 'no-stock-anywhere'
}
