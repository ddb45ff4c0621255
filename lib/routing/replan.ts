import { decide } from './policies'
import type { Decision, DecisionRequest, HeldClaim, PlannedPart } from './types'

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
  /** As it was decided: units that earlier orders count on are promised in its stock, and named in `heldBefore`. */
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
  /** What the orders before count on, by "store item". */
  const claims = new Map<string, HeldClaim[]>()
  return orders.map(({ id, request: asRead }) => {
    const heldBefore = asRead.stock.flatMap((row) => claims.get(keyOf(row)) ?? [])
    const request = {
      ...asRead,
      ...(heldBefore.length > 0 ? { heldBefore } : {}),
      stock: asRead.stock.map((row) => {
        const units = (claims.get(keyOf(row)) ?? []).reduce((sum, claim) => sum + claim.units, 0)
        return units === 0 ? row : { ...row, promised: row.promised + units }
      }),
    }
    const decision = decide(request)
    for (const part of countedOn(decision, request)) claim(claims, id, request, part)
    return { id, request, decision }
  })
}

const keyOf = ({ storeId, itemId }: { storeId: string; itemId: string }) => `${storeId}\n${itemId}`

/** The parts whose units nobody after may count on. */
function countedOn(decision: Decision, request: DecisionRequest): PlannedPart[] {
  if (decision.outcome === 'push') return decision.parts
  return request.policy.promiseToHeldOrders ? (decision.suggestions[0]?.parts ?? []) : []
}

/** A part claims what its store has of it; what it is short of is nobody's. */
function claim(
  claims: Map<string, HeldClaim[]>,
  orderId: string,
  request: DecisionRequest,
  part: PlannedPart,
): void {
  for (const { lineId, quantity, unitsShort } of part.allocations) {
    const line = request.lines.find((one) => one.id === lineId)
    const units = quantity - unitsShort
    if (!line?.itemId || line.stock === 'non-stock' || units === 0) continue
    const { storeId } = part
    const key = keyOf({ storeId, itemId: line.itemId })
    const known = claims.get(key) ?? []
    // The same item on several lines is one claim.
    const own = known.find((one) => one.orderId === orderId)
    if (own) own.units += units
    else claims.set(key, [...known, { orderId, storeId, itemId: line.itemId, units }])
  }
}
