import type { PushPreview } from '../screens/screen-types'

/** Every way a person's command can be told no, with the facts its sentence needs. */
export type CommandRefusal =
  | { kind: 'not-found' }
  | { kind: 'not-permitted'; because: string }
  | { kind: 'order-changed'; by: string; what: string }
  | { kind: 'not-now'; because: string }
  | { kind: 'short'; preview: PushPreview }
  | { kind: 'bad-split'; because: string }
  | { kind: 'cannot-balance'; because: string }

/** One sentence for the screen: what happened and what to do. */
export function refusalSentence(refusal: CommandRefusal): string {
  switch (refusal.kind) {
    case 'not-found':
      return 'This order does not exist, or it belongs to another merchant.'
    case 'order-changed':
      return `${refusal.by} changed this order meanwhile (${refusal.what}). Nothing of yours was done: look again, then decide.`
    case 'short': {
      const units = refusal.preview.lines.reduce((sum, line) => sum + line.short, 0)
      return `${refusal.preview.storeName} is short of ${units} ${units === 1 ? 'unit' : 'units'}. Confirm to push anyway.`
    }
    case 'not-permitted':
    case 'not-now':
    case 'bad-split':
    case 'cannot-balance':
      return refusal.because
  }
}
