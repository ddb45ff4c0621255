/** When a snooze ends, as a person chooses it. All on the browser's own clock. */
export interface SnoozeTime {
  id: string
  label: string
  at: Date
}

const MORNING = 9
const HOUR_MS = 3_600_000

/** In an hour, in four, tomorrow and on Monday in the morning, in a week. */
export function snoozeTimes(now: Date): SnoozeTime[] {
  const morningIn = (days: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING)
  // On a Monday this is the next one: whoever means today would not wait until tomorrow.
  const toMonday = (8 - now.getDay()) % 7 || 7
  return [
    { id: 'hour', label: 'In an hour', at: new Date(now.getTime() + HOUR_MS) },
    { id: 'hours', label: 'In 4 hours', at: new Date(now.getTime() + 4 * HOUR_MS) },
    { id: 'tomorrow', label: 'Tomorrow morning', at: morningIn(1) },
    // From Sunday on, tomorrow is Monday already.
    ...(toMonday > 1 ? [{ id: 'monday', label: 'Monday morning', at: morningIn(toMonday) }] : []),
    { id: 'week', label: 'In a week', at: morningIn(7) },
  ]
}

/** What `<input type="datetime-local">` says, as an instant; null while it is not filled in. */
export function localInstant(text: string): Date | null {
  const at = new Date(text)
  return text === '' || Number.isNaN(at.getTime()) ? null : at
}
