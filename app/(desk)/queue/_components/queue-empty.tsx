import { Button } from '@/app/_components/controls/button'
import { EmptyState } from '@/app/_components/empty-state'
import { TABS, type TabId } from '@/lib/orders/states'

/** Three kinds of nothing: no match, never anything, all done. */
export function QueueEmpty(props: { tab: TabId; search: string; anyOrderYet: boolean; onClear: () => void }) {
  if (props.search)
    return (
      <EmptyState
        title={`No order matches “${props.search}”`}
        action={<Button onClick={props.onClear}>Clear the search</Button>}
      >
        Looked for order numbers, customers, emails, skus and sale numbers in this tab.
      </EmptyState>
    )
  if (!props.anyOrderYet)
    return (
      <EmptyState title="No order has come yet">
        As soon as a sales channel delivers its first order to the webhook address of its integration, it
        shows up here by itself.
      </EmptyState>
    )
  if (props.tab === 'needs-action')
    return (
      <EmptyState title="All cleared">
        No order waits for you. Orders that no policy may decide come here, and you get a mail.
      </EmptyState>
    )
  const label = TABS.find((tab) => tab.id === props.tab)?.label ?? ''
  return <EmptyState title={`Nothing under “${label}”`}>Orders come and go here by themselves.</EmptyState>
}
