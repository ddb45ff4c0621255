import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import Link from 'next/link'
import { BackIcon } from '@/app/_components/icons'
import { paths } from '@/app/_lib/paths'
import { requireViewer } from '@/lib/access/sessions'
import { readTransferList } from '@/lib/transfers/screen'
import { readTransfersShape } from '../search-params'
import { PrintButton } from './_components/print-button'
import { PickTable } from './_components/pick-table'

export const metadata: Metadata = { title: 'Transfer list' }

/** What one store packs for another, on paper: for the parts of a transfer that no program can do. */
export default async function TransferListPage(props: { searchParams: Promise<Record<string, unknown>> }) {
  const { from, to } = readTransfersShape.parse(await props.searchParams)
  const viewer = await requireViewer('see-queue', paths.transferList({ from, to }))
  const list = await readTransferList(viewer, { from, to })
  if (!list) notFound()
  const made = list.rows.filter((row) => row.state !== 'proposed')
  const proposed = list.rows.filter((row) => row.state === 'proposed')
  const back = paths.transfers({ tab: 'under-way', from, to })
  return (
    <main className="mx-auto max-w-[60rem] px-3 py-4 sm:px-5 print:max-w-none print:p-0">
      <nav className="mb-1 print:hidden" aria-label="Back">
        <Link href={back} className="inline-flex min-h-6 items-center gap-1 text-muted hover:text-ink">
          <BackIcon />
          Transfers
        </Link>
      </nav>
      <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div>
          <h1 className="text-2xl font-semibold tracking-tight">
            {list.from} to {list.to}
          </h1>
          <p className="text-muted">{viewer.merchantName} · transfer list</p>
        </div>
        {list.rows.length > 0 ? <PrintButton /> : null}
      </div>
      {list.rows.length === 0 ? (
        <p className="card px-4 py-10 text-center text-muted">
          Nothing is to be sent from {list.from} to {list.to} now.
        </p>
      ) : null}
      {made.length > 0 ? (
        <PickTable
          title={`Pack in ${list.from}, receive in ${list.to}`}
          hint={`These stand in Lightspeed. ${list.to} receives each there under Inventory, Transfers, once it has arrived.`}
          rows={made}
        />
      ) : null}
      {proposed.length > 0 ? (
        <PickTable
          title="Only proposed"
          hint="Not in Lightspeed yet: make them from the order’s page, or write them there by hand."
          rows={proposed}
        />
      ) : null}
    </main>
  )
}
