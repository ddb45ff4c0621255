'use client'

import { useState } from 'react'
import type { QueueView } from '@/lib/orders/queue/view'
import { ConnectionLine } from '../../_components/connection-line'
import type { DeskOrder } from '../desk-order'
import { refreshStockAction } from '../actions'
import { AttentionCard } from './attention/attention-card'
import { AfterAction } from './dialogs/after-action'
import { CustomerCard } from './cards/customer-card'
import { ExplanationCard } from './cards/explanation-card'
import { CommentForm } from './handling/comment-form'
import { HandlingLine } from './handling/handling-line'
import { SnoozeDialog } from './handling/snooze-dialog'
import { HeldBanner } from './held-banner'
import { LinesCard } from './cards/lines-card'
import { MoneyCard } from './cards/money-card'
import { OrderHeader } from './order-header'
import { PartsList } from './cards/parts-list'
import type { Proposal } from './dialogs/proposal'
import { RivalsCard } from './cards/rivals-card'
import { ProposalDialog } from './dialogs/proposal-dialog'
import { PushingPanel } from './pushing-panel'
import { SplitEditor } from './split/split-editor'
import { StockGrid } from './grid/stock-grid'
import { SuggestionList } from './suggestion-list'
import { Timeline } from './timeline/timeline'
import { useOrderDesk } from './use-order-desk'
import { useOrderKeys } from './use-order-keys'
import { VoidDialog } from './dialogs/void-dialog'

/** One order, live: what it is, why it is here, and everything that can be done with it. */
export function OrderDesk({ initial, view }: { initial: DeskOrder; view: QueueView }) {
  const { order, error, act, busy, acted, nextId } = useOrderDesk(initial, view)
  const [proposal, setProposal] = useState<Proposal | null>(null)
  const [asking, setAsking] = useState<'void' | 'snooze' | null>(null)
  const stopAsking = () => setAsking(null)
  useOrderKeys({ order, view, nextId, onPush: setProposal, onAsk: setAsking })
  const seen = { orderId: order.id, version: order.version }
  const open = order.state === 'held' || order.state === 'snoozed' || order.state === 'partly-pushed'
  return (
    <main className="mx-auto max-w-[110rem] px-3 py-4 sm:px-5 [&_:focus-visible]:scroll-mt-28">
      <title>{`Order ${order.number} · Order Queue`}</title>
      <OrderHeader
        order={order}
        view={view}
        act={act}
        busy={busy}
        onPush={setProposal}
        onVoid={() => setAsking('void')}
        onSnooze={() => setAsking('snooze')}
      />
      <HandlingLine order={order} act={act} />
      <ConnectionLine error={error} />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 grid-cols-1 gap-4">
          {order.settling ? (
            <AttentionCard order={order} settling={order.settling} act={act} busy={busy} />
          ) : null}
          {order.state === 'pushing' ? <PushingPanel order={order} act={act} busy={busy} /> : null}
          <AfterAction order={order} acted={acted} nextId={nextId} view={view} />
          <HeldBanner order={order} />
          {order.parts.length > 0 ? <PartsList order={order} /> : null}
          {open ? <SuggestionList order={order} onTake={setProposal} /> : null}
          {order.grid.stores.length > 0 ? (
            <StockGrid
              order={order}
              open={open}
              refreshing={busy === 'refresh'}
              onRefresh={() => void act('refresh', () => refreshStockAction(seen))}
              onPush={setProposal}
            />
          ) : (
            <LinesCard lines={order.lines} />
          )}
          {open && order.grid.stores.length > 0 ? <SplitEditor order={order} onPush={setProposal} /> : null}
          {order.rivals.length > 0 ? <RivalsCard rivals={order.rivals} view={view} /> : null}
          <ExplanationCard order={order} open={open} />
        </div>
        <div className="grid min-w-0 grid-cols-1 gap-4 md:grid-cols-2 xl:grid-cols-1">
          <CustomerCard order={order} />
          <MoneyCard order={order} />
          <Timeline entries={order.timeline}>
            <CommentForm order={order} act={act} busy={busy === 'comment'} />
          </Timeline>
        </div>
      </div>
      {proposal ? (
        <ProposalDialog order={order} proposal={proposal} act={act} onClose={() => setProposal(null)} />
      ) : null}
      {asking === 'void' ? <VoidDialog order={order} act={act} onClose={stopAsking} /> : null}
      {asking === 'snooze' ? <SnoozeDialog order={order} act={act} onClose={stopAsking} /> : null}
    </main>
  )
}
