/** How an order is pushed: by itself to one, two or three stores, by itself although short, or held and pushed by hand. */
export const SHAPES = ['whole', 'split-2', 'split-3', 'oversold', 'by-hand'] as const
export type Shape = (typeof SHAPES)[number]

interface StepPlan {
  /** Who dies there: the process that takes in a delivery, or a worker. */
  who: 'intake' | 'worker'
  /**
   * How it is known which order the step is reached for: by the order's number, by the number in the request that is
   * sent (processes/on-the-wire.ts finds the one of a completion), by the reference of the sale it is about, or not at all,
   * since the step is about the whole account. There as many processes die as cells ask for.
   */
  by: 'number' | 'body' | 'reference' | 'account'
}

const worker: StepPlan = { who: 'worker', by: 'number' }

/** Every named step at which a process can die, in the order in which an order meets them. */
export const STEPS = {
  'intake-verified': { who: 'intake', by: 'account' },
  'intake-uncommitted': { who: 'intake', by: 'account' },
  'intake-stored': { who: 'intake', by: 'account' },
  'before-normalised': worker,
  normalised: worker,
  'before-plan': worker,
  'plan-committed': worker,
  'before-mail': worker,
  'mail-accepted': worker,
  'part-claimed': worker,
  'before-refresh': { who: 'worker', by: 'account' },
  'refresh-answered': { who: 'worker', by: 'account' },
  'refresh-stored': { who: 'worker', by: 'account' },
  'looked-up': worker,
  'intent-committed': worker,
  'half-written': { who: 'worker', by: 'body' },
  'headers-read': { who: 'worker', by: 'body' },
  'create-answered': worker,
  'created-stored': worker,
  'completion-sent': worker,
  'completion-half-written': { who: 'worker', by: 'body' },
  'completion-headers-read': { who: 'worker', by: 'body' },
  'complete-answered': worker,
  'between-parts': worker,
  'before-finish': worker,
  finished: worker,
  'reconciler-found': worker,
  'before-archive': worker,
  'after-archive': worker,
  'sweeper-before-archive': { who: 'worker', by: 'reference' },
  'sweeper-after-archive': { who: 'worker', by: 'reference' },
  'before-cursor': { who: 'worker', by: 'account' },
  'cursor-stored': { who: 'worker', by: 'account' },
} as const satisfies Record<string, StepPlan>
export type Step = keyof typeof STEPS
export const STEP_NAMES = Object.keys(STEPS) as Step[]

/** How the references of an order's parts begin. */
export const referencesOf = (number: string) => `${number.slice(1)}-`

/** The death of this order's process, in the form of CRASH_AT. */
export function crashOf(step: Step, number: string): string {
  switch (STEPS[step].by) {
    case 'number':
      return `${step}@${number}`
    case 'body':
      return `${step}~"${referencesOf(number)}`
    case 'reference':
      return `${step}~${referencesOf(number)}`
    case 'account':
      return `${step}#1`
  }
}
