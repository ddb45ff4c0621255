import { describe, expect, test } from 'vitest'
import { possibleReferences, referenceNumber, referenceSource } from './reference'

describe('references', () => {
  test.each([
    ['#1009', 2, '1009-2'],
    ['#1166X01', 1, '1166X01-1'],
    ['Größe 7', 1, 'Gre7-1'],
    ['***', 3, 'order-3'],
    ['x'.repeat(60), 12, 'x'.repeat(37) + '-12'],
  ])('%s, part %i is %s', (number, ordinal, reference) => {
    expect(referenceNumber(number, ordinal)).toBe(reference)
    expect(reference.length).toBeLessThanOrEqual(40)
  })

  test('the source names the integration and the order, within 40 characters', () => {
    expect(referenceSource('k3x9a7b2c4d1', 'ab12cd34ef')).toBe('OQ-k3x9a7b2c4d1ab12cd34')
  })

  test('a look-up asks past the last ordinal we remember', () => {
    expect(possibleReferences('#7', 1)).toEqual([
      '7-1',
      '7-2',
      '7-3',
      '7-4',
      '7-5',
      '7-6',
      '7-7',
      '7-8',
      '7-9',
    ])
  })
})
