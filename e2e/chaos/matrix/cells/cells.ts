import { seededRandom } from '../../../lib/commands/test-orders/seeded-random'

/** How an order is pushed: by itself to one, two or three stores, by itself although short, or held and pushed by hand. */
export const SHAPES = ['whole', 'split-2', 'split-3', 'oversold', 'by-hand'] as const
export type Shape = (typeof SHAPES)[number]

/** Every named step at which a process can die, in the order an order meets them; who dies there. */
export const STEPS = {
  'intake-verified': 'intake',
  'intake-stored': 'intake',
  'before-normalised': 'worker',
  normalised: 'worker',
  'before-plan': 'worker',
  'plan-committed': 'worker',
  'before-mail': 'worker',
  'mail-accepted': 'worker',
  'part-claimed': 'worker',
  'looked-up': 'worker',
  'intent-committed': 'worker',
  'headers-read': 'worker',
  'create-answered': 'worker',
  'created-stored': 'worker',
  'completion-sent': 'worker',
  'complete-answered': 'worker',
  'between-parts': 'worker',
  'before-finish': 'worker',
  finished: 'worker',
  'reconciler-found': 'worker',
  'before-archive': 'worker',
  'after-archive': 'worker',
} as const
export type Step = keyof typeof STEPS

/** Which call of the push a fault hits: the one that makes the sale, or the one that completes it. */
export type Target = 'create' | 'complete'

interface FaultPlan {
  kind: string
  /** Milliseconds at full scale, as the protocol's own waits are; the run scales both. */
  ms: number
  targets: readonly Target[]
  /** What it does to a write. */
  effect: 'none' | 'unknown-done' | 'unknown-not-done' | 'late' | 'not-done' | 'done'
}

const BOTH = ['create', 'complete'] as const
const CREATE = ['create'] as const

/** The faults of Lightspeed. `effect` says what the worker can know of the write, and whether it was done. */
export const FAULTS: Record<string, FaultPlan> = {
  none: { kind: '', ms: 0, targets: CREATE, effect: 'none' },
  'timeout-after-commit': {
    kind: 'answer-lost-after-commit',
    ms: 30_000,
    targets: BOTH,
    effect: 'unknown-done',
  },
  'reset-after-commit': { kind: 'answer-lost-after-commit', ms: 0, targets: BOTH, effect: 'unknown-done' },
  'timeout-before-arrival': { kind: 'down', ms: 0, targets: BOTH, effect: 'unknown-not-done' },
  '500-after-commit': { kind: 'error-500-after', ms: 0, targets: BOTH, effect: 'unknown-done' },
  '500-before': { kind: 'error-500-before', ms: 0, targets: BOTH, effect: 'unknown-not-done' },
  'html-502-after-commit': { kind: 'html-502', ms: 0, targets: BOTH, effect: 'unknown-done' },
  'html-502-before': { kind: 'html-502-before', ms: 0, targets: BOTH, effect: 'unknown-not-done' },
  '429-seconds': { kind: 'rate-limited', ms: 1_000, targets: BOTH, effect: 'not-done' },
  '429-date': { kind: 'rate-limited-date', ms: 2_000, targets: BOTH, effect: 'not-done' },
  '429-missing': { kind: 'rate-limited-missing', ms: 0, targets: BOTH, effect: 'not-done' },
  '429-absurd': { kind: 'rate-limited-absurd', ms: 0, targets: BOTH, effect: 'not-done' },
  '401-mid-split': { kind: 'unauthorized', ms: 0, targets: BOTH, effect: 'not-done' },
  'reset-mid-body': { kind: 'cut-body', ms: 0, targets: BOTH, effect: 'unknown-done' },
  'commit-late': { kind: 'late-commit', ms: 20_000, targets: BOTH, effect: 'late' },
  'commit-very-late': { kind: 'late-commit', ms: 180_000, targets: BOTH, effect: 'late' },
  'look-up-lag': { kind: 'look-up-lag', ms: 120_000, targets: CREATE, effect: 'done' },
  duplicated: { kind: 'duplicate', ms: 0, targets: BOTH, effect: 'done' },
  dripped: { kind: 'dripped', ms: 40_000, targets: BOTH, effect: 'unknown-done' },
  'empty-body': { kind: 'empty-body', ms: 0, targets: BOTH, effect: 'unknown-done' },
  'wrong-body': { kind: 'wrong-body', ms: 0, targets: BOTH, effect: 'unknown-done' },
  'staff-completes': { kind: 'staff-completes', ms: 0, targets: CREATE, effect: 'done' },
  'staff-archives': { kind: 'staff-archives', ms: 0, targets: CREATE, effect: 'done' },
  'staff-edits': { kind: 'staff-edits', ms: 0, targets: CREATE, effect: 'done' },
}
export type FaultName = string

export interface Cell {
  step: Step
  fault: FaultName
  shape: Shape
  target: Target
}

export const nameOf = (cell: Cell) => `${cell.step} × ${cell.fault} on ${cell.target} × ${cell.shape}`

/** Why a step and a fault cannot meet in this shape, or null when they can. */
export function notReachable({ step, fault, shape, target }: Cell): string | null {
  const { effect } = FAULTS[fault] ?? { effect: 'none' }
  if ((step === 'before-mail' || step === 'mail-accepted') && shape !== 'by-hand')
    return 'only held orders are mailed'
  const unknown = effect === 'unknown-done' || effect === 'unknown-not-done' || effect === 'late'
  const answered = step === 'create-answered' || step === 'created-stored' || step === 'headers-read'
  if (
    answered &&
    target === 'create' &&
    (effect === 'unknown-done' || effect === 'late') &&
    shape === 'whole'
  )
    return 'the one create is never answered: its sale is found instead'
  const completing = step === 'complete-answered' || step === 'between-parts' || step === 'completion-sent'
  if (completing && fault.startsWith('staff-') && shape === 'whole') return 'staff ended the only sale before'
  if (
    (step === 'complete-answered' || step === 'between-parts') &&
    target === 'complete' &&
    (effect === 'unknown-done' || effect === 'late') &&
    !shape.startsWith('split')
  )
    return 'the one completion is never answered: the sale is found completed instead'
  if (step === 'reconciler-found' && !(unknown && target === 'create'))
    return 'nothing about a create is unknown'
  if ((step === 'before-archive' || step === 'after-archive') && !leavesOpenSales(fault, target))
    return 'no open sale is left over'
  return null
}

const leavesOpenSales = (fault: string, target: Target) =>
  target === 'create' && ['duplicated', 'commit-very-late', 'staff-edits'].includes(fault)

/** Every combination, reachable or not. */
export function allCells(): Cell[] {
  const steps = Object.keys(STEPS) as Step[]
  return SHAPES.flatMap((shape) =>
    steps.flatMap((step) =>
      Object.entries(FAULTS).flatMap(([fault, plan]) =>
        plan.targets.map((target): Cell => ({ step, fault, shape, target })),
      ),
    ),
  )
}

/** `count` of them, spread over steps, faults and shapes alike; the same for the same seed. */
export function someCells(count: number, seed: string): Cell[] {
  const random = seededRandom(`cells ${seed}`)
  const left = allCells()
    .filter((cell) => notReachable(cell) === null)
    .map((cell) => ({ cell, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ cell }) => cell)
  const used = new Map<string, number>()
  const times = (name: string) => used.get(name) ?? 0
  const chosen: Cell[] = []
  while (chosen.length < count && left.length > 0) {
    let best = 0
    let least = Infinity
    for (const [index, { step, fault, shape }] of left.entries()) {
      const weight = times(step) * 3 + times(fault) * 3 + times(shape)
      if (weight < least) [best, least] = [index, weight]
    }
    const [cell] = left.splice(best, 1)
    if (!cell) break
    for (const name of [cell.step, cell.fault, cell.shape]) used.set(name, times(name) + 1)
    chosen.push(cell)
  }
  return chosen
}
