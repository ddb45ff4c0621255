import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Reading } from './channel-order'
import { sumsOf } from './order-sums'
import { readShopify } from './shopify/read-order'
import { readSignedJson } from './signed-json/read-order'

/** Whatever a sender does to a body, it becomes an order whose values hold, or says what is wrong: it never throws. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const shopify = readFileSync(
  new URL('shopify/fixtures/authorized-without-fulfillable.json', import.meta.url),
  'utf8',
)
const signed = JSON.stringify({
  type: 'order.updated',
  timestamp: '2026-03-02T17:25:00Z',
  data: {
    id: 'A-1',
    number: 'A-1',
    placed_at: '2026-03-02T17:20:05Z',
    updated_at: '2026-03-02T17:24:41Z',
    currency: 'USD',
    payment: { status: 'paid', method: 'card' },
    ship_to: { city: 'Bend', latitude: 44.0582, longitude: -121.3153 },
    lines: [
      { id: '1', sku: 'M', title: 'M', quantity: 2, to_ship: 2, unit_price: '12.50', tax_rate: '0.05' },
    ],
    charges: [{ kind: 'shipping', title: 'Post', net: '5.00', tax: '0.25', tax_rate: '0.05' }],
    total: '30.25',
  },
})

const sources: [string, string, (body: Uint8Array) => Reading][] = [
  ['shopify', shopify, (body) => readShopify('orders/updated', body, 'example.myshopify.com')],
  ['signed JSON', signed, readSignedJson],
]

type Path = (string | number)[]
function pathsOf(value: Json, at: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [at]
  const inner = Array.isArray(value)
    ? value.flatMap((row, index) => pathsOf(row, [...at, index]))
    : Object.entries(value).flatMap(([key, row]) => pathsOf(row, [...at, key]))
  return [at, ...inner]
}

function replaced(value: Json, [step, ...rest]: Path, by: Json): Json {
  if (step === undefined) return by
  if (Array.isArray(value)) return value.map((row, index) => (index === step ? replaced(row, rest, by) : row))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, row]) => [key, key === step ? replaced(row, rest, by) : row]),
  )
}

const instants = ['2026-06-30T23:59:60Z', '0000-01-01T00:00:00Z', '2026-01-01T24:00:00Z', '+275760-09-13']
const amounts = [1e21, 1e300, -1, 0.1 + 0.2, 2 ** 53, 0, '-', '.', '1e30', '1e-9', '9'.repeat(30), '-0.00']
const others = ['', null, true, [], {}, [null], [{}], '__proto__', 'constructor', '\u0000', '\ud800']
const oddities: Json[] = [...instants, ...amounts, ...others]

function check(reading: Reading): void {
  if (reading.kind !== 'order') {
    expect(reading.because).not.toBe('')
    return
  }
  const { order } = reading
  for (const instant of [order.placedAt, order.updatedAt])
    expect(new Date(instant).toISOString()).toBe(instant)
  for (const row of order.lines) {
    expect([row.unitPriceMinor, row.discountMinor, row.taxMinor].every(Number.isSafeInteger)).toBe(true)
    expect(row.toShip).toBeGreaterThanOrEqual(0)
    expect(row.taxRate).toMatch(/^\d+(\.\d+)?$/)
  }
  for (const row of order.charges) expect(Number.isSafeInteger(row.netMinor + row.taxMinor)).toBe(true)
  expect(Number.isSafeInteger(order.totalMinor)).toBe(true)
  expect(typeof sumsOf(order).agrees).toBe('boolean')
}

describe.each(sources)('%s', (_name, text, read) => {
  const document = JSON.parse(text) as Json
  const bytes = (value: string) => new TextEncoder().encode(value)

  test('is an order before anything is done to it', () => {
    expect(read(bytes(text)).kind).toBe('order')
  })

  test('every value in turn replaced by every oddity', () => {
    for (const path of pathsOf(document))
      for (const by of oddities) check(read(bytes(JSON.stringify(replaced(document, path, by)))))
  })

  test('two values replaced by anything', () => {
    const path = fc.constantFrom(...pathsOf(document))
    fc.assert(
      fc.property(path, fc.jsonValue(), path, fc.jsonValue(), (one, by, other, byOther) => {
        const changed = replaced(replaced(document, one, by as Json), other, byOther as Json)
        check(read(bytes(JSON.stringify(changed))))
      }),
      { numRuns: 300 },
    )
  })

  test('bytes cut out and put in', () => {
    const raw = bytes(text)
    fc.assert(
      fc.property(fc.nat(raw.length), fc.nat(40), fc.uint8Array({ maxLength: 20 }), (from, length, put) => {
        check(read(new Uint8Array([...raw.slice(0, from), ...put, ...raw.slice(from + length)])))
      }),
      { numRuns: 300 },
    )
  })
})
