'use client'

import { useCallback, useEffect, useRef } from 'react'
import { announce } from '@/app/_components/announcer'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'

/**
 * Says aloud what became of the order while the page was open, whoever did it. The answer is to be called after an
 * undo pressed on this page: whoever pressed it was told so already.
 */
export function useStateNews(order: OrderScreen): () => void {
  const before = useRef(order)
  const soldBefore = useRef(completed(order).length)
  const tookBack = useRef(false)
  useEffect(() => {
    const news = newsBetween(before.current, order, soldBefore.current)
    before.current = order
    if (order.state !== 'pushing') soldBefore.current = completed(order).length
    if (!news) return
    if (tookBack.current && order.state !== 'pushed' && news.tone === 'plain') tookBack.current = false
    else announce(news.text, news.tone)
  }, [order])
  return useCallback(() => {
    tookBack.current = true
  }, [])
}

/**
 * One sentence for a change worth telling, or null. `soldBefore`: the sales completed when the push began; the last one
 * of a push is completed a moment before the order leaves `pushing`, so what was seen just before tells nothing.
 */
export function newsBetween(
  before: OrderScreen,
  after: OrderScreen,
  soldBefore: number,
): { text: string; tone: 'good' | 'bad' | 'plain' } | null {
  if (after.attention && after.attention !== before.attention)
    return { text: `Order ${after.number} needs attention: ${after.attention}`, tone: 'bad' }
  const settled = settlingNews(before, after)
  if (settled) return settled
  if (before.state === after.state) return null
  // Voiding what is left also ends in `pushed`, but pushes nothing.
  if (after.state === 'pushed' && completed(after).length > soldBefore)
    return { text: `Order ${after.number} is pushed. ${sales(after)}`, tone: 'good' }
  if (before.state !== 'pushing') return null
  if (after.state === 'partly-pushed' && completed(after).length > soldBefore) {
    const left = after.lines.reduce((sum, line) => sum + line.toPlace, 0)
    return {
      text: `Order ${after.number} is partly pushed. ${sales(after)} Still to place: ${left}.`,
      tone: failed(after) ? 'bad' : 'good',
    }
  }
  // A push comes back by itself or because a person took it back: the newest step says which.
  if (after.timeline.find((entry) => !entry.call)?.by.kind === 'person')
    return { text: `Order ${after.number} is back in the queue.`, tone: 'plain' }
  const why = after.parts.find((part) => part.problem)?.problem ?? after.reasons[0] ?? ''
  return { text: `Order ${after.number} came back from the push. ${why}`.trim(), tone: 'bad' }
}

/** What became of the thing that was ordered for an order in attention, or that there is nothing to settle any more. */
function settlingNews(
  before: OrderScreen,
  after: OrderScreen,
): { text: string; tone: 'good' | 'bad' } | null {
  if (before.settling && !after.settling && (before.state === 'pushed' || before.state === after.state))
    return { text: `Order ${after.number}: nothing is to be settled any more.`, tone: 'good' }
  const [latest] = after.settling?.remedies ?? []
  const known = before.settling?.remedies.find((one) => one.id === latest?.id)
  if (!latest || known?.state !== 'working' || latest.state === 'working') return null
  const word = latest.state === 'done' ? 'done' : 'not done'
  return {
    text: `${latest.title}: ${word}. ${latest.detail}`,
    tone: latest.state === 'done' ? 'good' : 'bad',
  }
}

const completed = (order: OrderScreen) => order.parts.filter((part) => part.state === 'completed')
const failed = (order: OrderScreen) =>
  order.parts.some((part) => part.state === 'refused' || part.state === 'unknown')

function sales(order: OrderScreen): string {
  return completed(order)
    .map((part) => `${part.storeName}: sale ${part.ticketNumber ?? part.saleId ?? part.reference}.`)
    .join(' ')
}
