/**
 * Scripted trouble, one request at a time. Kinds that happen instead of the work and kinds that spoil the answer after
 * it is on the disk look the same to the caller, which is the point.
 */
export const FAULT_KINDS = [
  /** The work is done, the connection is cut without an answer (after `ms`). */
  'answer-lost-after-commit',
  /** The connection is cut at once and the work is done `ms` later: a look-up in between finds nothing. */
  'late-commit',
  'error-500-before',
  'error-500-after',
  /** Cloudflare's page in front: the work is done, or not. */
  'html-502',
  'html-502-before',
  'rate-limited',
  /** The same with the wait as an HTTP date, without any, or with one that nobody would sit out. */
  'rate-limited-date',
  'rate-limited-missing',
  'rate-limited-absurd',
  'unauthorized',
  /** The answer comes `ms` late, and the work is done late too, whether the caller still waits or not. */
  'slow',
  /** The work is done, half of the answer arrives. */
  'cut-body',
  /** The work is done; the answer trickles in for `ms`. */
  'dripped',
  /** The work is done; 200 with nothing in it, or with a sale that is not the one asked for. */
  'empty-body',
  'wrong-body',
  /** The new sale stays out of lists for `ms`. */
  'look-up-lag',
  /** A list answers as if it had been asked without any filter. */
  'filter-ignored',
  /** Right after the work somebody at a till does the same, or something else, to the sale. */
  'staff-completes',
  'staff-voids',
  'staff-archives',
  'staff-edits',
  /** A write is done twice: two sales from one POST. The first one is answered. */
  'duplicate',
  /** The token it was sent with ends just before: a true 401, and the next one needs a refresh. */
  'token-ends',
  /** The connection is cut and nothing is done. */
  'down',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

export interface Fault {
  kind: FaultKind
  match: {
    method?: string
    pathIncludes?: string
    /** In the body, in the query, or the reference number of the sale that the path names. */
    referenceIncludes?: string
  }
  times: number
  ms: number
}

/** Names that mean the same. */
const ALIASES: Record<string, FaultKind> = {
  'answer-lost-after': 'answer-lost-after-commit',
  'html-502-after': 'html-502',
  'cut-body-after': 'cut-body',
}

export class Faults {
  private list: Fault[] = []

  add(fault: Fault): void {
    this.list.push(fault)
  }

  clear(): void {
    this.list = []
  }

  get waiting(): Fault[] {
    return this.list
  }

  /** The first fault that fits this request, used up by one. The OAuth host is only hit by faults that name it. */
  take(request: { method: string; path: string; text: string }): Fault | null {
    const oauth = request.path.startsWith('/auth/')
    const fault = this.list.find(
      ({ match: { method, pathIncludes, referenceIncludes } }) =>
        (!oauth || (pathIncludes?.includes('auth') ?? false)) &&
        (method === undefined || method === request.method) &&
        (pathIncludes === undefined || request.path.includes(pathIncludes)) &&
        (referenceIncludes === undefined || request.text.includes(referenceIncludes)),
    )
    if (!fault) return null
    fault.times -= 1
    this.list = this.list.filter((one) => one.times > 0)
    return fault
  }
}

/** A fault as somebody sent it, or a sentence that says what is wrong with it. */
export function parseFault(value: unknown): { fault: Fault } | { wrong: string } {
  const sent = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const name = String(sent['kind'])
  const kind = FAULT_KINDS.find((one) => one === (ALIASES[name] ?? name))
  if (!kind) return { wrong: `A fault's kind is one of: ${FAULT_KINDS.join(', ')}.` }
  const given = (sent['match'] ?? {}) as Record<string, unknown>
  const match: Fault['match'] = {}
  for (const [field, wanted] of Object.entries(given)) {
    if (field !== 'method' && field !== 'pathIncludes' && field !== 'referenceIncludes')
      return { wrong: `A fault cannot be matched by ${field}.` }
    if (typeof wanted !== 'string') return { wrong: `${field} of a fault's match is text.` }
    match[field] = wanted
  }
  const [times, ms] = [sent['times'] ?? 1, sent['ms'] ?? 0]
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1)
    return { wrong: 'times of a fault is a whole number above 0.' }
  if (typeof ms !== 'number' || !Number.isFinite(ms) || ms < 0)
    return { wrong: 'ms of a fault is a number of milliseconds.' }
  return { fault: { kind, match, times, ms } }
}
