import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apportion, shareOrder } from './apportion'

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0)

describe('apportion', () => {
  test.each([
    [1000, [1, 1, 1], [334, 333, 333]],
    [10, [3, 3, 4], [3, 3, 4]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [5, [0, 0], [5, 0]],
    [1, [1, 9], [0, 1]],
    [0, [2, 1], [0, 0]],
  ])('%i by %j is %j', (amount, weights, expected) => {
    expect(apportion(amount, weights)).toEqual(expected)
  })

  test('always sums to the amount, and nobody is more than one unit off their exact share', () => {
    const weights = fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), weights, (amount, parts) => {
        const shares = apportion(amount, parts)
        expect(sum(shares)).toBe(amount)
        const total = sum(parts)
        if (total > 0)
          for (const [index, share] of shares.entries())
            expect(Math.abs(share - (amount * (parts[index] ?? 0)) / total)).toBeLessThan(1)
      }),
    )
  })
})

const orders = fc.record({
  lines: fc.array(
    fc.record({
      units: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).filter(([a, b, c]) => a + b + c > 0),
      netMinor: fc.nat(20_000),
      taxMinor: fc.nat(2_000),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  charges: fc.array(fc.record({ netMinor: fc.nat(3_000), taxMinor: fc.nat(300) }), { maxLength: 3 }),
})

describe('shareOrder', () => {
  test('lines, charges and tax of all recipients sum to the order', () => {
    fc.assert(
      fc.property(orders, ({ lines, charges }) => {
        const shares = Object.values(
          shareOrder({
            lines: lines.map((line, i) => ({
              ...line,
              lineId: `l${i}`,
              units: sum(line.units),
              taxRate: '0.0825',
            })),
            charges: charges.map((charge) => ({
              ...charge,
              kind: 'shipping',
              title: 'Post',
              taxRate: '0.0825',
            })),
            recipients: ['a', 'b', 'c'].map((key, r) => ({
              key,
              units: Object.fromEntries(lines.map((line, i) => [`l${i}`, line.units[r] ?? 0])),
            })),
          }),
        )
        const total = sum([...lines, ...charges].map((row) => row.netMinor + row.taxMinor))
        expect(sum(shares.map((share) => share.totalMinor))).toBe(total)
        for (const [i, charge] of charges.entries())
          expect(sum(shares.map((share) => share.charges[i]?.netMinor ?? 0))).toBe(charge.netMinor)
      }),
    )
  })

  test('one recipient of everything gets the order as it is', () => {
    const line = { lineId: 'l', units: 3, netMinor: 2899, taxMinor: 239, taxRate: '0.0825' }
    const charge = {
      kind: 'shipping' as const,
      title: 'Post',
      netMinor: 1000,
      taxMinor: 83,
      taxRate: '0.0825',
    }
    const { only } = shareOrder({
      lines: [line],
      charges: [charge],
      recipients: [{ key: 'only', units: { l: 3 } }],
    })
    expect(only).toEqual({
      lines: [{ lineId: 'l', quantity: 3, netMinor: 2899, taxMinor: 239, taxRate: '0.0825' }],
      charges: [charge],
      totalMinor: 4221,
    })
  })
})
