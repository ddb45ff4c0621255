/** What a request costs, from the request alone. The rules of March 2026 are documented, those before recorded. */

const TO_MANY = new Set(
  'ItemShops Registers SaleLines SalePayments TransferItems TaxCategoryClasses ItemVendorNums Images'.split(
    ' ',
  ),
)
/** What `load_relations=all` loads, as far as this simulator knows the resource. */
const ALL: Record<string, string[]> = {
  Item: ['ItemShops', 'Category', 'TaxClass', 'Note', 'ItemVendorNums', 'Images'],
  Shop: ['Contact', 'TaxCategory', 'Registers', 'PriceLevel'],
  Sale: ['SaleLines', 'SalePayments', 'Customer', 'Shop', 'TaxCategory', 'ShipTo'],
  Customer: ['Contact'],
}
/** Lists in a payload: the rows count, the list itself does not. */
const CONTAINERS = new Set(
  'SaleLines SalePayments SaleNotes ItemShops TransferItems Addresses Phones Emails Websites Prices Tags'.split(
    ' ',
  ),
)
const RANGE = /^(>|<|!|~)/

export interface Priced {
  method: string
  /** Resource first: ['Sale', '12', 'refund']. */
  path: string[]
  params: URLSearchParams
  body: unknown
}

export function costOf(regime: '2026' | '2017', request: Priced): number {
  const { method, path, params, body } = request
  if (regime === '2017') return method === 'GET' ? 1 : 10
  if (params.get('count') === '1') return 10
  const write = method !== 'GET'
  const cost = baseOf(path, write) + relationsCost(path, params, write) + orCost(params.get('or'))
  if (!write || method === 'DELETE') return rounded(cost)
  const completes = path[0] === 'Sale' && path[2] === undefined && isTrue(body, 'completed')
  return rounded(cost + entitiesIn(body) * 0.5 + (completes ? 3 : 0))
}

function baseOf(path: string[], write: boolean): number {
  const [resource = '', , deed] = path
  if (write && resource === 'Sale' && deed === 'refund') return 10
  return write && (resource === 'Sale' || resource === 'SaleLine') ? 2 : 1
}

/** To-one 0.1, to-many 0.2; doubled in lists and below a to-many (once for both together: assumed). */
function relationsCost(path: string[], params: URLSearchParams, write: boolean): number {
  const text = params.get('load_relations') ?? ''
  const named = text === 'all' ? (ALL[path[0] ?? ''] ?? []) : (text.match(/[A-Za-z]+(\.[A-Za-z]+)*/g) ?? [])
  const list = !write && path[1] === undefined
  return named.reduce((sum, name) => {
    const steps = name.split('.')
    const below = steps.slice(0, -1).some((step) => TO_MANY.has(step))
    return sum + (TO_MANY.has(steps.at(-1) ?? '') ? 0.2 : 0.1) * (list || below ? 2 : 1)
  }, 0)
}

/** Same field: nothing; one entity with at most one range: 1 an operand; several of either: 10 each, 1 an extra operand. */
function orCost(text: string | null): number {
  const operands = (text ?? '').split('|').filter(Boolean)
  const names = new Set(operands.map((operand) => operand.split('=')[0] ?? ''))
  if (names.size <= 1) return 0
  const entities = new Set([...names].map((name) => (name.includes('.') ? name.split('.')[0] : '')))
  const ranges = operands.filter((operand) => RANGE.test(operand.slice(operand.indexOf('=') + 1))).length
  if (entities.size === 1 && ranges <= 1) return operands.length
  return 10 * entities.size + Math.max(0, operands.length - 1)
}

/** Nested entities of a payload, however deep. */
function entitiesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, row) => sum + entitiesIn(row), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce((sum, [name, inner]) => {
    if (typeof inner !== 'object' || inner === null) return sum
    if (Array.isArray(inner) && !CONTAINERS.has(name)) return sum + inner.length + entitiesIn(inner)
    // `[{SaleLine: {…}}]` and `{SaleLine: […]}`: the row is below; `[{itemID}]` is itself one.
    const bare = Array.isArray(inner) && inner.some((row) => !wraps(row)) ? inner.length : 0
    return sum + (CONTAINERS.has(name) ? bare : 1) + entitiesIn(inner)
  }, 0)
}

const wraps = (row: unknown): boolean =>
  typeof row === 'object' &&
  row !== null &&
  Object.values(row).every((inner) => typeof inner === 'object' && inner !== null)

const isTrue = (body: unknown, name: string) =>
  typeof body === 'object' && body !== null && String((body as Record<string, unknown>)[name]) === 'true'

/** No 1.4000000000000001 in a header. */
const rounded = (cost: number) => Math.round(cost * 1000) / 1000
