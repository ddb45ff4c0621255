import { decide } from './policies'
import type { Decision, DecisionRequest, PlannedPart } from './types'

/** Which held order may count on a unit first. */
export type ReplanOrder = 'oldest-first' | 'most-valuable-first' | 'most-orders-cleared'

export interface HeldOrder {
  id: string
  /** UTC instant in milliseconds. */
  receivedAtMs: number
  /** All requests of one replan hold the same picture of the stock, as it was read. */
  request: DecisionRequest
}

export interface Replanned {
  id: string
  /** As it was decided: units that earlier orders count on are promised in its stock. */
  request: DecisionRequest
  decision: Decision
}

/**
 * Plans all held orders of a merchant together, so that no two of them count on the same unit: what a plan takes is
 * promised before the next order is decided. An order that cannot be filled keeps nothing from the others, unless
 * its policy promises stock to held orders. Answers come in the order in which they were decided.
 */
export function replan(orders: readonly HeldOrder[], first: ReplanOrder): Replanned[] {
  const oldest = orders.toSorted((a, b) => a.receivedAtMs - b.receivedAtMs || (a.id < b.id ? -1 : 1))
  if (first === 'oldest-first') return inTurn(oldest)
  if (first === 'most-valuable-first')
    return inTurn(oldest.toSorted((a, b) => b.request.order.totalMinor - a.request.order.totalMinor))
  // Small orders first clears most in practice, but not always: the older order's right is given up only for more.
  const small = inTurn(oldest.toSorted((a, b) => unitsOf(a.request) - unitsOf(b.request)))
  const old = inTurn(oldest)
  return clearedBy(small) > clearedBy(old) ? small : old
}

const unitsOf = (request: DecisionRequest) => request.lines.reduce((sum, line) => sum + line.quantity, 0)

const fills = (decision: Decision) => decision.outcome === 'push' && decision.leftOver.length === 0

const clearedBy = (plans: Replanned[]) => plans.filter(({ decision }) => fills(decision)).length

function inTurn(orders: readonly HeldOrder[]): Replanned[] {
  /** Units by "store item" that the orders before count on. */
  const taken = new Map<string, number>()
  return orders.map(({ id, request: asRead }) => {
    const request = {
      ...asRead,
      stock: asRead.stock.map((row) => {
        const units = taken.get(`${row.storeId}\n${row.itemId}`) ?? 0
        return units === 0 ? row : { ...row, promised: row.promised + units }
      }),
    }
    const decision = decide(request)
    for (const part of countedOn(decision, request)) take(taken, request, part)
    return { id, request, decision }
  })
}

/** The parts whose units nobody after may count on. */
function countedOn(decision: Decision, request: DecisionRequest): PlannedPart[] {
  if (decision.outcome === 'push') return decision.parts
  return request.policy.promiseToHeldOrders ? (decision.suggestions[0]?.parts ?? []) : []
}

/** A part takes what its store has of it; what it is short of is nobody's. */
function take(taken: Map<string, number>, request: DecisionRequest, part: PlannedPart): void {
  for (const { lineId, quantity, unitsShort } of part.allocations) {
    const line = request.lines.find((one) => one.id === lineId)
    if (!line?.itemId || line.stock === 'non-stock') continue
    const key = `${part.storeId}\n${line.itemId}`
    taken.set(key, (taken.get(key) ?? 0) + quantity - unitsShort)
  }
}
