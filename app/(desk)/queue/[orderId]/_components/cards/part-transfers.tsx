import { ListLink } from '@/app/(desk)/transfers/_components/list-link'
import { MakeButton } from '@/app/(desk)/transfers/_components/make-button'
import { TransferBadge } from '@/app/(desk)/transfers/_components/transfer-badge'
import { TransferNotes } from '@/app/(desk)/transfers/_components/transfer-table'
import type { TransferLine } from '@/lib/transfers/screen'

interface Props {
  order: { orderId: string; version: number }
  transfers: TransferLine[]
  /** Why none may be made; null when they may. */
  noMake: string | null
  /** Their part is sold once they are received; else they put right what is sold. */
  before: boolean
}

/** The transfers that put one oversold sale right: proposed with a button, then how far each is. */
export function PartTransfers({ order, transfers, noMake, before }: Props) {
  const to = transfers[0]?.to ?? ''
  const proposed = transfers.filter((one) => one.state === 'proposed')
  return (
    <section aria-label={`Transfers to ${to}`} className="mt-2 rounded-lg bg-sunken px-3 py-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="font-medium">
          {before ? 'What it waits for' : proposed.length > 0 ? 'To put it right' : 'What puts it right'}
        </h3>
        {proposed.length > 1 ? (
          <MakeButton
            order={order}
            transferIds={proposed.map((one) => one.id)}
            label="Make all"
            fullLabel={`Make all transfers to ${to}`}
            because={noMake}
          />
        ) : null}
      </div>
      <ul className="divide-y divide-line">
        {transfers.map((one) => (
          <li key={one.id} className="py-1.5" aria-label={`Transfer ${one.name}`}>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="min-w-0">{one.title}</span>
              <TransferBadge state={one.state} />
              {one.state === 'proposed' ? (
                <MakeButton
                  order={order}
                  transferIds={[one.id]}
                  label="Make this transfer"
                  fullLabel={`Make this transfer: ${one.title}`}
                  because={noMake}
                />
              ) : null}
              {one.state === 'proposed' || one.next ? <ListLink row={one} /> : null}
            </div>
            <TransferNotes row={one} />
          </li>
        ))}
      </ul>
    </section>
  )
}
