import { TEXTS, type Settings } from '../assumed'
import type { Ledger } from '../account/ledger'
import type { State } from '../account/state'
import { filterRows, pageOf, type Listable } from '../lists/query'
import { notFound, Refused } from '../refused'
import type { Payload } from './payload'
import { nest, single, type Row } from './shape'

export interface ApiRequest {
  method: string
  /** Below the resource's name: [] a list, ['12'] one, ['12', 'refund'] a deed. */
  path: string[]
  self: URL
  body: Payload
}

/** The account as a handler has it: its ledger, and the instant of this request in both forms. */
export interface Account {
  ledger: Ledger
  state: State
  settings: Settings
  at: string
  nowMs: number
}

export type Handler = (request: ApiRequest, account: Account) => Row

/** A kind of row that can be listed and read. `all` are the relations that `load_relations=all` means. */
export interface Resource<T> extends Listable<T> {
  name: string
  all: string[]
  rows(account: Account): T[]
  show(row: T, relations: ReadonlySet<string>, account: Account): Row
}

/** Relations asked for; "A.B" loads A as well. */
export function relationsOf(params: URLSearchParams, all: string[]): Set<string> {
  const text = params.get('load_relations')
  if (text === null || text === '') return new Set()
  if (text === 'all' || text === '"all"') return new Set(all)
  let named: unknown
  try {
    named = JSON.parse(text)
  } catch {
    named = null
  }
  if (!Array.isArray(named)) throw new Refused(400, `load_relations '${text}' is no JSON array.`)
  return new Set(named.map(String).flatMap((name) => [name.split('.')[0] ?? name, name]))
}

/** GET of a list or of one row; any other method is refused. */
export function read<T>(resource: Resource<T>, request: ApiRequest, account: Account): Row {
  const { name } = resource
  if (request.method !== 'GET') throw new Refused(405, `${request.method} is not allowed for ${name}.`)
  const params = request.self.searchParams
  const relations = relationsOf(params, resource.all)
  const [id, ...more] = request.path
  if (more.length > 0) throw new Refused(404, `There is no ${name}/${request.path.join('/')}.`)
  const rows = resource.rows(account)
  if (id !== undefined) {
    const row = rows.find((candidate) => resource.fields[resource.primary]?.(candidate) === id)
    if (row === undefined) throw notFound(name, id)
    return single(name, resource.show(row, relations, account))
  }
  const found = filterRows(rows, resource, params, relations, account.settings)
  if (params.get('count') === '1') {
    if (['limit', 'after', 'before', 'sort'].some((control) => params.has(control)))
      throw new Refused(400, TEXTS.countAlone)
    return { '@attributes': { count: String(found.length) } }
  }
  const page = pageOf(found, resource, request.self)
  const shown = page.rows.map((row) => resource.show(row, relations, account))
  const empty = shown.length === 0 && account.settings.emptyList === 'empty-text' ? { [name]: '' } : {}
  return { '@attributes': { next: page.next, previous: page.previous }, ...nest(name, shown), ...empty }
}

export const reader =
  <T>(resource: Resource<T>): Handler =>
  (request, account) =>
    read(resource, request, account)
