import { describe, expect, test } from 'vitest'
import {
  compareSales,
  refundedShare,
  unexplained,
  type KnownSale,
  type PartToCompare,
  type SaleInFeed,
} from './compare-sales'

const minute = (n: number) => new Date(Date.UTC(2026, 0, 5, 12, n))

const part = (change: Partial<PartToCompare> = {}): PartToCompare => ({
  ordinal: 1,
  state: 'completed',
  referenceNumber: '1009-1',
  saleId: '50',
  completedAt: minute(5),
  shopId: '2',
  totalMinor: 4163,
  lines: [{ externalItemId: '7', quantity: 2 }],
  tried: true,
  ...change,
})
const line = (id: string, itemId: string, quantity: number, takesBack = '') => ({
  id,
  itemId,
  quantity,
  takesBack,
})
const sale = (change: Partial<KnownSale> = {}): KnownSale => ({
  id: '50',
  referenceNumber: '1009-1',
  shopId: '2',
  state: 'completed',
  totalMinor: 4163,
  lines: [line('900', '7', 2), line('901', '0', 1)],
  toldAt: minute(10),
  ...change,
})
const refund = (quantity: number, state: SaleInFeed['state'] = 'completed') =>
  sale({ id: '60', referenceNumber: '', state, lines: [line('910', '7', quantity, '900')] })

describe('parts and sales, one for one', () => {
  const cases: [string, PartToCompare[], KnownSale[], SaleInFeed[], unknown[]][] = [
    ['agree', [part()], [sale()], [], []],
    ['a part the feed has not told of yet is not judged', [part()], [], [], []],
    ['open sales move no stock', [part()], [sale(), sale({ id: '51', state: 'open' })], [], []],
    [
      'two for one',
      [part()],
      [sale(), sale({ id: '51' })],
      [],
      [{ kind: 'extra', ordinal: 1, saleId: '51' }],
    ],
    [
      'a sale without a part',
      [part()],
      [sale(), sale({ id: '52', referenceNumber: '1009-2' })],
      [],
      [{ kind: 'extra', ordinal: null, saleId: '52' }],
    ],
    [
      'a part whose sale was voided',
      [part()],
      [sale({ state: 'voided' })],
      [],
      [{ kind: 'missing', ordinal: 1, saleId: '50', now: 'voided' }],
    ],
    [
      'a sale that was told open before its part was completed says nothing',
      [part()],
      [sale({ state: 'open', toldAt: minute(4) })],
      [],
      [],
    ],
    [
      'told open after that',
      [part()],
      [sale({ state: 'open', toldAt: minute(5) })],
      [],
      [{ kind: 'missing', ordinal: 1, saleId: '50', now: 'open' }],
    ],
    [
      'a part whose sale is gone',
      [part()],
      [sale({ state: 'gone' })],
      [],
      [{ kind: 'missing', ordinal: 1, saleId: '50', now: 'gone' }],
    ],
    [
      'refunded wholly',
      [part()],
      [sale({ lines: [line('900', '7', 2)] })],
      [refund(-2)],
      [{ kind: 'missing', ordinal: 1, saleId: '50', now: 'refunded' }],
    ],
    [
      'refunded in part',
      [part()],
      [sale()],
      [refund(-1)],
      [{ kind: 'altered', ordinal: 1, saleId: '50', what: ['partly-refunded'] }],
    ],
    ['a refund that was never completed took nothing back', [part()], [sale()], [refund(-2, 'open')], []],
    [
      'other total, store, units and reference',
      [part()],
      [sale({ totalMinor: 1, shopId: '3', referenceNumber: 'mine', lines: [line('900', '7', 1)] })],
      [],
      [{ kind: 'altered', ordinal: 1, saleId: '50', what: ['total', 'store', 'units', 'reference'] }],
    ],
    [
      'a push under way takes the one sale there is by itself',
      [part({ state: 'unknown', saleId: null })],
      [sale()],
      [],
      [],
    ],
    [
      'but not two',
      [part({ state: 'unknown', saleId: null })],
      [sale(), sale({ id: '51' })],
      [],
      [
        { kind: 'extra', ordinal: 1, saleId: '50' },
        { kind: 'extra', ordinal: 1, saleId: '51' },
      ],
    ],
    [
      'a part given up whose sale was completed by hand',
      [part({ state: 'abandoned' })],
      [sale()],
      [],
      [{ kind: 'extra', ordinal: 1, saleId: '50' }],
    ],
  ]
  test.each(cases)('%s', (_, parts, sales, refunds, findings) => {
    expect(compareSales(parts, sales, refunds)).toEqual(findings)
  })
})

test('a sale is explained by the part that has it, or by a part that asked for one', () => {
  const strange = (parts: PartToCompare[], sales: SaleInFeed[]) =>
    unexplained(parts, sales).map(({ id }) => id)
  expect(strange([part()], [sale()])).toEqual([])
  expect(strange([part()], [sale({ id: '51' })])).toEqual([])
  expect(strange([part({ saleId: null, state: 'creating' })], [sale()])).toEqual([])
  expect(strange([part({ saleId: null, state: 'planned', tried: false })], [sale()])).toEqual(['50'])
  expect(strange([], [sale({ state: 'archived' }), sale({ id: '51', state: 'gone' })])).toEqual(['50'])
})

test('refunds of several kinds add up by the lines they take back', () => {
  const sold = sale({ lines: [line('900', '7', 2), line('901', '8', 1)] })
  const back = (id: string, quantity: number) => sale({ lines: [line('1', '7', quantity, id)] })
  expect(refundedShare(sold, [])).toBe('no')
  expect(refundedShare(sold, [back('900', -2)])).toBe('partly')
  expect(refundedShare(sold, [back('900', -1), back('900', -1), back('901', -1)])).toBe('wholly')
  expect(refundedShare(sold, [back('777', -1)])).toBe('no')
})
