import type { Viewer } from '../../lib/access/viewer'
import {
  pushSplit,
  pushWhole,
  refreshStock,
  reopenOrder,
  undoPush,
  voidOrder,
} from '../../lib/orders/commands/commands'
import type { CommandAnswer } from '../../lib/orders/commands/command'
import { item, type ExampleMerchant } from '../../lib/orders/example-merchant'
import { replanHeld } from '../../lib/orders/replanning/replanning'
import { ok } from '../../lib/result'
import type { OrderState } from '../../lib/orders/states'

/** What one of several people at the same order does, and what it leads to. `to` null: it changes no state. */
export interface Rival {
  name: string
  from: OrderState[]
  to: OrderState | null
  act(at: Stage, who: Viewer, version: number, now: Date): Promise<CommandAnswer>
}

/** One order, and what its people need to know of it. */
export interface Stage {
  merchant: ExampleMerchant
  orderId: string
  sku: string
  lineId: string
}

const seen = ({ orderId }: Stage, version: number) => ({ orderId, version })
const store = ({ merchant }: Stage, name: string) => merchant.stores[name] ?? ''

export const RIVALS: Rival[] = [
  {
    name: 'push whole',
    from: ['held'],
    to: 'pushing',
    act: (at, who, version, now) =>
      pushWhole(who, { ...seen(at, version), storeId: store(at, 'Bend'), acceptShort: true }, now),
  },
  {
    name: 'push split',
    from: ['held'],
    to: 'pushing',
    act: (at, who, version, now) => {
      const allocations = [{ lineId: at.lineId, quantity: 1 }]
      const parts = ['Bend', 'Eugene'].map((name) => ({ storeId: store(at, name), allocations }))
      return pushSplit(who, { ...seen(at, version), parts, acceptShort: false }, now)
    },
  },
  {
    name: 'void',
    from: ['held'],
    to: 'voided',
    act: (at, who, version, now) =>
      voidOrder(who, { ...seen(at, version), reason: 'Customer asked', note: '' }, now),
  },
  {
    name: 'undo',
    from: ['pushing'],
    to: 'held',
    act: (at, who, version, now) => undoPush(who, seen(at, version), now),
  },
  {
    name: 'reopen',
    from: ['voided'],
    to: 'held',
    act: (at, who, version, now) => reopenOrder(who, seen(at, version), now),
  },
  {
    name: 'refresh',
    from: ['held'],
    to: null,
    act: (at, who, version, now) => refreshStock(who, seen(at, version), now),
  },
  {
    // No person: the worker plans all held orders again, on stock that says something new each time.
    name: 'replan',
    from: ['held'],
    to: null,
    act: async ({ merchant, sku }, _, version, now) => {
      const units: [number, number, number] = [1, 1, version % 2]
      const accounts = [{ posAccountId: merchant.posAccountId, items: [item(sku, units)] }]
      await replanHeld(merchant.merchantId, { kind: 'read', codes: [sku], accounts, readAt: now }, now)
      return ok({ message: '', nextOrderId: null })
    },
  },
]
