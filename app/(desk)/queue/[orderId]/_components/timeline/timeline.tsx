import type { ReactNode } from 'react'
import { TONE_TEXT, type Tone } from '@/app/_components/badge'
import { cx } from '@/app/_components/class-names'
import { ClockTime } from '@/app/_components/time/time-ago'
import type { TimelineEntry } from '@/lib/orders/screens/screen-types'
import { counted } from '../dialogs/proposal'
import { Section } from '@/app/_components/section'
import { timelineSteps, type TimelineStep } from './timeline-steps'

/** Enough to see how it came to this; the rest unfolds. */
const STEPS_AT_FIRST = 12

/** What happened and what was said of it, newest first; people, the system and the channel told apart by name and shape. */
export function Timeline({ entries, children }: { entries: TimelineEntry[]; children: ReactNode }) {
  const steps = timelineSteps(entries)
  const older = steps.slice(STEPS_AT_FIRST)
  return (
    <Section title="History" className="md:col-span-2 xl:col-span-1">
      {children}
      <ol className="px-4 pb-3">
        {steps.slice(0, STEPS_AT_FIRST).map((step) => (
          <Step key={step.entry.id} step={step} />
        ))}
      </ol>
      {older.length > 0 ? (
        <details className="px-4 pb-3">
          <summary className="min-h-6 text-muted hover:text-ink">
            {counted(older.length, 'older step')}
          </summary>
          <ol className="pt-2">
            {older.map((step) => (
              <Step key={step.entry.id} step={step} />
            ))}
          </ol>
        </details>
      ) : null}
    </Section>
  )
}

function Step({ step: { entry, calls } }: { step: TimelineStep }) {
  return (
    <li className="relative border-l border-line pb-3 pl-4 last:pb-0">
      <Dot kind={entry.by.kind} tone={entry.tone} />
      {entry.comment === null ? (
        <p className={cx('font-medium', TONE_TEXT[entry.tone])}>{entry.title}</p>
      ) : (
        <blockquote className="mb-1 rounded-md bg-sunken px-3 py-2 break-words whitespace-pre-wrap">
          {entry.comment}
        </blockquote>
      )}
      {entry.detail ? <p className="text-muted">{entry.detail}</p> : null}
      <p className="text-xs text-muted">
        {entry.by.name} · <ClockTime at={entry.at} />
      </p>
      {calls.length > 0 ? (
        <details>
          <summary className="min-h-6 text-xs text-muted hover:text-ink">
            {counted(calls.length, 'call')} to Lightspeed
          </summary>
          <ul className="text-xs">
            {calls.map((each) => (
              <li key={each.id} className="py-0.5">
                <code className="break-all">
                  {each.call?.method} {each.call?.path}
                </code>{' '}
                <span className="text-muted">
                  {each.call?.status ?? 'no answer'}, {each.call?.ms} ms
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  )
}

/** Round for people, square for the system, a diamond for the channel. */
function Dot({ kind, tone }: { kind: TimelineEntry['by']['kind']; tone: Tone }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'absolute top-1.5 -left-[5px] size-2.5 border-2 border-surface bg-current',
        TONE_TEXT[tone],
        kind === 'person' ? 'rounded-full' : kind === 'channel' ? 'rotate-45' : 'rounded-[2px]',
      )}
    />
  )
}
