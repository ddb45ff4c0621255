/** The comparisons a list filter may ask for: `>=,5`, `IN,[1,2]`, `~,text%`; no operator means equal. */
const OPERATOR = /^(>=|<=|><|!=|!~|>|<|=|~|IN),(.*)$/s

export interface Filter {
  operator: string
  operand: string
  values: string[]
}

export function parseFilter(text: string): Filter {
  const match = OPERATOR.exec(text)
  const [operator = '=', operand = text] = match ? match.slice(1) : []
  return { operator, operand, values: operator === 'IN' ? listOf(operand) : [] }
}

/** `like` says what `~` means: a LIKE with % as wildcard, or "starts with"; the documentation says both. */
export function matches(actual: string, filter: Filter, like: 'wildcard' | 'starts-with'): boolean {
  const { operator, operand, values } = filter
  switch (operator) {
    case '!=':
      return actual !== operand
    case '>':
      return compare(actual, operand) > 0
    case '>=':
      return compare(actual, operand) >= 0
    case '<':
      return compare(actual, operand) < 0
    case '<=':
      return compare(actual, operand) <= 0
    case '><': {
      const [low = '', high = ''] = operand.split(',')
      return compare(actual, low) >= 0 && compare(actual, high) <= 0
    }
    case '~':
      return isLike(actual, operand, like)
    case '!~':
      return !isLike(actual, operand, like)
    case 'IN':
      return values.includes(actual)
    default:
      return actual === operand
  }
}

/** Numbers compare as numbers, instants as instants whatever their offset, everything else as text. */
export function compare(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)]
  if (a !== '' && b !== '' && Number.isFinite(x) && Number.isFinite(y)) return x - y
  const [from, to] = [instant(a), instant(b)]
  if (from !== null && to !== null) return from - to
  return a < b ? -1 : a > b ? 1 : 0
}

function instant(text: string): number | null {
  const ms = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isFinite(ms) ? ms : null
}

function isLike(actual: string, pattern: string, like: 'wildcard' | 'starts-with'): boolean {
  const escaped = pattern
    .split('%')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${escaped}${like === 'wildcard' ? '$' : ''}`, 'is').test(actual)
}

/** `[1,2]` and `1,2` are the same list; values may be quoted. */
function listOf(operand: string): string[] {
  return operand
    .replaceAll(/^\[|\]$/g, '')
    .split(',')
    .map((value) => value.trim().replaceAll(/^"|"$/g, ''))
}
