import { describe, expect, test } from 'vitest'
import type { PartState } from '../states'
import { attentionOf, differencesOf, type OrderSeen, type PartSeen } from './differences'
import { figuresOf, mergeSales, type FoundSale } from './found-sale'
import { offerOf, type Picture } from './offers'
import type { RemedyKind } from './tables'

const calm: OrderSeen = { cancelled: false, edited: false, at: '2026-11-24T12:00:00Z' }
const part = (change: Partial<PartSeen> = {}): PartSeen => ({
  ordinal: 1,
  posAccountId: 'a',
  shopId: '1',
  state: 'completed',
  referenceNumber: '9-1',
  saleId: '10',
  totalMinor: 1000,
  lines: [
    { externalItemId: '5', quantity: 2 },
    { externalItemId: '0', quantity: 1 },
  ],
  accepted: null,
  attempt: null,
  ...change,
})
const sale = (change: Partial<FoundSale> = {}): FoundSale => ({
  posAccountId: 'a',
  id: '10',
  ticketNumber: '220010',
  referenceNumber: '9-1',
  shopId: '1',
  state: 'completed',
  totalMinor: 1000,
  refunded: 'no',
  refundedMinor: 0,
  refundTickets: [],
  lines: [
    { id: '1', itemId: '5', quantity: 2 },
    { id: '2', itemId: '0', quantity: 1 },
  ],
  ...change,
})
const extra = sale({ id: '11', ticketNumber: '220011' })
const kinds = (one: PartSeen, sales: FoundSale[], order = calm) =>
  differencesOf(order, [one], sales).map((difference) => difference.kind)

describe('parts and sales agree one for one, or it is said how they do not', () => {
  const open = sale({ state: 'open' })
  const half = sale({ refunded: 'partly', refundedMinor: 300 })
  const back = sale({ refunded: 'wholly', refundedMinor: 1000 })
  const cases: [string, PartSeen, FoundSale[], string[], string | null][] = [
    ['as asked for', part(), [sale()], [], null],
    ['not found', part(), [], ['missing'], 'sale-missing'],
    ['voided', part(), [sale({ state: 'voided' })], ['missing'], 'sale-voided'],
    ['refunded', part(), [back], ['missing'], 'sale-refunded'],
    ['half refunded', part(), [half], ['altered'], 'sale-altered'],
    ['another total', part(), [sale({ totalMinor: 999 })], ['altered'], 'sale-altered'],
    ['another store', part(), [sale({ shopId: '2' })], ['altered'], 'sale-altered'],
    [
      'other units',
      part(),
      [sale({ lines: [{ id: '1', itemId: '5', quantity: 1 }] })],
      ['altered'],
      'sale-altered',
    ],
    ['a list shows no lines', part(), [sale({ lines: null })], [], null],
    ['one too many', part(), [sale(), extra], ['extra'], 'several-sales'],
    ['one too many, refunded', part(), [sale(), { ...extra, refunded: 'wholly' }], [], null],
    [
      'another one instead',
      part(),
      [sale({ state: 'voided' }), extra],
      ['missing', 'extra'],
      'several-sales',
    ],
    ['an open one beside it moves no stock', part(), [sale(), { ...extra, state: 'open' }], [], null],
    ['given up, and sold', part({ state: 'abandoned', saleId: null }), [sale()], ['extra'], 'several-sales'],
    ['given up, and archived', part({ state: 'abandoned' }), [sale({ state: 'archived' })], [], null],
    [
      'of no part',
      part({ referenceNumber: '9-7', saleId: null, state: 'planned' }),
      [sale()],
      ['extra'],
      'several-sales',
    ],
    [
      'same reference in another account',
      part(),
      [sale(), sale({ posAccountId: 'b' })],
      ['extra'],
      'several-sales',
    ],
    ['under way, made', part({ state: 'created' }), [open], [], null],
    ['under way, sold as asked for', part({ state: 'unknown', saleId: null }), [sale()], [], null],
    [
      'under way, sold twice',
      part({ state: 'unknown', saleId: null }),
      [sale(), extra],
      ['extra', 'extra'],
      'several-sales',
    ],
    [
      'under way, archived',
      part({ state: 'created' }),
      [sale({ state: 'archived' })],
      ['missing'],
      'sale-voided',
    ],
    [
      'under way, a stranger in the way',
      part({ state: 'planned', saleId: null }),
      [sale({ state: 'open', totalMinor: 1 })],
      ['altered'],
      'sale-altered',
    ],
    [
      'under way, our own just made',
      part({ state: 'creating', saleId: null, attempt: 'sent' }),
      [sale({ state: 'open', totalMinor: 1 })],
      [],
      null,
    ],
  ]
  test.each(cases)('%s', (_, one, sales, expected, code) => {
    expect(kinds(one, sales)).toEqual(expected)
    expect(attentionOf(differencesOf(calm, [one], sales))).toBe(code)
  })

  test('what a person took as it is counts no more, until it changes again', () => {
    const odd = sale({ totalMinor: 999 })
    const accepted = { saleId: '10', figures: figuresOf(odd), orderAt: calm.at }
    expect(kinds(part({ accepted }), [odd])).toEqual([])
    expect(kinds(part({ accepted }), [{ ...odd, totalMinor: 998 }])).toEqual(['altered'])
  })

  test('what the channel said after the sale comes first, until it is taken for this very word', () => {
    const cancelled = { ...calm, cancelled: true }
    expect(attentionOf(differencesOf(cancelled, [part()], [sale(), extra]))).toBe('cancelled-after-sale')
    const accepted = { saleId: '10', figures: figuresOf(sale()), orderAt: calm.at }
    expect(kinds(part({ accepted }), [sale()], cancelled)).toEqual([])
    expect(kinds(part({ accepted }), [sale()], { ...cancelled, at: 'later' })).toEqual(['channel'])
    expect(kinds(part({ state: 'undone' }), [sale({ refunded: 'wholly' })], cancelled)).toEqual([])
  })
})

describe('what is offered', () => {
  const offered = (
    one: PartSeen,
    sales: FoundSale[],
    change: Partial<Picture['order']> = {},
    freeAgain: number[] = [],
  ) => {
    const naming = { currency: 'USD', storeOf: (_: string, shopId: string) => `shop ${shopId}` }
    const picture: Picture = {
      order: { ...calm, state: 'pushed', ...change },
      parts: [one],
      sales,
      freeAgain,
      naming,
    }
    const of = (kind: RemedyKind, saleId: string | null) => {
      const offer = offerOf(picture, { kind, ordinal: 1, posAccountId: 'a', saleId })
      return offer?.ok ? [kind] : []
    }
    const forPart = [...of('push-again', null), ...of('put-back', null)]
    return [
      ...forPart,
      ...sales.map(({ id }) =>
        (['adopt', 'archive', 'refund'] as const).flatMap((kind) => of(kind, id)).join('+'),
      ),
    ]
  }
  const states: PartState[] = ['unknown', 'created', 'completing']
  test('the sale as it should be: a refund only, and nothing for the part', () => {
    expect(offered(part(), [sale()])).toEqual(['refund'])
  })
  test('one too many: either may be refunded, the other one may stand for the part', () => {
    expect(offered(part(), [sale(), extra])).toEqual(['refund', 'adopt+refund'])
  })
  test('an open one that nobody needs: archived only', () => {
    expect(offered(part(), [sale(), { ...extra, state: 'open' }])).toEqual(['refund', 'archive'])
  })
  test('the open one a push will complete is left alone', () => {
    expect(offered(part({ state: 'created' }), [sale({ state: 'open' })], { state: 'pushing' })).toEqual([''])
  })
  test('nothing stands for the part: made again or put back; archived and refunded sales are let be', () => {
    for (const gone of [sale({ state: 'voided' }), sale({ refunded: 'wholly' })])
      expect(offered(part(), [gone])).toEqual(['push-again', 'put-back', ''])
    for (const state of states)
      expect(offered(part({ state }), [sale({ state: 'archived' })], { state: 'pushing' })).toEqual([
        'push-again',
        'put-back',
        '',
      ])
  })
  test('of a cancelled order nothing more is sold', () => {
    expect(offered(part(), [sale({ state: 'voided' })], { cancelled: true })).toEqual(['put-back', ''])
    expect(offered(part(), [sale()], { cancelled: true })).toEqual(['adopt+refund'])
  })
  test('a given-up part takes its sale back only while its units are nowhere else', () => {
    const given = part({ state: 'abandoned', saleId: null })
    expect(offered(given, [sale()], { state: 'held' }, [1])).toEqual(['adopt+refund'])
    expect(offered(given, [sale()], { state: 'held' })).toEqual(['refund'])
  })
  test('what only a list has shown is read first', () => {
    expect(offered(part(), [sale({ lines: null }), { ...extra, lines: null }])).toEqual(['', ''])
  })
})

test('a list read later keeps the lines and refunds that only a look shows', () => {
  const known = sale({ refunded: 'wholly', refundedMinor: 1000, refundTickets: ['7'] })
  expect(
    mergeSales([known], [sale({ lines: null, state: 'voided' }), sale({ id: '12', lines: null })]),
  ).toEqual([{ ...known, state: 'voided' }, sale({ id: '12', lines: null })])
})
