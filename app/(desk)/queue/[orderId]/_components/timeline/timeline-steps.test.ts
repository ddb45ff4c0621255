import { describe, expect, it } from 'vitest'
import type { TimelineEntry } from '@/lib/orders/screens/screen-types'
import { timelineSteps } from './timeline-steps'

const entry = (id: string): TimelineEntry => ({
  id,
  at: '2026-11-24T10:00:00Z',
  by: { kind: 'system', name: 'Order Queue' },
  title: id,
  detail: null,
  comment: id.startsWith('comment') ? id : null,
  call: id.startsWith('call') ? { method: 'POST', path: '/Sale', status: 200, ms: 90 } : null,
  tone: 'plain',
})
const folded = (...ids: string[]) =>
  timelineSteps(ids.map(entry)).map((step) => [step.entry.id, ...step.calls.map((call) => call.id)])

describe('folding calls under their step', () => {
  it.each([
    [
      ['held', 'received'],
      [['held'], ['received']],
    ],
    [
      ['pushed', 'call2', 'call1', 'pressed'],
      [['pushed'], ['pressed', 'call2', 'call1']],
    ],
    [
      ['call2', 'comment', 'call1', 'pressed'],
      [['comment'], ['pressed', 'call2', 'call1']],
    ],
    [['call2', 'call1'], [['call2', 'call1']]],
    [[], []],
  ])('%j', (ids, steps) => expect(folded(...ids)).toEqual(steps))
})
