import type { QueuePage } from '@/lib/orders/screens/screen-types'
import { BulkBar } from './bulk-bar'
import { BulkDialog } from './bulk-dialog'
import { BulkResults } from './bulk-results'
import type { BulkDesk } from './use-bulk'

/** What can be done with the selected orders, what it asks first, and what became of each. */
export function Bulk({
  bulk,
  ...rest
}: {
  bulk: BulkDesk
  people: QueuePage['people']
  because: string | null
}) {
  return (
    <>
      {bulk.chosen.length > 0 ? (
        <BulkBar {...rest} rows={bulk.chosen} onAsk={bulk.ask} onStart={bulk.start} onClear={bulk.clear} />
      ) : null}
      {bulk.asking && bulk.chosen.length > 0 ? (
        <BulkDialog
          asking={bulk.asking}
          rows={bulk.chosen}
          onConfirm={bulk.start}
          onClose={() => bulk.ask(null)}
        />
      ) : null}
      {bulk.run ? <BulkResults run={bulk.run} rows={bulk.ran} onClose={bulk.close} /> : null}
    </>
  )
}
