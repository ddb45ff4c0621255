import { expect, test } from 'vitest'
import { BEST, HOLD, request, SPLIT } from './example-request'
import { joinPreviews, previewPolicy } from './preview-policy'
import type { Policy } from './types'

const past = [
  { orderId: 'covered', request: request(HOLD, 'A1', { s1: 'A5', s2: 'A1' }) },
  { orderId: 'spread', request: request(HOLD, 'A1 B1', { s1: 'A1', s2: 'B1' }) },
  { orderId: 'nowhere', request: request(HOLD, 'A3', { s1: 'A1', s2: 'A1' }) },
  {
    orderId: 'wrong',
    request: request(
      HOLD,
      'A1',
      { s1: 'A5' },
      { order: { problems: [{ code: 'currency', lines: [], facts: {} }] } },
    ),
  },
]
const body = (policy: Policy) => ({ ...request(policy, 'A1', {}).policy })

test('counts both policies over the same orders and stock, and names what changes', () => {
  const preview = previewPolicy(past, body(HOLD), body(SPLIT))
  expect(preview).toMatchObject({
    orders: 4,
    before: { pushed: 1, split: 0, held: 3, parts: 1, oversold: 0 },
    after: { pushed: 1, split: 1, held: 2, parts: 3, oversold: 0 },
  })
  expect(preview.changed.map(({ orderId, after }) => [orderId, after.kind, after.storeIds])).toEqual([
    ['spread', 'split', ['s1', 's2']],
    // Still held, but for another reason: that is a change a merchant reads.
    ['nowhere', 'held', []],
  ])
})

test('what a policy oversells is counted in orders and units', () => {
  expect(previewPolicy(past, body(HOLD), body(BEST)).after).toEqual({
    pushed: 3,
    split: 0,
    held: 1,
    parts: 3,
    oversold: 2,
    unitsOversold: 3,
  })
})

test('a policy against itself changes nothing', () => {
  expect(previewPolicy(past, body(SPLIT), body(SPLIT)).changed).toEqual([])
})

test('made piece by piece it is the same', () => {
  const whole = previewPolicy(past, body(HOLD), body(SPLIT))
  const pieces = past.map((order) => previewPolicy([order], body(HOLD), body(SPLIT)))
  expect(joinPreviews(pieces)).toEqual(whole)
  expect(joinPreviews([])).toMatchObject({ orders: 0, before: { pushed: 0 }, changed: [] })
})
