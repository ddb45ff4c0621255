import type { Metadata } from 'next'
import { EmptyState } from '@/app/_components/empty-state'
import { paths } from '@/app/_lib/paths'
import { requireViewer } from '@/lib/access/sessions'
import { readChannels } from '@/lib/integrations/policy/screen'
import { readReplanOrder } from '@/lib/orders/commands/replan-order'
import { ChannelList } from './_components/channel-list'
import { HeldOrdersCard } from './_components/held-orders-card'

export const metadata: Metadata = { title: 'Integrations' }

export default async function IntegrationsPage() {
  const viewer = await requireViewer('see-queue', paths.integrations())
  const [channels, replanOrder] = await Promise.all([readChannels(viewer), readReplanOrder(viewer)])
  return (
    <main className="mx-auto max-w-[80rem] px-3 py-4 sm:px-5">
      <h1 className="text-2xl font-semibold tracking-tight">Integrations</h1>
      <p className="mt-1 mb-4 text-muted">Your sales channels, and what happens to the orders of each.</p>
      {channels.length > 0 ? (
        <>
          <ChannelList channels={channels} />
          <HeldOrdersCard screen={replanOrder} />
        </>
      ) : (
        <div className="card">
          <EmptyState title="No channel is connected yet">
            As soon as one is, its policy is chosen here.
          </EmptyState>
        </div>
      )}
    </main>
  )
}
