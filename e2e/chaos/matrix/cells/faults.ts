/** Which call of the push a fault hits: the one that makes the sale, or the one that completes it. */
export type Target = 'create' | 'complete'

export interface FaultPlan {
  /** The simulator's name for it; "" is none. */
  kind: string
  /** Milliseconds at full scale, as the protocol's own waits are; the run scales both, or Lightspeed's clock is as fast. */
  ms: number
  targets: readonly Target[]
  /** What the worker can know of the write, and whether it was done. */
  effect: 'none' | 'unknown-done' | 'unknown-not-done' | 'late' | 'not-done' | 'done'
  /** The request it hits, where that is not the write of its target. */
  on?: { method: string; pathIncludes: string }
  /** It leads to a new token. */
  refreshes?: true
  /** Lost as well: the answer of the refresh that follows. */
  losesRefresh?: true
}

const BOTH = ['create', 'complete'] as const
const CREATE = ['create'] as const

const write = (
  kind: string,
  effect: FaultPlan['effect'],
  ms = 0,
  targets: readonly Target[] = BOTH,
): FaultPlan => ({ kind, ms, targets, effect })

/** The faults of Lightspeed. A `mix` is two of the others, one for each target, chosen by the run's seed. */
export const FAULTS = {
  none: write('', 'none', 0, CREATE),
  'timeout-after-commit': write('answer-lost-after-commit', 'unknown-done', 30_000),
  'reset-after-commit': write('answer-lost-after-commit', 'unknown-done'),
  'timeout-before-arrival': write('down', 'unknown-not-done'),
  '500-after-commit': write('error-500-after', 'unknown-done'),
  '500-before': write('error-500-before', 'unknown-not-done'),
  'html-502-after-commit': write('html-502', 'unknown-done'),
  'html-502-before': write('html-502-before', 'unknown-not-done'),
  '429-seconds': write('rate-limited', 'not-done', 1_000),
  '429-date': write('rate-limited-date', 'not-done', 2_000),
  '429-missing': write('rate-limited-missing', 'not-done'),
  '429-absurd': write('rate-limited-absurd', 'not-done'),
  '401-mid-split': { ...write('unauthorized', 'not-done'), refreshes: true },
  'token-ends': { ...write('token-ends', 'not-done'), refreshes: true },
  'refresh-answer-lost': { ...write('token-ends', 'not-done'), refreshes: true, losesRefresh: true },
  'reset-mid-body': write('cut-body', 'unknown-done'),
  'commit-late': write('late-commit', 'late', 20_000),
  'commit-very-late': write('late-commit', 'late', 180_000),
  'look-up-lag': write('look-up-lag', 'done', 120_000, CREATE),
  'filter-ignored': {
    ...write('filter-ignored', 'done', 0, CREATE),
    on: { method: 'GET', pathIncludes: '/Sale' },
  },
  slow: write('slow', 'done', 10_000),
  duplicated: write('duplicate', 'done'),
  dripped: write('dripped', 'unknown-done', 40_000),
  'empty-body': write('empty-body', 'unknown-done'),
  'wrong-body': write('wrong-body', 'unknown-done'),
  'staff-completes': write('staff-completes', 'done', 0, CREATE),
  'staff-archives': write('staff-archives', 'done', 0, CREATE),
  'staff-edits': write('staff-edits', 'done', 0, CREATE),
  'staff-voids': write('staff-voids', 'done', 0, ['complete']),
  mix: write('', 'none', 0, CREATE),
} satisfies Record<string, FaultPlan>
export type FaultName = keyof typeof FAULTS

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[]
export const faultPlan = (name: FaultName): FaultPlan => FAULTS[name]

/** Somebody at a till did it: what becomes of the order may be for a person to settle. */
export const byStaff = (name: FaultName): boolean => name.startsWith('staff-')

export type FaultClass = 'none' | 'mix' | 'staff' | 'token' | FaultPlan['effect']

/** Faults of one class are one to the worker: what it can know of its write is the same. */
export function classOf(name: FaultName): FaultClass {
  const { effect, refreshes } = faultPlan(name)
  if (name === 'none' || name === 'mix') return name
  return byStaff(name) ? 'staff' : refreshes ? 'token' : effect
}
