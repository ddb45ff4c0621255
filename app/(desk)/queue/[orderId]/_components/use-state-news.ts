'use client'

import { useEffect, useRef } from 'react'
import { announce } from '@/app/_components/announcer'
import type { OrderScreen } from '@/lib/orders/screen-types'

/** Says aloud what became of the order while the page was open, whoever did it. */
export function useStateNews(order: OrderScreen): void {
  const before = useRef(order)
  useEffect(() => {
    const news = newsBetween(before.current, order)
    before.current = order
    if (news) announce(news.text, news.tone)
  }, [order])
}

/** One sentence for a change worth telling, or null. */
export function newsBetween(
  before: OrderScreen,
  after: OrderScreen,
): { text: string; tone: 'good' | 'bad' | 'plain' } | null {
  if (after.attention && after.attention !== before.attention)
    return { text: `Order ${after.number} needs attention: ${after.attention}`, tone: 'bad' }
  if (before.state === after.state) return null
  if (after.state === 'pushed')
    return { text: `Order ${after.number} is pushed. ${sales(after)}`, tone: 'good' }
  if (before.state !== 'pushing') return null
  const undone = !after.parts.some((part) => part.state === 'refused' || part.state === 'unknown')
  if (after.state === 'held' && undone)
    return { text: `Order ${after.number} is back in the queue.`, tone: 'plain' }
  const why = after.parts.find((part) => part.problem)?.problem ?? after.reasons[0] ?? ''
  return { text: `Order ${after.number} came back from the push. ${why}`.trim(), tone: 'bad' }
}

function sales(order: OrderScreen): string {
  return order.parts
    .filter((part) => part.state === 'completed')
    .map((part) => `${part.storeName}: sale ${part.ticketNumber ?? part.saleId ?? part.reference}.`)
    .join(' ')
}
