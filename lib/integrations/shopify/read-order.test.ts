import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ChannelOrder } from '../channel-order'
import { sumsOf } from '../order-sums'
import { readShopify } from './read-order'

type Json = Record<string, unknown>
const line = (over: Json = {}): Json => ({
  id: 11,
  sku: 'MUG-1',
  name: 'Mug',
  quantity: 3,
  fulfillable_quantity: 3,
  price: '10.00',
  ...over,
})
const order = (over: Json = {}): Json => ({
  id: 1001,
  name: '#1001',
  created_at: '2026-03-02T17:20:05-08:00',
  updated_at: '2026-03-02T17:24:41-08:00',
  currency: 'USD',
  financial_status: 'paid',
  total_price: '30.00',
  line_items: [line()],
  ...over,
})
const bytes = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
function read(over: Json = {}, topic = 'orders/create'): ChannelOrder {
  const reading = readShopify(topic, bytes(order(over)), 'example.myshopify.com')
  if (reading.kind !== 'order') throw new Error(`${reading.kind}: ${reading.because}`)
  return reading.order
}
const readLine = (over: Json, ofOrder: Json = {}) => read({ line_items: [line(over)], ...ofOrder }).lines[0]

describe('which deliveries are orders', () => {
  test.each(['create', 'updated', 'cancelled', 'paid', 'fulfilled', 'partially_fulfilled'])(
    'orders/%s is one',
    (event) => expect(read({}, `orders/${event}`).externalId).toBe('1001'),
  )

  test.each(['orders/edited', 'orders/delete', 'refunds/create', ''])(
    '%s is ignored, with a reason',
    (topic) => {
      const reading = readShopify(topic, bytes(order()), null)
      expect(reading).toMatchObject({ kind: 'ignored', because: expect.stringMatching(/\w/) })
    },
  )

  test('what cannot be read is unreadable and says why', () => {
    const because = (body: unknown) => {
      const reading = readShopify('orders/create', bytes(body), null)
      return reading.kind === 'unreadable' ? reading.because : `not unreadable but ${reading.kind}`
    }
    expect(because('{"id":')).toContain('JSON')
    expect(because('')).toContain('JSON')
    expect(because([])).toContain('Not an order')
    expect(because({ order_edit: { id: 1 } })).toContain('Not an order')
    expect(because(order({ total_price: 'twelve' }))).toContain('“twelve”')
    expect(because(order({ total_price: '12.345' }))).toContain('“12.345”')
    expect(because(order({ currency: 'U$D' }))).toContain('currency')
    expect(because(order({ updated_at: 'yesterday' }))).toContain('“yesterday”')
    const badUtf8 = readShopify('orders/create', new Uint8Array([0x22, 0xff, 0x22]), null)
    expect(badUtf8.kind).toBe('unreadable')
  })
})

describe('the head of an order', () => {
  test('ids beyond 2^53 are kept digit by digit', () => {
    const body = JSON.stringify(order()).replace('"id":1001', '"id":820982911946154508')
    const reading = readShopify('orders/create', bytes(body), 'example.myshopify.com')
    expect(reading).toMatchObject({
      order: {
        externalId: '820982911946154508',
        url: 'https://example.myshopify.com/admin/orders/820982911946154508',
      },
    })
  })

  test('there is no link without a shop domain', () => {
    expect(readShopify('orders/create', bytes(order()), null)).toMatchObject({ order: { url: null } })
  })

  test('instants are UTC', () => {
    expect(read()).toMatchObject({
      placedAt: '2026-03-03T01:20:05.000Z',
      updatedAt: '2026-03-03T01:24:41.000Z',
      cancelledAt: null,
    })
  })

  test.each([
    ['pending', 'pending'],
    ['authorized', 'authorized'],
    ['partially_paid', 'partly-paid'],
    ['paid', 'paid'],
    ['partially_refunded', 'partly-refunded'],
    ['refunded', 'refunded'],
    ['voided', 'voided'],
    ['expired', 'pending'],
    ['toString', 'unknown'],
    [null, 'unknown'],
  ])('financial status %s is %s', (given, wanted) =>
    expect(read({ financial_status: given }).payment.status).toBe(wanted),
  )

  test('the payment method is the first gateway, else the old field, else nothing', () => {
    expect(read({ payment_gateway_names: ['gift_card', 'x'], gateway: 'old' }).payment.method).toBe(
      'gift_card',
    )
    expect(read({ payment_gateway_names: [], gateway: 'old' }).payment.method).toBe('old')
    expect(read().payment.method).toBe('')
  })

  test('till, test, tags and the current total', () => {
    expect(read({ source_name: 'pos' }).source).toBe('till')
    expect(read({ source_name: '580111' }).source).toBe('online')
    expect(read({ test: true }).test).toBe(true)
    expect(read({ confirmed: false }).test).toBe(false)
    expect(read({ tags: 'vip, wholesale ,' }).tags).toEqual(['vip', 'wholesale'])
    expect(read({ total_price: '30.00', current_total_price: '12.00' }).totalMinor).toBe(1200)
  })

  test('customer and address may be null or absent', () => {
    for (const missing of [{}, { customer: null, shipping_address: null }])
      expect(read(missing)).toMatchObject({
        customer: { name: '', email: '', phone: '' },
        shipTo: null,
        shipToCount: 0,
      })
  })

  test.each([
    [44.0582, -121.3153, 44.0582, -121.3153],
    ['44.0582', '-121.3153', 44.0582, -121.3153],
    [0, 0, null, null],
    ['0', '0.0', null, null],
    [0, 6.5, 0, 6.5],
    [null, null, null, null],
    ['', '', null, null],
    ['north', '-121.3', null, null],
  ])('coordinates %s, %s', (latitude, longitude, wantedLatitude, wantedLongitude) =>
    expect(
      read({ shipping_address: { city: 'Bend', zip: 97701, latitude, longitude } }).shipTo,
    ).toMatchObject({
      latitude: wantedLatitude,
      longitude: wantedLongitude,
      postalCode: '97701',
    }),
  )
})

describe('units still to ship', () => {
  test('fulfillable_quantity says it, also when it is 0', () => {
    expect(readLine({ fulfillable_quantity: 1 })?.toShip).toBe(1)
    expect(readLine({ fulfillable_quantity: 0 })?.toShip).toBe(0)
  })

  test('without it only successful fulfilments count as shipped', () => {
    const held = (status: string, quantity = 1) => ({ status, line_items: [{ id: 11, quantity }] })
    const toShip = (fulfillments: unknown) =>
      readLine({ fulfillable_quantity: undefined }, { fulfillments })?.toShip
    expect(toShip([])).toBe(3)
    expect(toShip(['failure', 'cancelled', 'error', 'pending'].map((status) => held(status)))).toBe(3)
    expect(toShip([held('success'), held('failure')])).toBe(2)
    expect(toShip([held('success', 2), held('success', 2)])).toBe(0)
    expect(toShip([{ status: 'success', line_items: [{ id: 12, quantity: 1 }] }])).toBe(3)
  })

  test('a cancelled order says so and has the units it says', () => {
    const cancelled = read(
      { cancelled_at: '2026-03-03T08:00:00-08:00', line_items: [line({ fulfillable_quantity: 0 })] },
      'orders/cancelled',
    )
    expect(cancelled.cancelledAt).toBe('2026-03-03T16:00:00.000Z')
    expect(cancelled.lines[0]).toMatchObject({ quantity: 3, toShip: 0 })
  })

  test('a fraction is kept', () => {
    expect(readLine({ quantity: 1.5, fulfillable_quantity: 1.5 })).toMatchObject({
      quantity: 1.5,
      toShip: 1.5,
    })
  })

  test('gift cards and services need no store', () => {
    expect(readLine({})?.needsShipping).toBe(true)
    expect(readLine({ gift_card: true })?.needsShipping).toBe(false)
    expect(readLine({ requires_shipping: false })?.needsShipping).toBe(false)
  })

  test('a sku may be absent or a number', () => {
    expect(readLine({ sku: null })?.sku).toBe('')
    expect(readLine({ sku: 40012 })?.sku).toBe('40012')
    expect(readLine({ sku: ' 0042 ' })?.sku).toBe('0042')
  })
})

describe('an authorized order of an old payload', () => {
  const fixture = readFileSync(new URL('fixtures/authorized-without-fulfillable.json', import.meta.url))
  const reading = readShopify('orders/create', fixture, null)
  if (reading.kind !== 'order') throw new Error(reading.because)
  const found = reading.order

  test('everything is still to ship, since the one fulfilment failed', () => {
    expect(found.lines.map((row) => [row.sku, row.quantity, row.toShip])).toEqual([
      ['NS-KETTLE-SAGE', 2, 2],
      ['NS-LANTERN-TIN', 1, 1],
      ['NS-TOWEL-RUST', 1, 1],
    ])
    expect(found.lines[1]?.title).toBe('Camp lantern - tin')
    expect(found.payment).toEqual({ status: 'authorized', method: 'bogus' })
  })

  test('a discount code without allocations takes nothing off, so the sums do not agree', () => {
    expect(found.lines.map((row) => row.discountMinor)).toEqual([0, 0, 0])
    expect(sumsOf(found)).toEqual({ statedMinor: 9180, wantedMinor: 10250, agrees: false })
  })

  test('coordinates written as text are numbers', () => {
    expect(found.shipTo).toMatchObject({ region: 'OR', latitude: 44.0582, longitude: -121.3153 })
  })
})
