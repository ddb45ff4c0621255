import { Notice } from '@/app/_components/notice'
import { whyNot } from '@/lib/access/roles'
import { requireViewer } from '@/lib/access/sessions'

export const metadata = { title: 'No access' }

export default async function NoAccessPage() {
  const viewer = await requireViewer()
  return (
    <Notice title="You do not see the queue">{whyNot(viewer.role, 'see-queue') ?? 'You see it now.'}</Notice>
  )
}
