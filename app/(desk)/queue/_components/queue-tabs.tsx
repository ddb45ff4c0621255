'use client'

import type { MouseEvent } from 'react'
import { intoSight } from '@/app/_components/controls/into-sight'
import { cx } from '@/app/_components/class-names'
import { paths } from '@/app/_lib/paths'
import type { QueueView } from '@/lib/orders/queue/view'
import { TABS, type TabId } from '@/lib/orders/states'

/** Tabs are links: they can be opened in a new window, shared and bookmarked. */
export function QueueTabs(props: {
  view: QueueView
  counts: Record<TabId, number>
  onChoose: (tab: TabId) => void
}) {
  const choose = (event: MouseEvent, tab: TabId) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    props.onChoose(tab)
  }
  return (
    <nav aria-label="Queue tabs" className="mt-2 mb-3 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {TABS.map(({ id, label }) => (
          <li key={id}>
            <a
              ref={id === props.view.tab ? intoSight : undefined}
              href={paths.queue({ ...props.view, tab: id })}
              onClick={(event) => choose(event, id)}
              aria-current={id === props.view.tab ? 'page' : undefined}
              className={cx(
                'flex h-10 items-center gap-1.5 border-b-2 px-2.5 whitespace-nowrap -outline-offset-2',
                id === props.view.tab
                  ? 'border-accent font-semibold text-ink'
                  : 'border-transparent text-muted hover:text-ink',
              )}
            >
              <Label text={label} />
              <Count value={props.counts[id]} urgent={id === 'attention'} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** As wide as it is in bold, so that choosing a tab does not move the others. */
function Label({ text }: { text: string }) {
  return (
    <span className="grid">
      <span className="col-start-1 row-start-1">{text}</span>
      <span className="invisible col-start-1 row-start-1 font-semibold" aria-hidden="true">
        {text}
      </span>
    </span>
  )
}

function Count({ value, urgent }: { value: number; urgent: boolean }) {
  return (
    <span
      className={cx(
        'min-w-5 rounded-full px-1.5 text-center text-xs leading-5 font-medium',
        urgent && value > 0 ? 'bg-bad-wash text-bad' : 'bg-sunken text-muted',
      )}
    >
      {value > 999 ? '999+' : value}
    </span>
  )
}
