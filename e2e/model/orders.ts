import type { PosAccount } from '../../lib/pos-accounts/account'
import type { ChannelOrder } from '../../lib/integrations/channel-order'
import { referenceNumber, referenceSource } from '../../lib/orders/planning/reference'
import type { PartRow } from '../../lib/orders/push/pushing'
import { ok } from '../../lib/result'
import type { PushWorld } from '../../lib/worker/push/push-tools'
import type { ModelOrder } from './rows'

export const MERCHANT = 'merchant'
/** Time a person has to take a push back. */
const UNDO_MS = 10_000

export const account: PosAccount = {
  id: 'account',
  externalId: '1',
  name: 'Model',
  currency: 'USD',
  state: 'connected',
  settings: { employeeId: '1', paymentTypes: { '*': '1' }, shippingItemId: null, roundingPerLineMinor: 1 },
}

const snapshot: ChannelOrder = {
  externalId: '1',
  number: '1',
  url: null,
  placedAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  test: false,
  source: 'online',
  payment: { status: 'paid', method: 'card' },
  cancelledAt: null,
  currency: 'USD',
  pricesIncludeTax: false,
  lines: [],
  charges: [],
  totalMinor: 0,
  customer: { name: '', email: '', phone: '' },
  shipTo: null,
  shipToCount: 0,
  tags: [],
  note: '',
  risky: false,
}

/** A held order, nothing planned yet. */
export function heldOrder(index: number, now: Date): ModelOrder {
  return {
    row: {
      id: `order-${index}`,
      merchantId: MERCHANT,
      integrationId: 'web',
      externalId: String(index),
      number: String(1000 + index),
      state: 'held',
      version: 1,
      attention: null,
      snapshot,
      snapshotAt: now,
      totalMinor: 0,
      currency: 'USD',
      unitsToShip: 1,
      holdReasons: [],
      changedUpstream: null,
      ready: false,
      currentPlanId: null,
      sendAfter: null,
      awaitsTransfers: false,
      leftToPerson: false,
      stockUnknownSince: null,
      closedBecause: null,
      snoozedUntil: null,
      snoozedForStock: false,
      woken: false,
      assigneeId: null,
      placedAt: now,
      receivedAt: now,
      stateChangedAt: now,
    },
    parts: [],
    attempts: [],
    seen: [],
  }
}

/** A person's push: so many parts, numbered on from all that were ever planned. */
export function pressPush(order: ModelOrder, count: number, oversold: boolean, now: Date): void {
  const { row } = order
  const last = order.parts.length
  const planId = `${row.id}/${last}`
  for (let n = last + 1; n <= last + count; n += 1) order.parts.push(newPart(order, planId, n, oversold, now))
  row.state = 'pushing'
  row.version += 1
  row.currentPlanId = planId
  row.sendAfter = new Date(now.getTime() + UNDO_MS)
  row.changedUpstream = null
}

function newPart(
  { row }: ModelOrder,
  planId: string,
  ordinal: number,
  oversold: boolean,
  now: Date,
): PartRow {
  const hash = row.externalId.padStart(8, '0')
  return {
    id: `${row.id}-${ordinal}`,
    merchantId: MERCHANT,
    orderId: row.id,
    planId,
    posAccountId: account.id,
    storeId: String(ordinal),
    ordinal,
    referenceNumber: referenceNumber(row.number, ordinal),
    referenceSource: referenceSource('web', hash),
    state: 'planned',
    lines: [],
    money: { currency: 'USD', lines: [], charges: [], totalMinor: 1_000 + ordinal },
    oversold,
    fence: 0,
    leaseUntil: null,
    saleId: null,
    ticketNumber: null,
    refusedBecause: null,
    accepted: null,
    createdAt: now,
    completedAt: null,
  }
}

/** One line that comes to the part's total: the arithmetic of sales is judged elsewhere. */
export const composeModelSale: PushWorld['composeSale'] = (_, part, store) =>
  Promise.resolve(
    ok({
      referenceNumber: part.referenceNumber,
      referenceSource: part.referenceSource,
      shopId: store.shopId,
      registerId: store.shopId,
      employeeId: '1',
      customerId: '0',
      taxCategoryId: '0',
      currency: 'USD',
      lines: [{ itemId: '1', quantity: 1, unitPriceMinor: part.money.totalMinor, taxed: false, note: '' }],
      totalMinor: part.money.totalMinor,
      shipTo: null,
    }),
  )
