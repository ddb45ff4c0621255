'use client'

import { useState } from 'react'
import { CheckField } from '@/app/_components/controls/choice'
import { TextField } from '@/app/_components/controls/field'
import { localInstant, snoozeTimes, type SnoozeTime } from './snooze-times'

const NO_TIME = 'none'
const OWN_TIME = 'own'
const CLOCK = {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
} as const

interface Draft {
  times: SnoozeTime[]
  choice: string
  own: string
  orStock: boolean
}

/** Until when something is put aside, as it is being chosen; `missing` says what is still to be told. */
export function useSnooze() {
  const [draft, setDraft] = useState<Draft>(() => ({
    times: snoozeTimes(new Date()),
    choice: 'tomorrow',
    own: '',
    orStock: true,
  }))
  const until =
    draft.choice === OWN_TIME
      ? localInstant(draft.own)
      : (draft.times.find((time) => time.id === draft.choice)?.at ?? null)
  return {
    draft,
    change: (changed: Partial<Draft>) => setDraft((before) => ({ ...before, ...changed })),
    value: { until: until?.toISOString() ?? null, orStock: draft.orStock },
    missing: missingIn(draft, until),
  }
}

function missingIn({ choice, orStock }: Draft, until: Date | null): string | null {
  if (choice === OWN_TIME && !until) return 'Fill in when it is to come back.'
  return choice === NO_TIME && !orStock ? 'Choose a time, or its stock, to bring it back.' : null
}

/** Until when: a time, the stock, or whichever comes first. */
export function SnoozeFields({ snooze: { draft, change } }: { snooze: ReturnType<typeof useSnooze> }) {
  const choose = (choice: string) => change({ choice })
  return (
    <>
      <fieldset className="mb-3 grid gap-1 sm:grid-cols-2">
        <legend className="mb-1 font-medium">Comes back</legend>
        {draft.times.map(({ id, label, at }) => (
          <Choice key={id} id={id} chosen={draft.choice} onChoose={choose} label={label}>
            {at.toLocaleString(undefined, CLOCK)}
          </Choice>
        ))}
        <Choice id={OWN_TIME} chosen={draft.choice} onChoose={choose} label="At a time of your own" />
        <Choice id={NO_TIME} chosen={draft.choice} onChoose={choose} label="At no certain time" />
      </fieldset>
      {draft.choice === OWN_TIME ? (
        <div className="mb-3">
          <TextField
            label="Date and time"
            type="datetime-local"
            value={draft.own}
            onChange={(event) => change({ own: event.target.value })}
          />
        </div>
      ) : null}
      <CheckField
        label="As soon as its stock changes"
        hint="When stock comes or goes so that something else can be done with it."
        checked={draft.orStock}
        onChange={(orStock) => change({ orStock })}
      />
    </>
  )
}

function Choice(props: {
  id: string
  chosen: string
  onChoose: (id: string) => void
  label: string
  children?: string
}) {
  return (
    <label className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-1 hover:bg-sunken">
      <input
        type="radio"
        name="snooze"
        checked={props.chosen === props.id}
        onChange={() => props.onChoose(props.id)}
        className="size-4 shrink-0 accent-accent"
      />
      <span>{props.label}</span>
      {props.children ? <span className="ml-auto text-xs text-muted">{props.children}</span> : null}
    </label>
  )
}
