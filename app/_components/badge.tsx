import type { ReactNode } from 'react'
import { cx } from './class-names'

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent'

export const TONE_TEXT: Record<Tone, string> = {
  plain: 'text-ink',
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
  accent: 'text-accent',
}
export const TONE_WASH: Record<Tone, string> = {
  plain: 'bg-sunken text-ink',
  good: 'bg-good-wash text-good',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
  accent: 'bg-accent-wash text-accent',
}

/** A word with a shape of its own before it: never told by colour alone. */
export function Badge({ tone, glyph, children }: { tone: Tone; glyph?: ReactNode; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap',
        TONE_WASH[tone],
      )}
    >
      {glyph}
      {children}
    </span>
  )
}
