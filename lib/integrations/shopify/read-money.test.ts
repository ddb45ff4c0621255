import { describe, expect, test } from 'vitest'
import type { ChannelOrder } from '../channel-order'
import { sumsOf } from '../order-sums'
import { readShopify } from './read-order'

type Json = Record<string, unknown>
const tax = (price: string, rate: unknown) => ({ price, rate, title: 'Tax' })

/** Two units at 10.00 unless `line` says otherwise. */
function read(line: Json, over: Json = {}): ChannelOrder {
  const body = {
    id: 1,
    name: '#1',
    created_at: '2026-03-02T17:20:05Z',
    currency: 'USD',
    financial_status: 'paid',
    total_price: '20.00',
    line_items: [
      { id: 11, sku: 'A', name: 'A', quantity: 2, fulfillable_quantity: 2, price: '10.00', ...line },
    ],
    ...over,
  }
  const reading = readShopify('orders/create', new TextEncoder().encode(JSON.stringify(body)), null)
  if (reading.kind !== 'order') throw new Error(reading.because)
  return reading.order
}

describe('lines', () => {
  test('allocations hold line and order discounts; total_discount is for payloads without them', () => {
    const allocations = [{ amount: '1.00' }, { amount: '2.50' }]
    expect(read({ total_discount: '1.00', discount_allocations: allocations }).lines[0]?.discountMinor).toBe(
      350,
    )
    expect(read({ total_discount: '1.00' }).lines[0]?.discountMinor).toBe(100)
    expect(read({ total_discount: '1.00', discount_allocations: [] }).lines[0]?.discountMinor).toBe(100)
    expect(read({}).lines[0]?.discountMinor).toBe(0)
  })

  test('taxes are added up, their rates as exact decimal text', () => {
    expect(read({ tax_lines: [tax('1.20', 0.06), tax('0.45', '0.0225')] }).lines[0]).toMatchObject({
      taxMinor: 165,
      taxRate: '0.0825',
    })
    expect(read({}).lines[0]).toMatchObject({ taxMinor: 0, taxRate: '0' })
  })

  test('a rate written with all digits of a double is read', () => {
    const order = read({ tax_lines: [tax('1.65', 0.08250000000000002)] })
    expect(order.lines[0]).toMatchObject({ taxMinor: 165, taxRate: '0.0825' })
  })
})

describe('charges', () => {
  const shipping = (...shipping_lines: Json[]) => read({}, { shipping_lines }).charges

  test('shipping is kept after its discounts and without tax; removed lines are not charged', () => {
    expect(
      shipping(
        { title: 'Ground', price: '8.00', discounted_price: '6.00', tax_lines: [tax('0.50', 0.0825)] },
        { title: 'Air', price: '30.00', is_removed: true },
      ),
    ).toEqual([{ kind: 'shipping', title: 'Ground', netMinor: 600, taxMinor: 50, taxRate: '0.0825' }])
    expect(shipping({ price: '8.00' })[0]).toMatchObject({ title: 'Shipping', netMinor: 800 })
  })

  test('free shipping by a code is free, whether or not discounted_price knows of it', () => {
    // Until API version 2024-07 discounted_price left out discounts of the whole cart (Shopify's changelog of
    // 2024-07-01); the price less its allocations is right in both.
    const discount_allocations = [{ amount: '5.00' }]
    for (const discounted_price of ['5.00', '0.00', undefined])
      expect(shipping({ price: '5.00', discounted_price, discount_allocations })[0]?.netMinor).toBe(0)
  })

  test('a tip is a charge, no tip is none', () => {
    expect(read({}, { total_tip_received: '3.00' }).charges).toEqual([
      { kind: 'tip', title: 'Tip', netMinor: 300, taxMinor: 0, taxRate: '0' },
    ])
    expect(read({}, { total_tip_received: '0.0' }).charges).toEqual([])
  })
})

describe('sums', () => {
  test('prices without tax', () => {
    const order = read(
      { discount_allocations: [{ amount: '2.00' }], tax_lines: [tax('1.49', 0.0825)] },
      { total_price: '26.99', shipping_lines: [{ price: '7.00', tax_lines: [tax('0.50', 0.0714)] }] },
    )
    expect(sumsOf(order)).toEqual({ statedMinor: 2699, wantedMinor: 2699, agrees: true })
  })

  test('prices that include tax: shipping is taken apart, the sum stays', () => {
    const order = read(
      { tax_lines: [tax('3.33', 0.2)] },
      {
        taxes_included: true,
        total_price: '26.00',
        shipping_lines: [{ price: '6.00', tax_lines: [tax('1.00', 0.2)] }],
      },
    )
    expect(order.charges[0]).toMatchObject({ netMinor: 500, taxMinor: 100 })
    expect(sumsOf(order)).toEqual({ statedMinor: 2600, wantedMinor: 2600, agrees: true })
  })

  test('yen have no decimals, dinars three', () => {
    const yen = read({ price: '1300' }, { currency: 'JPY', total_price: '2600.00' })
    expect(yen).toMatchObject({ currency: 'JPY', totalMinor: 2600, lines: [{ unitPriceMinor: 1300 }] })
    expect(sumsOf(yen).agrees).toBe(true)
    expect(read({ price: '1.250' }, { currency: 'kwd', total_price: '2.5' })).toMatchObject({
      currency: 'KWD',
      totalMinor: 2500,
    })
  })

  test('a fraction of a unit is rounded once, for the whole line', () => {
    const order = read({ quantity: 1.5, price: '3.33' }, { total_price: '5.00' })
    expect(sumsOf(order)).toEqual({ statedMinor: 500, wantedMinor: 500, agrees: true })
  })

  test('one minor unit off does not agree', () => {
    expect(sumsOf(read({}, { total_price: '20.01' }))).toEqual({
      statedMinor: 2001,
      wantedMinor: 2000,
      agrees: false,
    })
  })
})
