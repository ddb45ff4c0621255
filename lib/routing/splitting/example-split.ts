import { planSplit, type SplitAnswer } from './plan-split'
import type { SplitOptions, SplitRequest } from './split-request'

/** Splits in short hand, for the tests of this room. */

export const divide: SplitOptions = { allowDivide: true }

/** "A1 B2" → what a store has. */
const stockOf = (has: string): Record<string, number> =>
  Object.fromEntries(has.split(' ').map((text) => [text.slice(0, 1), Number(text.slice(1))]))

export const order = (wanted: string, stores: Record<string, string>): SplitRequest => ({
  lines: wanted.split(' ').map((text, index) => ({
    id: `l${index}`,
    item: text.slice(0, 1),
    quantity: Number(text.slice(1)),
  })),
  stores: Object.entries(stores).map(([id, has], index) => ({ id, cost: index, stock: stockOf(has) })),
})
export const plan = (request: SplitRequest, options = divide): SplitAnswer => {
  const result = planSplit(request, options)
  if (!result.ok) throw new Error(result.refusal.kind)
  return result.answer
}
export const used = (answer: SplitAnswer) => [...new Set(answer.allocations.map((a) => a.storeId))].toSorted()
