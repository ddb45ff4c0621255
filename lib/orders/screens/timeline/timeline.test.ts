import { describe, expect, it } from 'vitest'
import { SYSTEM } from '../../actor'
import { timelineOf, waitingFor } from './timeline'
import { snoozeWords } from './timeline-words'

type Row = Parameters<typeof timelineOf>[0][number]

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 10, 0, second))
const row = (id: number, kind: Row['kind'], more: Partial<Row> = {}): Row => ({
  id,
  at: at(id),
  actor: SYSTEM,
  kind,
  before: null,
  after: null,
  partOrdinal: null,
  data: {},
  ...more,
})
const intent = (id: number, what: string, second: number) =>
  row(id, 'intent', { partOrdinal: 1, at: at(second), data: { what, reference: '1009-1' } })
const moved = (id: number, after: Row['after'], second: number) =>
  row(id, 'part-changed', { partOrdinal: 1, after, at: at(second) })

describe('the history as people read it', () => {
  // Newest first, as the page reads them.
  const rows = [
    moved(6, 'completed', 9),
    intent(5, 'complete', 8),
    moved(4, 'completing', 8),
    intent(3, 'create', 5),
    intent(2, 'create', 2),
    moved(1, 'creating', 2),
  ]
  const steps = timelineOf(rows, [], new Map([[1, 'Bend']]), 'UTC')

  it('tells an intent once, with the store of its part', () => {
    expect(steps.map((step) => step.title)).toEqual([
      'Part 1, Bend: completed',
      'Part 1, Bend: intent noted, about to complete the sale',
      'Part 1, Bend: intent noted, about to make the sale',
      'Part 1, Bend: intent noted, about to make the sale',
    ])
  })

  it('counts tries of the same step only', () => {
    expect(steps.slice(1).map((step) => step.detail)).toEqual([
      'Reference 1009-1',
      'Reference 1009-1, try 2',
      'Reference 1009-1',
    ])
  })
})

describe('what people wrote, among what happened', () => {
  const comment = (id: string, second: number) => ({
    id,
    merchantId: 'm',
    orderId: 'o',
    authorId: 'u',
    authorName: 'Ana',
    text: `text of ${id}`,
    at: at(second),
  })
  const titles = (rows: Row[], comments: ReturnType<typeof comment>[]) =>
    timelineOf(rows, comments, new Map(), 'UTC').map((entry) => entry.comment ?? entry.title)

  it('stands where it was written, newest first', () => {
    const rows = [row(9, 'voided'), row(5, 'held'), row(1, 'received')]
    expect(titles(rows, [comment('c3', 10), comment('c2', 6), comment('c1', 5)])).toEqual([
      'text of c3',
      'Voided',
      'text of c2',
      'Held',
      'text of c1',
      'Order came in',
    ])
    expect(titles([], [comment('c1', 1)])).toEqual(['text of c1'])
  })

  it('a snooze says until when, on the merchant’s clock', () => {
    const snoozed = row(1, 'snoozed', { data: { until: '2026-11-25T17:00:00.000Z', orStock: true } })
    const [entry] = timelineOf([snoozed], [], new Map(), 'America/Los_Angeles')
    expect(entry?.detail).toMatch(/^Until Nov 25, 2026, 9:00\sAM, or until its stock changes$/)
    expect(snoozeWords(null, true, 'UTC')).toBe('Until its stock changes')
  })
})

describe('what an order waits for', () => {
  const unread = row(2, 'stock-unreadable', { data: { because: 'Lightspeed did not answer.' } })

  it('stock that could not be read, until a decision comes after', () => {
    expect(waitingFor([unread, row(1, 'received')], true)).toContain('decided as soon as Lightspeed answers')
    expect(waitingFor([unread, row(1, 'decided')], false)).toContain('refresh the stock to try again')
    expect(waitingFor([row(3, 'decided'), unread], false)).toBeNull()
  })

  it('a payment', () => {
    const unpaid = row(1, 'received', { data: { because: 'It is not paid yet.' } })
    expect(waitingFor([unpaid], true)).toBe('It is not paid yet.')
  })
})
