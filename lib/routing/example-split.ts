import { planSplit, type SplitAnswer, type SplitOptions, type SplitRequest } from './splitting'

/** Splits in short hand, for the tests of this room. */

export const divide: SplitOptions = { allowDivide: true }

/** "A1 B2" → what a store has. */
const stockOf = (stores: Record<string, string>): SplitRequest['stock'] =>
  Object.entries(stores).flatMap(([store, has]) =>
    has.split(' ').map((text) => ({ store, item: text.slice(0, 1), available: Number(text.slice(1)) })),
  )
export const order = (wanted: string, stores: Record<string, string>): SplitRequest => ({
  lines: wanted.split(' ').map((text, index) => ({
    id: `l${index}`,
    item: text.slice(0, 1),
    quantity: Number(text.slice(1)),
  })),
  stores: Object.keys(stores).map((id, index) => ({ id, cost: index })),
  stock: stockOf(stores),
})
export const plan = (request: SplitRequest, options = divide): SplitAnswer => {
  const result = planSplit(request, options)
  if (!result.ok) throw new Error(result.refusal.kind)
  return result.answer
}
export const used = (answer: SplitAnswer) => [...new Set(answer.allocations.map((a) => a.storeId))].toSorted()
