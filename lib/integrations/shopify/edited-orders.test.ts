import { describe, expect, test } from 'vitest'
import type { ChannelOrder } from '../channel-order'
import { sumsOf } from '../order-sums'
import { readShopify } from './read-order'

type Json = Record<string, unknown>
const money = (amount: string) => ({ shop_money: { amount, currency_code: 'USD' } })

/** Three units at 10.00, 3.00 off, 2.70 tax: 29.70 as placed. */
function read(line: Json, over: Json = {}): ChannelOrder {
  const body = {
    id: 1,
    name: '#1',
    created_at: '2026-03-02T17:20:05Z',
    currency: 'USD',
    total_price: '29.70',
    line_items: [
      {
        id: 11,
        sku: 'A',
        quantity: 3,
        fulfillable_quantity: 3,
        price: '10.00',
        discount_allocations: [{ amount: '3.00' }],
        tax_lines: [{ price: '2.70', rate: 0.1 }],
        ...line,
      },
    ],
    ...over,
  }
  const reading = readShopify('orders/updated', new TextEncoder().encode(JSON.stringify(body)), null)
  if (reading.kind !== 'order') throw new Error(reading.because)
  return reading.order
}
const refundOf = (quantity: number, subtotal: string, tax: string) => ({
  refunds: [
    {
      refund_line_items: [
        { line_item_id: 11, quantity, subtotal_set: money(subtotal), total_tax_set: money(tax) },
        { line_item_id: 12, quantity: 9, subtotal_set: money('99.00'), total_tax_set: money('9.00') },
      ],
    },
  ],
})

describe('units that were removed or refunded', () => {
  test('take exactly what their refund says', () => {
    const order = read(
      { current_quantity: 2, fulfillable_quantity: 2 },
      { current_total_price: '19.79', ...refundOf(1, '9.01', '0.90') },
    )
    expect(order.lines[0]).toMatchObject({ quantity: 2, toShip: 2, discountMinor: 201, taxMinor: 180 })
    expect(sumsOf(order)).toMatchObject({ statedMinor: 1979, agrees: true })
  })

  test('take their share where no refund says', () => {
    const order = read(
      { current_quantity: 1, fulfillable_quantity: 1 },
      { current_total_price: '9.90', refunds: [] },
    )
    expect(order.lines[0]).toMatchObject({ quantity: 1, toShip: 1, discountMinor: 100, taxMinor: 90 })
    expect(sumsOf(order).agrees).toBe(true)
  })

  test('are counted by refunds where the payload has no current_quantity', () => {
    const order = read(
      { fulfillable_quantity: 2 },
      { current_total_price: '19.80', ...refundOf(1, '9.00', '0.90') },
    )
    expect(order.lines[0]).toMatchObject({ quantity: 2, discountMinor: 200, taxMinor: 180 })
  })

  test('leave a line of nothing when all are gone', () => {
    const order = read({ current_quantity: 0, fulfillable_quantity: 0 }, { current_total_price: '0.00' })
    expect(order.lines[0]).toMatchObject({ quantity: 0, toShip: 0, discountMinor: 0, taxMinor: 0 })
    expect(sumsOf(order).agrees).toBe(true)
  })

  test('never leave fewer units than are still to ship', () => {
    const order = read({ current_quantity: 1, fulfillable_quantity: 3 }, { current_total_price: '29.70' })
    expect(order.lines[0]).toMatchObject({ quantity: 3, toShip: 3, discountMinor: 300 })
  })

  test('change nothing in a payload that knows only the total as placed', () => {
    const order = read({ current_quantity: 1 }, refundOf(2, '18.00', '1.80'))
    expect(order.lines[0]).toMatchObject({ quantity: 3, discountMinor: 300, taxMinor: 270 })
    expect(sumsOf(order).agrees).toBe(true)
  })
})

describe('charges beside shipping', () => {
  test('duties and additional fees are fees, duties with the tax on them', () => {
    const order = read(
      { duties: [{ tax_lines: [{ price: '0.40', rate: 0.1 }] }] },
      {
        total_price: '35.60',
        original_total_duties_set: money('4.00'),
        current_total_additional_fees_set: money('1.50'),
      },
    )
    expect(order.charges).toEqual([
      { kind: 'fee', title: 'Duties', netMinor: 400, taxMinor: 40, taxRate: '0.1' },
      { kind: 'fee', title: 'Additional fees', netMinor: 150, taxMinor: 0, taxRate: '0' },
    ])
    expect(sumsOf(order).agrees).toBe(true)
  })

  test('a tip listed among the goods is a charge, counted once', () => {
    const tip = { id: 12, title: 'Tip', quantity: 1, price: '5.00', tip_payment_gateway: 'shopify_payments' }
    for (const total_tip_received of ['5.00', undefined]) {
      const { lines, charges } = read({}, { total_tip_received, line_items: [tip] })
      expect(lines).toEqual([])
      expect(charges).toEqual([{ kind: 'tip', title: 'Tip', netMinor: 500, taxMinor: 0, taxRate: '0' }])
    }
  })
})

test('requests about personal data are shown to a person, whatever their body is', () => {
  for (const topic of ['customers/data_request', 'customers/redact', 'shop/redact'])
    expect(readShopify(topic, new Uint8Array(), null)).toMatchObject({ kind: 'unreadable' })
})
