import { describe, expect, it } from 'vitest'
import type { OrderScreen, PartScreen, TimelineEntry } from '@/lib/orders/screens/screen-types'
import { newsBetween } from './use-state-news'

type Seen = Pick<OrderScreen, 'state' | 'parts' | 'lines' | 'timeline' | 'reasons' | 'settling'>

const part = (storeName: string, state: PartScreen['state'], ticketNumber: string | null): PartScreen => ({
  ordinal: 1,
  storeName,
  state,
  reference: '1009-1',
  units: 1,
  oversold: false,
  total: '$1.00',
  ticketNumber,
  saleId: null,
  lines: [],
  money: [],
  transfers: [],
  problem: null,
})
const step = (kind: TimelineEntry['by']['kind']): TimelineEntry => ({
  id: '1',
  at: '2026-11-24T10:00:00Z',
  by: { kind, name: 'Marco' },
  title: '',
  detail: null,
  comment: null,
  call: null,
  tone: 'plain',
})
const order = (seen: Partial<Seen>): OrderScreen =>
  ({
    number: '#1009',
    attention: null,
    settling: null,
    state: 'pushing',
    parts: [],
    lines: [{ toPlace: 16 }],
    timeline: [],
    reasons: [],
    ...seen,
  }) as unknown as OrderScreen

describe('what is said aloud about a change', () => {
  const sold = [part('Bend', 'completed', '270')]

  it('a partly pushed order is what the person asked for, not a failure', () => {
    expect(newsBetween(order({}), order({ state: 'partly-pushed', parts: sold }), 0)).toEqual({
      text: 'Order #1009 is partly pushed. Bend: sale 270. Still to place: 16.',
      tone: 'good',
    })
  })

  it('a sale that was completed a moment before the push ended is news of that push', () => {
    const sellingStill = order({ parts: sold })
    expect(newsBetween(sellingStill, order({ state: 'pushed', parts: sold }), 0)?.text).toBe(
      'Order #1009 is pushed. Bend: sale 270.',
    )
    expect(newsBetween(sellingStill, order({ state: 'partly-pushed', parts: sold }), 0)?.tone).toBe('good')
  })

  it('voiding the rest is no push', () => {
    expect(
      newsBetween(
        order({ state: 'partly-pushed', parts: sold }),
        order({ state: 'pushed', parts: sold, timeline: [step('person')] }),
        1,
      ),
    ).toBeNull()
  })

  it('a push that came back by itself says why', () => {
    const after = order({ state: 'held', timeline: [step('system')], reasons: ['Bend ran short.'] })
    expect(newsBetween(order({}), after, 0)).toEqual({
      text: 'Order #1009 came back from the push. Bend ran short.',
      tone: 'bad',
    })
  })

  it('a push that a person took back says so', () => {
    expect(newsBetween(order({}), order({ state: 'held', timeline: [step('person')] }), 0)?.tone).toBe(
      'plain',
    )
  })

  describe('in attention', () => {
    const remedy = (state: 'working' | 'done' | 'not-done') => ({
      settling: {
        remedies: [{ id: '1', title: 'Refund the sale 220', by: '', at: '', state, detail: 'Told why.' }],
      } as unknown as OrderScreen['settling'],
    })

    it('what became of the thing that was ordered is said once, as good or bad as it is', () => {
      const working = order({ state: 'pushed', ...remedy('working') })
      expect(newsBetween(working, order({ state: 'pushed', ...remedy('not-done') }), 0)).toEqual({
        text: 'Refund the sale 220: not done. Told why.',
        tone: 'bad',
      })
      expect(newsBetween(working, order({ state: 'pushed', ...remedy('done') }), 0)?.tone).toBe('good')
      expect(newsBetween(working, working, 0)).toBeNull()
      const done = order({ state: 'pushed', ...remedy('done') })
      expect(newsBetween(done, done, 0)).toBeNull()
    })

    it('that it is settled is said, in whatever state that leaves a pushed order', () => {
      for (const state of ['pushed', 'held', 'cancelled'] as const)
        expect(
          newsBetween(order({ state: 'pushed', ...remedy('done') }), order({ state, settling: null }), 0)
            ?.text,
        ).toBe('Order #1009: nothing is to be settled any more.')
    })
  })
})
