import { Button } from '@/app/_components/controls/button'
import { EmptyState } from '@/app/_components/empty-state'
import { isNarrowed, viewOf, type QueueView } from '@/lib/orders/queue/view'
import { TABS } from '@/lib/orders/states'

interface Props {
  view: QueueView
  anyOrderYet: boolean
  onChange: (change: Partial<QueueView>) => void
}

/** Three kinds of nothing: no match, never anything, all done. */
export function QueueEmpty({ view, anyOrderYet, onChange }: Props) {
  if (isNarrowed(view)) {
    const onlySearch = !isNarrowed({ ...view, search: '' })
    return (
      <EmptyState
        title={onlySearch ? `No order matches “${view.search}”` : 'No order matches these filters'}
        action={
          <Button onClick={() => onChange({ ...viewOf(view.tab), sort: view.sort })}>
            {onlySearch ? 'Clear the search' : 'Clear filters'}
          </Button>
        }
      >
        {view.search
          ? 'Looked for words that begin so in order numbers, customers, emails and skus, and for whole sale numbers, in this tab.'
          : 'Other orders may be in this tab, or these in another one.'}
      </EmptyState>
    )
  }
  if (!anyOrderYet)
    return (
      <EmptyState title="No order has come yet">
        As soon as a sales channel delivers its first order to the webhook address of its integration, it
        shows up here by itself.
      </EmptyState>
    )
  if (view.tab === 'needs-action')
    return (
      <EmptyState title="All cleared">
        No order waits for you. Orders that no policy may decide come here, and you get a mail.
      </EmptyState>
    )
  const label = TABS.find((tab) => tab.id === view.tab)?.label ?? ''
  return <EmptyState title={`Nothing under “${label}”`}>Orders come and go here by themselves.</EmptyState>
}
