import { expect, test } from 'vitest'
import { matchSale, roundedTo, withoutItem, type OpenLine } from './match-sale'

const open = (lineId: string, externalItemId: string, quantity: number): OpenLine => ({
  lineId,
  itemId: externalItemId === '0' ? '' : `item-${externalItemId}`,
  externalItemId,
  sku: `SKU${externalItemId}`,
  title: '',
  quantity,
})
const sold = (...lines: [string, number][]) => ({
  lines: lines.map(([itemId, quantity]) => ({ id: '', itemId, quantity, takesBack: '' })),
})
const units = (lines: ReturnType<typeof matchSale>) =>
  lines && Object.fromEntries(lines.map((line) => [line.lineId, line.quantity]))

test('the units of a sale are the order’s own, line after line; shipping and rounding are no item of it', () => {
  const lines = [open('a', '7', 1), open('b', '7', 2), open('c', '8', 1), open('gift', '0', 1)]
  expect(units(matchSale(lines, sold(['7', 2], ['0', 1], ['55', 1])))).toEqual({ a: 1, b: 1 })
  expect(units(matchSale(lines, sold(['8', 1], ['7', 1], ['7', 2])))).toEqual({ a: 1, b: 2, c: 1 })
  expect(withoutItem(lines)).toMatchObject([{ lineId: 'gift', quantity: 1, unitsShort: 0 }])
})

test('more units than are left, or none of the order, is no match', () => {
  const lines = [open('a', '7', 1)]
  expect(matchSale(lines, sold(['7', 2]))).toBeNull()
  expect(matchSale(lines, sold(['55', 1], ['0', 1]))).toBeNull()
  expect(matchSale([], sold(['7', 1]))).toBeNull()
})

test('what rounding left between a share and its sale goes to the largest amount; more than that is another sale', () => {
  const line = (lineId: string, netMinor: number, taxMinor: number) => {
    return { lineId, quantity: 1, netMinor, taxMinor, taxRate: '0.08' }
  }
  const shipping = { kind: 'shipping' as const, title: 'Post', netMinor: 143, taxMinor: 0, taxRate: '0' }
  const lines = [line('a', 700, 56), line('b', 1999, 165)]
  const money = { currency: 'USD', lines, charges: [shipping], totalMinor: 3063 }
  expect(roundedTo(money, 3063)).toEqual(money)
  expect(roundedTo(money, 3065)).toEqual({
    ...money,
    lines: [lines[0], line('b', 2001, 165)],
    totalMinor: 3065,
  })
  expect(roundedTo(money, 3058)).toMatchObject({ totalMinor: 3058 })
  expect(roundedTo(money, 3069)).toBeNull()
})
