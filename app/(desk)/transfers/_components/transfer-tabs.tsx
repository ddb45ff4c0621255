import type { MouseEvent } from 'react'
import { cx } from '@/app/_components/class-names'
import { paths } from '@/app/_lib/paths'
import { TRANSFER_TABS, type TransferTabId } from '@/lib/transfers/states'

/** Tabs are links: they can be opened in a new window, shared and bookmarked. */
export function TransferTabs(props: {
  current: TransferTabId
  pair: { from: string; to: string }
  counts: Record<TransferTabId, number>
  onChoose: (tab: TransferTabId) => void
}) {
  const choose = (event: MouseEvent, tab: TransferTabId) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    props.onChoose(tab)
  }
  return (
    <nav aria-label="Transfer tabs" className="mt-2 mb-3 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {TRANSFER_TABS.map(({ id, label }) => (
          <li key={id}>
            <a
              href={paths.transfers({ tab: id, ...props.pair })}
              onClick={(event) => choose(event, id)}
              aria-current={id === props.current ? 'page' : undefined}
              className={cx(
                'flex h-10 items-center gap-1.5 border-b-2 px-2.5 font-medium whitespace-nowrap -outline-offset-2',
                id === props.current
                  ? 'border-accent text-ink'
                  : 'border-transparent text-muted hover:text-ink',
              )}
            >
              {label}
              <span className="min-w-5 rounded-full bg-sunken px-1.5 text-center text-xs leading-5 text-muted">
                {props.counts[id] > 999 ? '999+' : props.counts[id]}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
