import { expect, test } from 'vitest'
import type { PolicyPreviewScreen } from '@/lib/orders/screens/policy-preview'
import { countRows, effectSentence } from './preview-words'

const none = { pushed: 0, split: 0, held: 0, parts: 0, oversold: 0, unitsOversold: 0 }
const preview = (orders: number, changed: number): PolicyPreviewScreen => ({
  orders,
  since: null,
  cutShort: false,
  liveVersion: 1,
  before: { ...none, held: 3 },
  after: { ...none, pushed: 1, held: 1 },
  changed: Array.from({ length: changed }, (_, n) => ({
    orderId: String(n),
    number: `#${n}`,
    receivedAt: '',
    before: '',
    after: '',
  })),
})

test('the effect is one sentence, whatever the numbers', () => {
  expect(effectSentence(preview(240, 12))).toBe('12 of the last 240 orders would have come out differently.')
  expect(effectSentence(preview(1, 1))).toBe('1 of the last 1 order would have come out differently.')
  expect(effectSentence(preview(1, 0))).toBe('The last order would have come out the same.')
  expect(effectSentence(preview(9, 0))).toBe('All of the last 9 orders would have come out the same.')
  expect(effectSentence(preview(0, 0))).toMatch(/no order in the last 60 days/)
})

test('counts stand side by side with their change', () => {
  expect(
    countRows(preview(3, 2))
      .slice(0, 3)
      .map((row) => [row.live, row.draft, row.change]),
  ).toEqual([
    [0, 1, '+1'],
    [0, 0, ''],
    [3, 1, '−2'],
  ])
})
