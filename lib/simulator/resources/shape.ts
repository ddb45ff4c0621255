/** A row as it is sent. Written with natural values; `asSent` makes every scalar text. */
export type Row = Record<string, unknown>

/** Every scalar is text, and what is null or undefined is an absent key: recorded on every answer of the API. */
export function asSent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asSent)
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined && inner !== null)
      .map(([key, inner]) => [key, asSent(inner)]),
  )
}

/** One row is an object, several are an array, none is an absent key. */
export function nest(name: string, rows: Row[]): Row {
  return rows.length === 0 ? {} : { [name]: rows.length === 1 ? rows[0] : rows }
}

/** A relation such as `SaleLines: { SaleLine: … }`, which is absent without rows. */
export const relation = (container: string, name: string, rows: Row[]): Row =>
  rows.length === 0 ? {} : { [container]: nest(name, rows) }

/** A container of a Contact such as `Phones`, which is empty text without rows. */
export const contained = (name: string, rows: Row[]): Row | string =>
  rows.length === 0 ? '' : nest(name, rows)

/** The answer to a single read and to writes. */
export const single = (name: string, row: Row): Row => ({ '@attributes': { count: '1' }, [name]: row })
