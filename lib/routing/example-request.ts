import type { DecisionRequest, Policy, RoutingStore } from './types'

/** Small orders and stores in short hand, for the tests of this room. */

export const HOLD: Policy = { kind: 'hold-if-short' }
export const BEST: Policy = { kind: 'best-store' }
export const SPLIT: Extract<Policy, { kind: 'split' }> = {
  kind: 'split',
  maxParts: null,
  keepLinesWhole: false,
  smallestPartMinor: null,
  whenUncovered: 'hold',
}

/** request(SPLIT, 'A1 B2', { s1: 'A3' }): an order of one A and two B; store s1 has three A. */
export function request(
  policy: Policy,
  wanted: string,
  has: Record<string, string>,
  change: { stores?: Record<string, Partial<RoutingStore>>; order?: Partial<DecisionRequest> } = {},
): DecisionRequest {
  const pairs = (text: string) =>
    text
      .split(' ')
      .flatMap((word) => (word === '' ? [] : [{ item: word.slice(0, 1), n: Number(word.slice(1)) }]))
  return {
    lines: pairs(wanted).map(({ item, n }, index) => ({
      id: `l${index}`,
      itemId: item === '-' ? null : item,
      sku: `SKU-${item}`,
      title: `Item ${item}`,
      quantity: n,
      stock: item === 'x' ? 'non-stock' : 'stock',
      netMinor: 1000 * n,
    })),
    stores: Object.keys(has).map((id, index) => ({
      id,
      name: id.toUpperCase(),
      priority: index,
      safetyStock: 0,
      enabled: true,
      archived: false,
      register: 'open',
      location: null,
      ...change.stores?.[id],
    })),
    stock: Object.entries(has).flatMap(([storeId, text]) =>
      pairs(text).map(({ item, n }) => ({ storeId, itemId: item, sellable: n, promised: 0 })),
    ),
    stockReadAt: '2026-11-24T12:00:00.000Z',
    shipTo: null,
    order: {
      totalMinor: 5000,
      currency: 'USD',
      country: 'US',
      paymentMethod: 'card',
      tags: [],
      risky: false,
    },
    problems: [],
    policy: {
      policy,
      allowedStores: null,
      reviewRules: [],
      paused: false,
      promiseToHeldOrders: false,
      closedRegister: 'send',
    },
    policyVersion: 3,
    ...change.order,
  }
}
