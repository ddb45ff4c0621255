import { Button } from '@/app/_components/controls/button'
import { EmptyState } from '@/app/_components/empty-state'
import { TRANSFER_TABS, type TransferTabId } from '@/lib/transfers/states'

/** Why there is nothing here, and what would bring something. */
export function TransferEmpty(props: { tab: TransferTabId; filtered: boolean; onClear: () => void }) {
  if (props.filtered)
    return (
      <EmptyState
        title="No transfer between these stores"
        action={<Button onClick={props.onClear}>Show all stores</Button>}
      >
        In this tab nothing goes from the one to the other.
      </EmptyState>
    )
  if (props.tab === 'proposed')
    return (
      <EmptyState title="Nothing to make">
        When an order is pushed to a store that is short of something, the transfers that put it right are
        named here and on the order’s page.
      </EmptyState>
    )
  const label = TRANSFER_TABS.find((tab) => tab.id === props.tab)?.label ?? ''
  return <EmptyState title={`Nothing under “${label}”`}>Transfers come and go here by themselves.</EmptyState>
}
