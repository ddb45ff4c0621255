import type { Metadata } from 'next'
import { paths } from '@/app/_lib/paths'
import { whyNot } from '@/lib/access/roles'
import { requireViewer } from '@/lib/access/sessions'
import { readQueue } from '@/lib/orders/screens/queue-read'
import { QueueBoard } from './_components/queue-board'
import { viewShape } from './search-params'

export const metadata: Metadata = { title: 'Queue' }

export default async function QueuePage(props: { searchParams: Promise<Record<string, unknown>> }) {
  const view = viewShape.parse(await props.searchParams)
  const viewer = await requireViewer('see-queue', paths.queue(view))
  const page = await readQueue(viewer, { ...view, cursor: null })
  return (
    <main className="mx-auto max-w-[110rem] px-3 py-4 pb-[calc(1rem+var(--foot-bar))] sm:px-5 [&_:focus-visible]:scroll-mt-28 [&_:focus-visible]:scroll-mb-28">
      <QueueBoard first={{ view, page }} noAct={whyNot(viewer.role, 'act-on-orders')} />
    </main>
  )
}
