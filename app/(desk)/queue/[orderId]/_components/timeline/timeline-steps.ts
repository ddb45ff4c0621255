import type { TimelineEntry } from '@/lib/orders/screens/screen-types'

export interface TimelineStep {
  entry: TimelineEntry
  /** Calls to Lightspeed this step made, newest first. */
  calls: TimelineEntry[]
}

/**
 * Folds calls under the step that made them: the nearest older entry that is none. Entries come newest first, so
 * a call waits for the next step below it; calls older than every step fold under the newest of their own.
 */
export function timelineSteps(entries: TimelineEntry[]): TimelineStep[] {
  const steps: TimelineStep[] = []
  let waiting: TimelineEntry[] = []
  for (const entry of entries) {
    if (entry.call) {
      waiting.push(entry)
      continue
    }
    // Somebody wrote while the calls were made: they belong to the step below.
    if (entry.comment !== null) {
      steps.push({ entry, calls: [] })
      continue
    }
    steps.push({ entry, calls: waiting })
    waiting = []
  }
  const [first, ...rest] = waiting
  if (first) steps.push({ entry: first, calls: rest })
  return steps
}
