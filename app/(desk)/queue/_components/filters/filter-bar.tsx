'use client'

import { useState } from 'react'
import { capital } from '@/app/_components/capital'
import { Button } from '@/app/_components/controls/button'
import type { QueuePage } from '@/lib/orders/screens/screen-types'
import { AGES, isNarrowed, NOBODY, SORTS, viewOf, type QueueView } from '@/lib/orders/queue/view'
import { HELD_BECAUSE } from '@/lib/routing/explaining/explain-policy'
import { HOLD_CODES } from '@/lib/routing/types'
import { FilterChip } from './filter-chip'
import { SaveViewDialog } from './save-view-dialog'
import { ViewsMenu } from './views-menu'

const AGE_WORDS: Record<(typeof AGES)[number], string> = {
  day: 'Older than a day',
  week: 'Older than a week',
}
const SORT_WORDS: Record<(typeof SORTS)[number], string> = {
  oldest: 'Oldest first',
  newest: 'Newest first',
  value: 'Largest total first',
}
const REASONS = HOLD_CODES.map((code) => ({ value: code, label: capital(HELD_BECAUSE[code]) })).toSorted(
  (a, b) => a.label.localeCompare(b.label),
)
const options = <T extends string>(values: readonly T[], words: Record<T, string>) =>
  values.map((value) => ({ value, label: words[value] }))

interface Props {
  view: QueueView
  page: Pick<QueuePage, 'channels' | 'people' | 'views'>
  onChange: (change: Partial<QueueView>) => void
  /** Why this person may share nothing; null when they may. */
  noShare: string | null
}

/** What the list is narrowed and sorted by, each a chip; and the views somebody kept. */
export function FilterBar({ view, page, onChange, noShare }: Props) {
  const [saving, setSaving] = useState(false)
  const channels = page.channels.map(({ id, name }) => ({ value: id, label: name }))
  const people = [
    { value: NOBODY, label: 'Nobody' },
    ...page.people.map(({ userId, name }) => ({ value: userId, label: name })),
  ]
  const changed = isNarrowed(view) || view.sort !== null
  return (
    <section aria-label="Filters" className="mb-3 flex flex-wrap items-center gap-2">
      <FilterChip
        label="Channel"
        any="Any channel"
        options={channels}
        value={view.channel}
        onChoose={(channel) => onChange({ channel })}
      />
      <FilterChip
        label="Reason"
        any="Any reason"
        options={REASONS}
        value={view.reason}
        onChoose={(value) => onChange({ reason: HOLD_CODES.find((code) => code === value) ?? null })}
      />
      <FilterChip
        label="Assigned to"
        any="Anybody"
        options={people}
        value={view.assignee}
        onChoose={(assignee) => onChange({ assignee })}
      />
      <FilterChip
        label="Age"
        any="Any age"
        options={options(AGES, AGE_WORDS)}
        value={view.age}
        onChoose={(value) => onChange({ age: AGES.find((age) => age === value) ?? null })}
      />
      <FilterChip
        label="Sort"
        any="Usual order"
        options={options(SORTS, SORT_WORDS)}
        value={view.sort}
        onChoose={(value) => onChange({ sort: SORTS.find((sort) => sort === value) ?? null })}
      />
      {changed ? (
        <Button small tone="quiet" onClick={() => onChange(viewOf(view.tab))}>
          Clear filters
        </Button>
      ) : null}
      <span className="ml-auto flex items-center gap-2">
        {changed ? (
          <Button small onClick={() => setSaving(true)}>
            Save view…
          </Button>
        ) : null}
        <ViewsMenu views={page.views} view={view} onOpen={onChange} />
      </span>
      {saving ? <SaveViewDialog view={view} noShare={noShare} onClose={() => setSaving(false)} /> : null}
    </section>
  )
}
