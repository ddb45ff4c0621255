import { explainSplit, type SplitExplanation } from '../splitting/explain-split'
import { splitQuestion } from '../splitting/order-split'
import type { DecisionRequest, Explanation, PlannedPart } from '../types'
import { weighStores, type Weighed } from '../weighing/ranking'

/** A person's choice in the same form as the policy's and the planner's own explanation. */
export function explainByHand(request: DecisionRequest, parts: PlannedPart[]): Explanation {
  const chosen = new Set(parts.map((part) => part.storeId))
  const weighed = weighStores(request)
  return {
    policyKind: 'by-hand',
    policyVersion: request.policyVersion,
    stores: weighed.map(({ verdict }) =>
      chosen.has(verdict.storeId) ? { ...verdict, chosen: true, decidedBy: 'chosen' } : verdict,
    ),
    proof: null,
    distanceKnown: weighed.some(({ verdict }) => verdict.distanceMetres !== null),
    // A whole push explains itself by its shortages.
    ...(parts.length > 1 ? { split: explainParts(request, weighed, parts, chosen) } : {}),
  }
}

/** By what the stores truly have of it: units a part is short of are nobody's reason. */
function explainParts(
  request: DecisionRequest,
  weighed: Weighed[],
  parts: PlannedPart[],
  chosen: ReadonlySet<string>,
): SplitExplanation {
  const asked = splitQuestion(
    request,
    weighed.filter(({ store, verdict }) => verdict.eligible || chosen.has(store.id)),
  )
  const lines = new Set(asked.lines.map((line) => line.id))
  const allocations = parts.flatMap(({ storeId, allocations: placed }) =>
    placed.flatMap(({ lineId, quantity, unitsShort }) =>
      lines.has(lineId) && quantity > unitsShort
        ? [{ lineId, storeId, quantity: quantity - unitsShort }]
        : [],
    ),
  )
  return explainSplit(asked, { allowDivide: true }, allocations)
}
