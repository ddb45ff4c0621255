import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChannelOrder, Reading } from '@/lib/integrations/channel-order'
import { sumsOf } from '@/lib/integrations/order-sums'
import { readDelivery, verifyDelivery } from '@/lib/integrations/receive'
import { shopifyBody, signedJsonBody, type TestOrder } from './bodies'
import { testCustomer } from './customers'
import { seededRandom } from './seeded-random'
import { sendBody, type SendingChannel } from './send'

const at = new Date('2026-03-02T17:20:05.000Z')
const order = (lines: TestOrder['lines']): TestOrder => ({
  id: '8772440000001',
  number: '#4711',
  placedAt: at,
  updatedAt: at,
  lines,
  customer: testCustomer(seededRandom('customer')),
})
const lines = fc.array(
  fc.record({
    sku: fc.stringMatching(/^[A-Z0-9-]{3,12}$/),
    title: fc.string({ minLength: 1 }),
    priceMinor: fc.integer({ min: 1, max: 200_000 }),
    quantity: fc.integer({ min: 1, max: 9 }),
  }),
  { minLength: 1, maxLength: 6 },
)

function ordered(reading: Reading): ChannelOrder {
  if (reading.kind !== 'order') throw new Error(reading.because)
  return reading.order
}
const bytes = (text: string) => new TextEncoder().encode(text)
const readers = [
  ['shopify', (one: TestOrder) => readDelivery('shopify', 'orders/create', bytes(shopifyBody(one)), null)],
  ['signed JSON', (one: TestOrder) => readDelivery('signed-json', 'order', bytes(signedJsonBody(one)), null)],
] as const

describe.each(readers)('%s', (_name, read) => {
  test('is read back as what was ordered, and its sums agree', () => {
    fc.assert(
      fc.property(lines, (chosen) => {
        const found = ordered(read(order(chosen)))
        expect(sumsOf(found)).toMatchObject({ agrees: true })
        expect(found.lines.map((row) => [row.sku, row.quantity, row.toShip, row.unitPriceMinor])).toEqual(
          chosen.map((row) => [row.sku.trim(), row.quantity, row.quantity, row.priceMinor]),
        )
      }),
    )
  })

  test('ten percent off, 8.25 % tax half up by line, ten of shipping', () => {
    const found = ordered(
      read(
        order([
          { sku: 'A', title: 'A', priceMinor: 1999, quantity: 3 },
          { sku: 'B', title: 'B', priceMinor: 1250, quantity: 1 },
        ]),
      ),
    )
    // 59.97 + 12.50 = 72.47; off 7.24, by goods value 5.99 and 1.25; tax 4.45335, 0.928125 and 0.825.
    expect(found.lines.map((row) => [row.discountMinor, row.taxMinor, row.taxRate])).toEqual([
      [599, 445, '0.0825'],
      [125, 93, '0.0825'],
    ])
    expect(found.charges).toMatchObject([{ kind: 'shipping', netMinor: 1000, taxMinor: 83 }])
    expect(found.totalMinor).toBe(7247 - 724 + 1000 + 445 + 93 + 83)
    expect(found).toMatchObject({ placedAt: at.toISOString(), payment: { status: 'paid' }, number: '#4711' })
  })
})

test('both platforms say the same of an order', () => {
  const one = order([{ sku: 'A', title: 'A', priceMinor: 1999, quantity: 3 }])
  const [a, b] = readers.map(([, read]) => ordered(read(one)))
  expect(a?.totalMinor).toBe(b?.totalMinor)
  expect(a?.shipTo).toEqual(b?.shipTo)
  expect(a?.customer.email).toMatch(/@example\.com$/)
})

describe('sendBody', () => {
  const channels: SendingChannel[] = [
    { platform: 'shopify', shopDomain: 'example.myshopify.com', secret: 'hush' },
    { platform: 'signed-json', shopDomain: null, secret: `whsec_${Buffer.alloc(32, 5).toString('base64')}` },
  ]
  test.each(channels)('$platform: signed so that it is accepted with its secret only', (channel) => {
    const chosen = order([{ sku: 'A', title: 'Ä', priceMinor: 100, quantity: 1 }])
    const { rawBody, headers } = sendBody(channel, chosen, new Date())
    const other = `whsec_${Buffer.alloc(32, 6).toString('base64')}`
    expect(verifyDelivery(channel.platform, [channel.secret], rawBody, headers).ok).toBe(true)
    expect(verifyDelivery(channel.platform, [other], rawBody, headers).ok).toBe(false)
  })
})
