import { describe, expect, test } from 'vitest'
import { sumsOf } from '../order-sums'
import { readSignedJson } from './read-order'

type Json = Record<string, unknown>
const data: Json = {
  id: 'A-1',
  number: 'A-1',
  placed_at: '2026-03-02T17:20:05-08:00',
  updated_at: '2026-03-02T17:24:41-08:00',
  currency: 'usd',
  payment: { status: 'paid' },
  lines: [{ id: '1', sku: ' MUG-1 ', title: 'Mug', quantity: 2, unit_price: '12.50' }],
  total: '25.00',
}
const read = (over: Json = {}, head: Json = {}) =>
  readSignedJson(
    new TextEncoder().encode(
      JSON.stringify({
        type: 'order.created',
        timestamp: '2026-03-03T01:25:00Z',
        data: { ...data, ...over },
        ...head,
      }),
    ),
  )

describe('readSignedJson', () => {
  test('the shortest document is a whole order', () => {
    const reading = read()
    expect(reading).toEqual({
      kind: 'order',
      order: {
        externalId: 'A-1',
        number: 'A-1',
        url: null,
        placedAt: '2026-03-03T01:20:05.000Z',
        updatedAt: '2026-03-03T01:24:41.000Z',
        test: false,
        source: 'online',
        payment: { status: 'paid', method: '' },
        cancelledAt: null,
        currency: 'USD',
        pricesIncludeTax: false,
        lines: [
          {
            externalId: '1',
            sku: 'MUG-1',
            title: 'Mug',
            quantity: 2,
            toShip: 2,
            unitPriceMinor: 1250,
            discountMinor: 0,
            taxMinor: 0,
            taxRate: '0',
            needsShipping: true,
          },
        ],
        charges: [],
        totalMinor: 2500,
        customer: { name: '', email: '', phone: '' },
        shipTo: null,
        shipToCount: 0,
        tags: [],
        note: '',
        risky: false,
      },
    })
  })

  test('charges are without tax whether or not prices include it', () => {
    const lines = [{ id: '1', sku: 'M', title: 'M', quantity: 2, to_ship: 1, unit_price: '12', tax: '4.00' }]
    const charges = [{ kind: 'shipping', title: 'Post', net: '5', tax: '1.00', tax_rate: '0.2' }]
    const reading = read({ prices_include_tax: true, lines, charges, total: '30' })
    if (reading.kind !== 'order') throw new Error(reading.because)
    expect(reading.order.lines[0]?.toShip).toBe(1)
    expect(sumsOf(reading.order)).toEqual({ statedMinor: 3000, wantedMinor: 3000, agrees: true })
  })

  test('a cancelled order is cancelled when it says, else when it was sent', () => {
    const head = { type: 'order.cancelled' }
    expect(read({}, head)).toMatchObject({ order: { cancelledAt: '2026-03-03T01:25:00.000Z' } })
    expect(read({ cancelled_at: '2026-03-03T01:00:00Z' }, head)).toMatchObject({
      order: { cancelledAt: '2026-03-03T01:00:00.000Z' },
    })
  })

  test.each([
    [{ lines: [] }, 'data.lines'],
    [{ total: '25.001' }, '25.001'],
    [{ currency: 'JPY', total: '25.50' }, '12.50'],
    [{ total: 25 }, 'data.total'],
    [{ currency: 'U$D' }, 'data.currency'],
    [{ updated_at: '2026-03-02 17:24' }, 'data.updated_at'],
    [{ updated_at: '2026-02-30T00:00:00Z' }, 'data.updated_at'],
    [{ payment: { status: 'settled' } }, 'data.payment.status'],
    [{ url: 'javascript:alert(1)' }, 'data.url'],
  ])('%j is unreadable and names what is wrong', (over, named) => {
    expect(read(over)).toMatchObject({ kind: 'unreadable', because: expect.stringContaining(named) })
  })

  test('what is no document is unreadable', () => {
    expect(read({}, { type: 'ping' }).kind).toBe('unreadable')
    for (const body of ['', '[]', '{', 'null'])
      expect(readSignedJson(new TextEncoder().encode(body)).kind).toBe('unreadable')
  })
})
