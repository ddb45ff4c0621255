import { TEXTS, type Settings } from '../assumed'
import { compare, matches, parseFilter, type Filter } from './operators'
import { Refused } from '../refused'

/** What a list can be asked: everything else in the query is silently ignored, as recorded. */
export interface Listable<T> {
  primary: string
  /** A field with several values, such as itemCode, passes when one of them does. */
  fields: Record<string, (row: T) => string | string[] | undefined>
  sortable: string[]
  isArchived?: (row: T) => boolean
  /** Rows of relations that can be filtered by once they are loaded: `Contact.email`, `ItemShops.qoh`. */
  related?: Record<string, (row: T) => Record<string, string | string[]>[]>
}

export interface Page<T> {
  rows: T[]
  /** Full URLs, "" where there is nothing. */
  next: string
  previous: string
}

const LIMIT = 100
const CONTROLS = new Set(['limit', 'sort', 'after', 'before', 'load_relations', 'archived', 'count', 'or'])

/** All rows that pass the filters, in no order. */
export function filterRows<T>(
  rows: T[],
  of: Listable<T>,
  params: URLSearchParams,
  relations: ReadonlySet<string>,
  settings: Settings,
): T[] {
  const { like } = settings
  const archived = params.get('archived') ?? 'false'
  const tests: ((row: T) => boolean)[] = []
  if (of.isArchived && archived !== 'true') {
    const { isArchived } = of
    tests.push((row) => isArchived(row) === (archived === 'only'))
  }
  const byRelation = new Map<string, [string, Filter][]>()
  for (const [name, value] of params) {
    if (CONTROLS.has(name)) continue
    const filter = limited(parseFilter(value))
    const [relation = '', field] = name.split('.')
    if (field !== undefined && of.related?.[relation] && relations.has(relation))
      byRelation.set(relation, [...(byRelation.get(relation) ?? []), [field, filter]])
    const read = of.fields[name]
    if (read) tests.push((row) => anyMatches(read(row), filter, like))
  }
  for (const [relation, filters] of byRelation) tests.push(relatedTest(of, relation, filters, like))
  const either = orTest(params.get('or'), of, like)
  if (either) tests.push(either)
  return rows.filter((row) => tests.every((test) => test(row)))
}

const anyMatches = (value: string | string[] | undefined, filter: Filter, like: Settings['like']) =>
  [value ?? ''].flat().some((one) => matches(one, filter, like))

function limited(filter: Filter): Filter {
  if (filter.values.length > LIMIT) throw new Refused(400, TEXTS.tooManyValues)
  return filter
}

/** One row of the relation has to pass all its filters, as a join would have it. */
function relatedTest<T>(
  of: Listable<T>,
  relation: string,
  filters: [string, Filter][],
  like: Settings['like'],
) {
  return (row: T): boolean =>
    (of.related?.[relation]?.(row) ?? []).some((related) =>
      filters.every(([field, filter]) => {
        const value = related[field]
        if (value === undefined) return true
        return anyMatches(value, filter, like)
      }),
    )
}

/** `or=a=1|b=2`; operands on fields that cannot be filtered by are ignored. */
function orTest<T>(text: string | null, of: Listable<T>, like: Settings['like']) {
  const operands = (text ?? '').split('|').flatMap((operand) => {
    const at = operand.indexOf('=')
    const read = of.fields[operand.slice(0, at)]
    return at > 0 && read ? [{ read, filter: limited(parseFilter(operand.slice(at + 1))) }] : []
  })
  if (operands.length === 0) return null
  return (row: T) => operands.some(({ read, filter }) => anyMatches(read(row), filter, like))
}

/** One page in the order asked for. The cursor is base64 of the sort key of the row at the page's edge. */
export function pageOf<T>(rows: T[], of: Listable<T>, self: URL): Page<T> {
  const params = self.searchParams
  const sort = params.get('sort') ?? of.primary
  const field = sort.replace(/^-/, '')
  const read = of.fields[field]
  if (!read || !of.sortable.includes(field))
    throw new Refused(400, `Invalid sort '${field}'. Allowed: ${of.sortable.join(', ')}.`)
  const idOf = of.fields[of.primary] ?? read
  const keyOf = (row: T): (string | number)[] =>
    field === of.primary ? [Number(read(row))] : [String(read(row) ?? ''), Number(idOf(row))]
  const sign = sort.startsWith('-') ? -1 : 1
  const order = (a: (string | number)[], b: (string | number)[]) => compareKeys(a, b) * sign
  const sorted = rows.map((row) => ({ row, key: keyOf(row) })).toSorted((a, b) => order(a.key, b.key))
  const [after, before] = [cursor(params.get('after')), cursor(params.get('before'))]
  const within = sorted.filter(
    ({ key }) => (!after || order(key, after) > 0) && (!before || order(key, before) < 0),
  )
  const size = sizeOf(params.get('limit'))
  const shown = before ? within.slice(Math.max(0, within.length - size)) : within.slice(0, size)
  const [first, last] = [shown[0], shown.at(-1)]
  const [veryFirst, veryLast] = [sorted[0], sorted.at(-1)]
  return {
    rows: shown.map(({ row }) => row),
    next: last && last !== veryLast ? link(self, sort, size, 'after', last.key) : '',
    previous: first && first !== veryFirst ? link(self, sort, size, 'before', first.key) : '',
  }
}

function sizeOf(text: string | null): number {
  const size = Number(text ?? LIMIT)
  return Number.isInteger(size) ? Math.min(LIMIT, Math.max(0, size)) : LIMIT
}

function link(self: URL, sort: string, size: number, edge: 'after' | 'before', key: (string | number)[]) {
  const url = new URL(self)
  url.searchParams.delete('after')
  url.searchParams.delete('before')
  url.searchParams.set('sort', sort)
  url.searchParams.set('limit', String(size))
  url.searchParams.set(edge, Buffer.from(JSON.stringify(key)).toString('base64'))
  return url.toString()
}

function cursor(text: string | null): (string | number)[] | null {
  if (text === null) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'))
    if (Array.isArray(key)) return key as (string | number)[]
  } catch {
    // Falls through to the same clear no as a key that is no list.
  }
  throw new Refused(400, `The cursor '${text}' cannot be read.`)
}

function compareKeys(a: (string | number)[], b: (string | number)[]): number {
  for (const [index, one] of a.entries()) {
    const verdict = compare(String(one), String(b[index] ?? ''))
    if (verdict !== 0) return verdict
  }
  return 0
}
