/** The two limits in force since March 2026: a leaky bucket per account and client, and a burst limit per second. */
export interface RateState {
  enabled: boolean
  size: number
  drip: number
  level: number
  at: number
  window: number
  inWindow: number
}

// Docs: the burst limit is a fraction of the bucket, 1/20 in their example.
const BURST_FRACTION = 20

export function newRate(registers: number): RateState {
  const extra = Math.max(0, registers - 1)
  return {
    enabled: true,
    size: 90 + 10 * extra,
    drip: 1 + 0.5 * extra,
    level: 0,
    at: 0,
    window: 0,
    inWindow: 0,
  }
}

export type Limited = { type: 'api-leaky-bucket' | 'api-burst-limiter'; retryAfter: number } | null

/** Takes `cost` from the bucket. The first request over the size is still served, as documented. */
export function takeRate(state: RateState, cost: number, nowMs: number): Limited {
  state.level = Math.max(0, state.level - ((nowMs - state.at) / 1000) * state.drip)
  state.at = nowMs
  const window = Math.floor(nowMs / 1000)
  if (window !== state.window) Object.assign(state, { window, inWindow: 0 })
  state.inWindow += 1
  if (!state.enabled) {
    // Switched off, the headers say so too: a client that goes by them has nothing to wait for.
    Object.assign(state, { level: 0, inWindow: 0 })
    return null
  }
  if (state.inWindow > burstSize(state)) return { type: 'api-burst-limiter', retryAfter: 1 }
  if (state.level >= state.size)
    return { type: 'api-leaky-bucket', retryAfter: Math.ceil((state.level - state.size + cost) / state.drip) }
  state.level += cost
  return null
}

export const burstSize = (state: RateState): number => Math.max(1, Math.floor(state.size / BURST_FRACTION))

export function rateHeaders(state: RateState, cost: number): Record<string, string> {
  return {
    'X-LS-API-Bucket-Level': `${Math.round(state.level * 100) / 100}/${state.size}`,
    'X-LS-API-Burst-Level': `${state.inWindow}/${burstSize(state)}`,
    'X-LS-API-Drip-Rate': String(state.drip),
    'X-LS-API-Request-Cost': String(cost),
  }
}

/** What a request costs, from the request alone: base, relations, nested entities, completion. */
export function costOf(method: string, resource: string, relations: string[], body: unknown): number {
  const read = method === 'GET'
  const sale = resource.startsWith('Sale')
  const base = !read && sale ? (resource.endsWith('refund') ? 10 : 2) : 1
  const loaded = relations.length * 0.2 * (read ? 2 : 1)
  if (read) return base + loaded
  const { nested, completes } = countNested(body)
  return base + loaded + nested * 0.5 + (sale && completes ? 3 : 0)
}

function countNested(body: unknown): { nested: number; completes: boolean } {
  if (typeof body !== 'object' || body === null) return { nested: 0, completes: false }
  const record = body as Record<string, unknown>
  const rows = (value: unknown): number =>
    Array.isArray(value)
      ? value.reduce<number>((sum, row) => sum + rows(row), 0)
      : typeof value === 'object' && value !== null
        ? 1
        : 0
  const inner = Object.values(record)
    .filter((value) => typeof value === 'object' && value !== null)
    .flatMap((value) => (Array.isArray(value) ? value : Object.values(value as object)))
  return {
    nested: inner.reduce<number>((sum, row) => sum + rows(row), 0),
    completes: String(record['completed']) === 'true',
  }
}
