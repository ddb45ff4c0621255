import { describe, expect, test } from 'vitest'
import { shopifyBody } from '@/lib/commands/test-orders/bodies'
import { testCustomer } from '@/lib/commands/test-orders/customers'
import { seededRandom } from '@/lib/commands/test-orders/seeded-random'
import type { ChannelOrder } from '@/lib/integrations/channel-order'
import { readShopify } from '@/lib/integrations/shopify/read-order'
import { compareSnapshots } from './upstream-change'

const at = new Date('2026-11-24T12:00:00Z')
const reading = readShopify(
  'orders/create',
  new TextEncoder().encode(
    shopifyBody({
      id: '1',
      number: '#1',
      placedAt: at,
      updatedAt: at,
      lines: [{ sku: 'MUG', title: 'Mug', priceMinor: 1450, quantity: 2 }],
      customer: testCustomer(seededRandom('x')),
    }),
  ),
  null,
)
if (reading.kind !== 'order') throw new Error('the example is an order')
const known = reading.order
const newer = (change: Partial<ChannelOrder>): ChannelOrder => ({
  ...known,
  updatedAt: '2026-11-24T13:00:00.000Z',
  ...change,
})
const [first] = known.lines
if (!first) throw new Error('the example has a line')

/** The same value with every object's keys turned round, as the database may give it back. */
const turned = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(turned)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, inner]) => [key, turned(inner)]),
        )
      : value

describe('compareSnapshots', () => {
  test.each<[string, ChannelOrder, string]>([
    ['our own tag coming back', newer({ tags: ['routed'], note: 'x' }), 'same'],
    ['an older one', newer({ updatedAt: '2026-11-24T11:00:00.000Z', totalMinor: 1 }), 'stale'],
    ['one more unit', newer({ lines: [{ ...first, quantity: 3 }] }), 'edited'],
    ['another address', newer({ shipTo: null }), 'edited'],
    ['a refund', newer({ totalMinor: 1 }), 'edited'],
    ['shipped by a store', newer({ lines: [{ ...first, toShip: 0 }] }), 'details'],
    ['paid meanwhile', newer({ payment: { ...known.payment, status: 'authorized' } }), 'details'],
    ['cancelled', newer({ cancelledAt: '2026-11-24T13:00:00.000Z' }), 'cancelled'],
  ])('%s', (_, next, expected) => {
    expect(compareSnapshots(known, next)).toBe(expected)
  })

  test('the same order read back from the database is the same, whatever the order of its keys', () => {
    expect(compareSnapshots(turned(known) as ChannelOrder, known)).toBe('same')
  })

  test.each<[string, Partial<ChannelOrder>, Partial<ChannelOrder>]>([
    ['paid', { payment: { method: '', status: 'paid' } }, { payment: { method: '', status: 'pending' } }],
    [
      'refunded',
      { payment: { method: '', status: 'refunded' } },
      { payment: { method: '', status: 'paid' } },
    ],
    [
      'refunded more',
      { payment: { method: '', status: 'partly-refunded' }, totalMinor: 100 },
      { payment: { method: '', status: 'partly-refunded' }, totalMinor: 200 },
    ],
  ])('on equal stamps %s wins, whichever comes first', (_, more, less) => {
    expect(compareSnapshots({ ...known, ...more }, { ...known, ...less })).toBe('stale')
    expect(compareSnapshots({ ...known, ...less }, { ...known, ...more })).not.toBe('stale')
  })

  test('on equal stamps a cancelled snapshot is never undone by one that is not', () => {
    const cancelled = { ...known, cancelledAt: at.toISOString() }
    expect(compareSnapshots(cancelled, known)).toBe('stale')
    expect(compareSnapshots(known, cancelled)).toBe('cancelled')
  })
})
