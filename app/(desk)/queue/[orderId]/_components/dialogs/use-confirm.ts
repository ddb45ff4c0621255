'use client'

import { useState } from 'react'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'

/**
 * What every confirmation about an order goes by: the version the person looked at, and one press at a time. `run` closes
 * the dialog unless it answers why it was refused; of an order that changed meanwhile, whatever is pressed is refused.
 */
export function useConfirm(order: OrderScreen, onClose: () => void) {
  const [seen] = useState({ orderId: order.id, version: order.version })
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const changed =
    !busy && order.version !== seen.version ? 'This order changed meanwhile. Go back and look again.' : null
  const run = async (work: () => Promise<string | null>): Promise<string | null> => {
    setBusy(true)
    const refused = await work()
    setBusy(false)
    if (refused === null) onClose()
    else setProblem(refused)
    return refused
  }
  return { seen, busy, problem, changed, run }
}
