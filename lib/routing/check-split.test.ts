import { describe, expect, test } from 'vitest'
import { checkSplit, wholePush } from './check-split'
import { HOLD, request } from './example-request'
import { holdSentence, suggestionBecause, suggestionTitle, whyHeldShort } from './explaining/explain'
import { decide } from './policies'

describe('suggestions of a held order', () => {
  const decision = decide(request(HOLD, 'A1 B2 C1', { s1: 'A1 B1', s2: 'B1 C1' }))
  if (decision.outcome !== 'hold') throw new Error('expected a hold')
  const names = { s1: 'Bend', s2: 'Salem' }

  test('a full split comes before a short push', () => {
    expect(
      decision.suggestions.map((s) => suggestionTitle(s, names, 3, decision.explanation.stores)),
    ).toEqual(['2 sales: Bend (2 units) + Salem (2)', 'Push to Bend although 2 units are short'])
  })

  test('where nothing fills it: what leaves something over, then what oversells', () => {
    const held = decide(request(HOLD, 'A3 B1', { s1: 'A1 B1', s2: 'A1' }))
    expect(held).toMatchObject({
      suggestions: [
        { kind: 'split-with-left-over', proof: { optimal: true, stores: 2 } },
        { kind: 'whole', parts: [{ storeId: 's1', oversold: true }], transfers: [{ fromStoreId: 's2' }] },
      ],
      leftOver: [{ lineId: 'l0', quantity: 1, reason: 'no-stock-anywhere' }],
    })
  })

  test('a paused order is offered its policy’s own way first', () => {
    const input = request({ kind: 'single-store', storeId: 's2' }, 'A1', { s1: 'A9', s2: 'A1' })
    input.policy.paused = true
    expect(decide(input)).toMatchObject({
      holdReasons: [{ code: 'paused' }],
      suggestions: [{ parts: [{ storeId: 's2' }] }, { parts: [{ storeId: 's1' }] }],
    })
  })

  test('what is not proven is not said', () => {
    const [split] = decision.suggestions
    if (!split) throw new Error('expected a suggestion')
    expect(suggestionBecause(split)).toBe('No fewer than 2 stores can fill it.')
    expect(suggestionBecause({ ...split, proof: { optimal: false, stores: 1 } })).toBe(
      '2 stores can fill it; at least 1 is needed.',
    )
  })

  test('in words', () => {
    expect(decision.holdReasons.map(holdSentence)).toEqual([
      'No single store has everything: the best one covers 1 of 3 lines.',
    ])
    expect(whyHeldShort(decision.holdReasons)).toBe('No store has all 3 lines')
  })

  test('a line without an item is never offered, the rest is', () => {
    const held = decide(request(HOLD, 'A1 -1', { s1: 'A1' }))
    expect(held).toMatchObject({
      suggestions: [{ kind: 'split-with-left-over', leftOver: [{ lineId: 'l1', quantity: 1 }] }],
    })
  })
})

describe('checkSplit', () => {
  const input = request(HOLD, 'A2 B1', { s1: 'A1', s2: 'A1 B1' })
  const place = (storeId: string, ...units: [string, number][]) => ({
    storeId,
    allocations: units.map(([lineId, quantity]) => ({ lineId, quantity })),
  })

  test('a split by hand that fits', () => {
    expect(checkSplit(input, [place('s1', ['l0', 1]), place('s2', ['l0', 1], ['l1', 1])])).toMatchObject({
      ok: true,
      leftOver: [],
      parts: [{ oversold: false }, { oversold: false }],
    })
  })

  test('a whole push to a short store counts what it lacks and says who could send it', () => {
    expect(wholePush(input, 's1')).toMatchObject({
      ok: true,
      parts: [{ oversold: true, allocations: [{ unitsShort: 1 }, { unitsShort: 1 }] }],
      transfers: [
        { fromStoreId: 's2', quantity: 1 },
        { fromStoreId: 's2', quantity: 1 },
      ],
    })
  })

  test.each([
    [[place('s9', ['l0', 1])], 'unknown-store'],
    [[place('s1', ['l9', 1])], 'unknown-line'],
    [[place('s1', ['l0', 2]), place('s2', ['l0', 1])], 'too-many-units'],
    [[place('s1', ['l0', 0.5])], 'not-whole'],
    [[place('s1', ['l0', -1])], 'not-whole'],
    [[place('s1', ['l0', 0])], 'nothing-placed'],
    [[place('s1', ['l0', 1]), place('s1', ['l1', 1])], 'store-twice'],
  ])('refuses %#', (parts, kind) => {
    expect(checkSplit(input, parts)).toMatchObject({ ok: false, refusal: { kind } })
  })

  test('a line named twice in one part keeps all its units', () => {
    expect(checkSplit(input, [place('s2', ['l0', 1], ['l0', 1], ['l1', 1])])).toMatchObject({
      leftOver: [],
      parts: [{ allocations: [{ quantity: 2, unitsShort: 1 }, { quantity: 1 }] }],
    })
  })

  test('units not placed stay behind', () => {
    expect(checkSplit(input, [place('s2', ['l1', 1])])).toMatchObject({
      leftOver: [{ lineId: 'l0', quantity: 2, reason: 'not-placed' }],
    })
  })
})
