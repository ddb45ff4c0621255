/** A row as Lightspeed sends it: every scalar is text. */
export type Row = Record<string, unknown>

export interface ListQuery {
  /** Fields this resource can be filtered by; any other filter is silently ignored, as recorded. */
  filterable: Record<string, (row: Row) => string>
  sortable: string[]
  primary: string
}

const CONTROL = new Set(['limit', 'sort', 'after', 'before', 'load_relations', 'archived', 'count', 'or'])

/** The rows a list request asks for, one page of them, with its cursors. */
export function listRows(
  rows: Row[],
  query: ListQuery,
  params: URLSearchParams,
  self: URL,
): { rows: Row[]; next: string; previous: string } | { error: string } {
  const archived = params.get('archived') ?? 'false'
  let found = rows.filter((row) => {
    const isArchived = row['archived'] === 'true'
    return archived === 'true' || (archived === 'only' ? isArchived : !isArchived)
  })
  for (const [field, value] of params) {
    const read = query.filterable[field]
    if (CONTROL.has(field) || !read) continue
    found = found.filter((row) => matches(read(row), value))
  }
  const sort = params.get('sort') ?? query.primary
  const descending = sort.startsWith('-')
  const field = sort.replace(/^-/, '')
  if (!query.sortable.includes(field)) return { error: `Invalid sort. Allowed: ${query.sortable.join(', ')}` }
  const keyOf = (row: Row) => (field === query.primary ? [row[field]] : [row[field], row[query.primary]])
  const sorted = found.toSorted((a, b) => compareKeys(keyOf(a), keyOf(b)) * (descending ? -1 : 1))
  return page(sorted, keyOf, descending, params, self)
}

function page(
  sorted: Row[],
  keyOf: (row: Row) => unknown[],
  descending: boolean,
  params: URLSearchParams,
  self: URL,
) {
  const limit = Math.min(100, Math.max(0, Number(params.get('limit') ?? '100')))
  const after = cursor(params.get('after'))
  const sign = descending ? -1 : 1
  const rest = after ? sorted.filter((row) => compareKeys(keyOf(row), after) * sign > 0) : sorted
  const rows = rest.slice(0, limit)
  const last = rows.at(-1)
  const more = rest.length > rows.length && last !== undefined
  return { rows, next: more ? link(self, 'after', keyOf(last)) : '', previous: '' }
}

function link(self: URL, name: string, key: unknown[]): string {
  const url = new URL(self)
  url.searchParams.set(name, Buffer.from(JSON.stringify(key)).toString('base64'))
  return url.toString()
}

function cursor(text: string | null): unknown[] | null {
  if (text === null) return null
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as unknown[]
  } catch {
    return null
  }
}

function compareKeys(a: unknown[], b: unknown[]): number {
  for (const [index, one] of a.entries()) {
    const verdict = compare(String(one ?? ''), String(b[index] ?? ''))
    if (verdict !== 0) return verdict
  }
  return 0
}

/** Ids and amounts compare as numbers, everything else as text. */
function compare(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)]
  if (a !== '' && b !== '' && Number.isFinite(x) && Number.isFinite(y)) return x - y
  return a < b ? -1 : a > b ? 1 : 0
}

/** One filter value with its operator: `>=,5`, `IN,[1,2]`, `~,text%`; none means equal. */
export function matches(actual: string, filter: string): boolean {
  const match = /^(>=|<=|><|!=|!~|>|<|=|~|IN),(.*)$/s.exec(filter)
  if (!match) return actual === filter
  const [, operator = '=', operand = ''] = match
  switch (operator) {
    case '=':
      return actual === operand
    case '!=':
      return actual !== operand
    case '>':
      return compareValue(actual, operand) > 0
    case '>=':
      return compareValue(actual, operand) >= 0
    case '<':
      return compareValue(actual, operand) < 0
    case '<=':
      return compareValue(actual, operand) <= 0
    case '><': {
      const [low = '', high = ''] = operand.split(',')
      return compareValue(actual, low) >= 0 && compareValue(actual, high) <= 0
    }
    case '~':
      return like(actual, operand)
    case '!~':
      return !like(actual, operand)
    default:
      return listOf(operand).includes(actual)
  }
}

/** Instants compare as instants, whatever offset they are written with. */
function compareValue(a: string, b: string): number {
  const [x, y] = [Date.parse(a), Date.parse(b)]
  return /T/.test(a) && Number.isFinite(x) && Number.isFinite(y) ? x - y : compare(a, b)
}

const like = (actual: string, pattern: string) =>
  new RegExp(
    `^${pattern
      .split('%')
      .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    'i',
  ).test(actual)

function listOf(operand: string): string[] {
  return operand
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((value) => value.trim().replace(/^"|"$/g, ''))
    .slice(0, 100)
}

/** One row is an object, several are an array, none is an absent key: recorded on every list of the API. */
export function nest(name: string, rows: Row[]): Row {
  if (rows.length === 0) return {}
  return { [name]: rows.length === 1 ? rows[0] : rows }
}
