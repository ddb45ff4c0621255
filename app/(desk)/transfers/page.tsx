import type { Metadata } from 'next'
import { paths } from '@/app/_lib/paths'
import { requireViewer } from '@/lib/access/sessions'
import { readTransfers } from '@/lib/transfers/screen'
import { TransferBoard } from './_components/transfer-board'
import { readTransfersShape } from './search-params'

export const metadata: Metadata = { title: 'Transfers' }

export default async function TransfersPage(props: { searchParams: Promise<Record<string, unknown>> }) {
  const { tab, from, to } = readTransfersShape.parse(await props.searchParams)
  const viewer = await requireViewer('see-queue', paths.transfers({ tab, from, to }))
  const page = await readTransfers(viewer, { tab, from, to, cursor: null })
  return (
    <main className="mx-auto max-w-[110rem] px-3 py-4 sm:px-5">
      <TransferBoard first={{ tab, from, to, page }} />
    </main>
  )
}
