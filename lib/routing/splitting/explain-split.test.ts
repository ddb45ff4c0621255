import { describe, expect, test } from 'vitest'
import { divide, order, plan } from './example-split'
import { explainSplit } from './explain-split'
import { oneFewerSentence, storeReasonSentence } from './split-sentences'
import type { SplitRequest } from './split-request'

const explained = (request: SplitRequest, options = divide) =>
  explainSplit(request, options, plan(request, options).allocations)
const becauses = (request: SplitRequest) =>
  Object.fromEntries(explained(request).stores.map(({ storeId, because }) => [storeId, because]))

describe('explainSplit', () => {
  test('a store that alone has everything', () => {
    expect(becauses(order('A1 B1', { S1: 'A1', S2: 'A1 B1' }))).toEqual({ S2: 'only-one-with-everything' })
  })

  test('the only holder, one that is needed beside the others, and why no fewer', () => {
    const why = explained(order('A1 B2 C1', { S1: 'A1', S2: 'B1 C1', S3: 'B1', S4: 'C1' }))
    expect(why.stores.map(({ storeId, because, items }) => [storeId, because, items])).toEqual([
      ['S1', 'only-holder', ['A']],
      ['S2', 'only-holder', ['B']],
      ['S3', 'only-holder', ['B']],
    ])
    expect(why.oneFewer).toEqual({ stores: 2, fulfilled: 3, wanted: 4 })
  })

  test.each([
    ['cost', 'A1 B1 C1 D1', { S1: 'A1 B9', S2: 'C1 D1', S3: 'C1 D1' }],
    ['divided', 'A1 D2', { S1: 'A1 D1', S2: 'D2', S3: 'D1' }],
  ])('what could take its place lost by %s', (rule, wanted, stores) => {
    const reason = explained(order(wanted, stores)).stores.find(({ storeId }) => storeId === 'S2')
    expect(reason).toMatchObject({ because: 'one-of', instead: [{ storeId: 'S3', rule, better: false }] })
  })

  test('needed beside the others, though each of its items is elsewhere too', () => {
    const stores = { S1: 'A1 B1', S2: 'C1 D1', S3: 'C1', S4: 'D1' }
    expect(becauses(order('A1 B1 C1 D1', stores))).toEqual({ S1: 'only-holder', S2: 'needed' })
  })

  test('deeper stock, then the id', () => {
    const equal = order('A1 B1', { S1: 'A1', S2: 'B5', S3: 'B2', S4: 'B5' })
    const request = { ...equal, stores: equal.stores.map((store) => ({ ...store, cost: 0 })) }
    const reason = explained(request).stores.find(({ storeId }) => storeId === 'S2')
    expect(reason?.instead).toEqual([
      { storeId: 'S4', rule: 'id', better: false },
      { storeId: 'S3', rule: 'depth', better: false },
    ])
  })

  test('in words', () => {
    const why = explained(order('A1 B1', { S1: 'A1', S2: 'B1', S3: 'B1' }))
    const names = { stores: { S1: 'Bend', S2: 'Salem', S3: 'Eugene' }, items: { A: 'Mug', B: 'Lamp' } }
    expect(why.stores.map((reason) => storeReasonSentence(reason, names, true))).toEqual([
      'Without it there is not enough Mug.',
      'It serves Lamp. Eugene could too, but is farther away.',
    ])
    expect(oneFewerSentence(why)).toBe('No single store could serve more than 1 of 2 units.')
  })

  test('a split by hand: what is not needed, and what would be better', () => {
    const request = order('A1 B1', { S1: 'A1', S2: 'B1', S3: 'A1 B1', S4: 'B1' })
    const placed = (a: string, b: string) => [
      { lineId: 'l0', storeId: a, quantity: 1 },
      { lineId: 'l1', storeId: b, quantity: 1 },
    ]
    expect(explainSplit(request, divide, placed('S3', 'S2')).stores).toMatchObject([
      { storeId: 'S2', because: 'not-needed' },
      { storeId: 'S3', because: 'one-of', instead: [{ storeId: 'S1', rule: 'cost', better: true }] },
    ])
    const [, last] = explainSplit(request, divide, placed('S1', 'S4')).stores
    const names = { stores: { S2: 'Salem' }, items: { B: 'Lamp' } }
    expect(last && storeReasonSentence(last, names, false)).toBe(
      'It serves Lamp. Salem could too, and ranks higher.',
    )
  })
})
