'use client'

import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { Button } from '@/app/_components/controls/button'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { pushSplitAction, pushWholeAction } from '../../actions'
import { pushPreviewOptions, splitPreviewOptions } from '../../query-options'
import { EffectTables } from '../cards/effect-tables'
import { effectSentence, isShort, leftOverSentence, type PushProposal } from './proposal'
import { useConfirm } from './use-confirm'
import type { Act } from '../use-order-desk'

interface Props {
  order: OrderScreen
  proposal: PushProposal
  act: Act
  onClose: () => void
}

/** Shows the exact effect of a push, read fresh from the server, before anything is done. */
export function PushDialog({ order, proposal, act, onClose }: Props) {
  const confirm = useRef<HTMLButtonElement>(null)
  const { seen, busy, problem, changed, run } = useConfirm(order, onClose)
  const { effect, error, readAgain } = useEffectOf(seen, proposal)

  const push = async () => {
    if (!effect) return
    const input = { ...seen, acceptShort: isShort(effect) }
    const refused = await run(() =>
      act('push', () =>
        proposal.kind === 'whole'
          ? pushWholeAction({ ...input, storeId: proposal.storeId })
          : pushSplitAction({ ...input, parts: proposal.parts }),
      ),
    )
    if (refused !== null) readAgain() // perhaps because the stock moved: show it as it is now
  }
  const short = effect ? isShort(effect) : false
  return (
    <Dialog
      open
      onClose={onClose}
      title={short ? `Order ${order.number}: stock is short` : `Push order ${order.number}`}
      initialFocus={confirm}
      answers={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button
            ref={confirm}
            tone={short ? 'danger' : 'primary'}
            busy={busy || !effect}
            because={changed ?? effect?.problem ?? null}
            showReason={changed !== null}
            onClick={() => void push()}
          >
            {busy ? 'Pushing…' : short ? 'Push anyway' : 'Push'}
          </Button>
        </>
      }
    >
      <DialogProblem>{problem ?? error?.message ?? null}</DialogProblem>
      {effect ? (
        <>
          {effect.parts.length > 0 ? <p className="mb-3">{effectSentence(effect)}</p> : null}
          {effect.parts.length > 0 && effect.leftOver.length > 0 ? (
            <p className="mb-3 text-warn">{leftOverSentence(effect.leftOver)}</p>
          ) : null}
          {effect.parts.length > 0 ? <EffectTables effect={effect} order={order} /> : null}
          {effect.problem ? <p className="mt-3 text-bad">{effect.problem}</p> : null}
        </>
      ) : error ? null : (
        <output className="skeleton block h-24" aria-label="Reading what this would do" />
      )}
    </Dialog>
  )
}

function useEffectOf({ orderId, version }: { orderId: string; version: number }, proposal: PushProposal) {
  const seen = { id: orderId, version }
  const whole = proposal.kind === 'whole'
  const push = useQuery({ ...pushPreviewOptions(seen, whole ? proposal.storeId : ''), enabled: whole })
  const split = useQuery({ ...splitPreviewOptions(seen, whole ? [] : proposal.parts), enabled: !whole })
  const { data, isPlaceholderData, error, refetch } = whole ? push : split
  return { effect: isPlaceholderData ? null : (data ?? null), error, readAgain: () => void refetch() }
}
