import type { RateState } from './budget'

/**
 * What a request will cost, as Lightspeed documents it (rules of March 2026): base 1; writing a sale 2, completing it 3
 * more; each entity nested in a payload 0.5; relations 0.1 to one and 0.2 to many, twice that in lists. Before March
 * 2026: reads 1, writes 10. The answer's own cost header corrects an estimate.
 */
export interface PricedRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  body?: unknown
}

/** Relations that hold many rows; all others we ask for hold one. */
const MANY = ['ItemShops', 'Registers', 'SaleLines', 'SalePayments', 'TransferItems', 'TaxCategoryClasses']

export function estimateCost(regime: RateState['regime'], { method, url, body }: PricedRequest): number {
  if (regime === '2017') return method === 'GET' ? 1 : 10
  const { pathname, searchParams } = new URL(url)
  const [resource = '', id, deed] = (pathname.split(/\/Account\/[^/]+\//)[1] ?? '')
    .replace(/\.json$/, '')
    .split('/')
  if (method === 'GET') return 1 + relations(searchParams.get('load_relations') ?? '', id === undefined)
  if (resource === 'Sale' && deed === 'refund') return 10 + entities(body) * 0.5
  const base = resource === 'Sale' || resource === 'SaleLine' ? 2 : 1
  const completes = resource === 'Sale' && (body as { completed?: unknown } | undefined)?.completed === true
  return base + (completes ? 3 : 0) + entities(body) * 0.5
}

function relations(text: string, list: boolean): number {
  const named = text.match(/[A-Za-z]+(\.[A-Za-z]+)*/g) ?? []
  return named.reduce((sum, name) => {
    const steps = name.split('.')
    const below = steps.slice(0, -1).some((step) => MANY.includes(step))
    return sum + (MANY.includes(steps.at(-1) ?? '') ? 0.2 : 0.1) * (list || below ? 2 : 1)
  }, 0)
}

/** Nested entities of a payload as we write them: `{Lines: {Line: [{…}, {…}]}}` is two, `{Note: {…}}` one. */
function entities(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, row) => sum + 1 + entities(row), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((sum, inner) => {
    if (typeof inner !== 'object' || inner === null) return sum
    const list = !Array.isArray(inner) && Object.values(inner).every((row) => Array.isArray(row))
    return sum + (Array.isArray(inner) || list ? 0 : 1) + entities(inner)
  }, 0)
}

/** Units and requests of one step of a push, before it is known which of them it needs: never too few. */
export function stepCost(
  regime: RateState['regime'],
  step:
    | { kind: 'create'; lines: number }
    | { kind: 'complete' }
    | { kind: 'look-up' }
    | { kind: 'archive' }
    | { kind: 'refund' },
): { units: number; calls: number } {
  const old = regime === '2017'
  switch (step.kind) {
    case 'look-up':
      return { units: old ? 1 : 1.8, calls: 1 }
    case 'archive':
      return old ? { units: 10, calls: 1 } : { units: 2, calls: 1 }
    // Base 10, and its payment.
    case 'refund':
      return old ? { units: 10, calls: 1 } : { units: 11, calls: 1 }
    case 'complete':
      return old ? { units: 11, calls: 2 } : { units: 6.9, calls: 2 }
    // Stock, tax categories, customer looked up and made; then the sale: lines and two charges with notes, ship-to.
    case 'create':
      return old
        ? { units: 23, calls: 5 }
        : { units: 1 + 1.4 + 1.2 + 2.5 + 2 + (step.lines + 4 + 3) * 0.5, calls: 5 }
  }
}
