import type { Metadata } from 'next'
import { whyNot } from '@/lib/access/roles'
import { requireViewer } from '@/lib/access/sessions'
import { readQueue } from '@/lib/orders/screens/queue-read'
import { QueueBoard } from './_components/queue-board'
import { readQueueShape } from './search-params'

export const metadata: Metadata = { title: 'Queue' }

export default async function QueuePage(props: { searchParams: Promise<Record<string, unknown>> }) {
  const raw = await props.searchParams
  const { tab, search } = readQueueShape.parse({ tab: raw['tab'], search: raw['search'] ?? '' })
  const page = search ? `/queue?${new URLSearchParams({ tab, search })}` : `/queue?tab=${tab}`
  const viewer = await requireViewer('see-queue', page)
  const first = await readQueue(viewer, { tab, cursor: null, search })
  return (
    <main className="mx-auto max-w-[110rem] px-3 py-4 sm:px-5">
      <QueueBoard first={{ tab, search, page: first }} noReplan={whyNot(viewer.role, 'act-on-orders')} />
    </main>
  )
}
