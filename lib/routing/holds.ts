import { availabilityOf, drawsStock } from './weighing/availability'
import type { Weighed } from './weighing/ranking'
import type { DecisionRequest, HoldReason, LeftOver, ReviewRule } from './types'

/** Pause and the merchant's review rules: they hold an order whatever the stock says. */
export function reviewReasons(request: DecisionRequest): HoldReason[] {
  const { paused, reviewRules } = request.policy
  return [
    ...(paused ? [{ code: 'paused' as const, lines: [], facts: {} }] : []),
    ...reviewRules
      .filter((rule) => applies(rule, request))
      .map((rule) => ({
        code: 'review-rule' as const,
        lines: [],
        facts: { rule: rule.kind, value: 'value' in rule ? rule.value : 'minor' in rule ? rule.minor : '' },
      })),
  ]
}

function applies(rule: ReviewRule, { order }: DecisionRequest): boolean {
  switch (rule.kind) {
    case 'total-above':
      return order.totalMinor > rule.minor
    case 'tag':
      return order.tags.includes(rule.value)
    case 'payment-method':
      return order.paymentMethod === rule.value
    case 'country':
      return order.country === rule.value
    case 'risk':
      return order.risky
  }
}

/** Why no store, or not even all of them together, could take the order: the short lines named. */
export function holdReasonsOf(
  request: DecisionRequest,
  weighed: Weighed[],
  leftOver: LeftOver[] = [],
): HoldReason[] {
  const eligible = weighed.filter((candidate) => candidate.verdict.eligible)
  const everywhere = shortEverywhere(request, eligible)
  const linesTotal = request.lines.length
  const kept = leftOver.filter((left) => left.reason === 'no-store-holds-the-whole-line')
  const most = Math.max(0, ...eligible.map((candidate) => candidate.verdict.linesCovered))
  return [
    ...(everywhere.length > 0
      ? [{ code: 'short-everywhere' as const, lines: everywhere, facts: { linesTotal } }]
      : []),
    ...(kept.length > 0
      ? [
          {
            code: 'line-kept-whole' as const,
            lines: kept.flatMap((left) => {
              const line = request.lines.find((candidate) => candidate.id === left.lineId)
              return line
                ? [{ lineId: line.id, sku: line.sku, title: line.title, unitsShort: left.quantity }]
                : []
            }),
            facts: { linesTotal },
          },
        ]
      : []),
    ...(leftOver.length === 0 || (everywhere.length === 0 && kept.length === 0)
      ? [{ code: 'no-single-store' as const, lines: [], facts: { linesTotal, bestCovers: most } }]
      : []),
  ]
}

/** Lines of which all eligible stores together have too few; the same item on several lines is one pool. */
export function shortEverywhere(request: DecisionRequest, eligible: Weighed[]): HoldReason['lines'] {
  const availability = availabilityOf(request)
  const pool = new Map<string, number>()
  return request.lines.flatMap((line) => {
    if (!drawsStock(line) || line.itemId === null) return []
    const { itemId } = line
    const left =
      pool.get(itemId) ??
      eligible.reduce((sum, { store }) => sum + Math.max(0, availability(store.id, itemId)), 0)
    const unitsShort = Math.max(0, line.quantity - left)
    pool.set(itemId, Math.max(0, left - line.quantity))
    return unitsShort > 0 ? [{ lineId: line.id, sku: line.sku, title: line.title, unitsShort }] : []
  })
}
