import { expect, test } from 'vitest'
import { readDelivery } from '../receive'

type Json = Record<string, unknown>
const line = (over: Json = {}): Json => ({ id: 11, sku: 'A', quantity: 1, price: '10.00', ...over })

function read(over: Json = {}) {
  const body = {
    id: 1,
    name: '#1',
    created_at: '2026-03-02T17:20:05Z',
    currency: 'USD',
    total_price: '10.00',
    line_items: [line()],
    ...over,
  }
  return readDelivery('shopify', 'orders/create', new TextEncoder().encode(JSON.stringify(body)), null)
}

test('an ordinary order is kept', () => {
  expect(read().kind).toBe('order')
  expect(read({ total_price: '21474836.48' }).kind).toBe('order')
})

test.each<[string, Json]>([
  ['a total beyond whole numbers', { total_price: '90071992547409.92' }],
  ['an id longer than an index takes', { id: 'x'.repeat(3000) }],
  ['an empty id', { id: '' }],
  ['a number longer than an index takes', { name: '9'.repeat(3000) }],
  ['a year of six digits', { created_at: '+012026-03-02T17:20:05Z' }],
  ['a negative quantity', { line_items: [line({ quantity: -1 })] }],
  ['a quantity beyond counting', { line_items: [line({ quantity: 1e12 })] }],
  ['goods beyond whole numbers', { line_items: [line({ quantity: 900_000, price: '90071992547409.91' })] }],
  ['too many lines', { line_items: Array.from({ length: 1001 }, (_, index) => line({ id: index })) }],
])('%s is shown, not kept', (_name, over) => {
  expect(read(over)).toMatchObject({ kind: 'unreadable', because: expect.stringMatching(/\w/) })
})

test('text no database can hold is made storable', () => {
  const reading = read({ name: '#1\u0000', line_items: [line({ name: 'a\ud800b' })] })
  expect(reading).toMatchObject({ order: { number: '#1\uFFFD', lines: [{ title: 'a\uFFFDb' }] } })
})

test('a signed document may not ship more than was ordered', () => {
  const text = JSON.stringify({
    type: 'order.created',
    timestamp: '2026-03-02T17:20:05Z',
    data: {
      id: 'A-1',
      number: 'A-1',
      placed_at: '2026-03-02T17:20:05Z',
      updated_at: '2026-03-02T17:20:05Z',
      currency: 'USD',
      payment: { status: 'paid' },
      lines: [{ id: '1', sku: 'M', title: 'M', quantity: 1, to_ship: 2, unit_price: '10.00' }],
      total: '10.00',
    },
  })
  const reading = readDelivery('signed-json', 'order', new TextEncoder().encode(text), null)
  expect(reading).toMatchObject({
    kind: 'unreadable',
    because: expect.stringContaining('more units to ship'),
  })
})
