import { describe, expect, test } from 'vitest'
import { judge, type LedgerSale, type Page } from './judge'

const sale = (ordinal: number, sku: string, change: Partial<LedgerSale> = {}): LedgerSale => ({
  saleID: String(ordinal),
  referenceNumber: `10001-${ordinal}`,
  completed: true,
  archived: false,
  voided: false,
  total: '21.64',
  paid: '21.64',
  lines: [{ sku, quantity: 1 }],
  ...change,
})
const part = (ordinal: number, sku: string, state: Page['parts'][number]['state'] = 'completed') => ({
  state,
  reference: `10001-${ordinal}`,
  total: '$21.64',
  lines: [{ sku, quantity: 1 }],
})
const page = (change: Partial<Page> = {}): Page => ({
  state: 'pushed',
  attention: null,
  reasons: [],
  lines: [
    { sku: 'ONE', toPlace: 0 },
    { sku: 'TWO', toPlace: 0 },
  ],
  parts: [part(1, 'ONE'), part(2, 'TWO')],
  ...change,
})
const calm = { fault: 'none', shape: 'split-2' } as const
const both = [sale(1, 'ONE'), sale(2, 'TWO')]
/** The names of what is wrong. */
const wrong = (sales: LedgerSale[], shown: Page | null, cell: Parameters<typeof judge>[0] = calm) => {
  const { because, ...verdict } = judge(cell, sales, shown)
  const names = Object.entries(verdict).flatMap(([name, is]) => (is ? [name] : []))
  return { names, because: because.length }
}

test('every unit sold once, and shown so', () => {
  expect(wrong(both, page())).toEqual({ names: [], because: 0 })
})

describe('lost', () => {
  test.each([
    ['no page', both, null],
    ['a part shown as sold that Lightspeed does not have', [sale(1, 'ONE')], page()],
    [
      'a part that staff voided, and nobody is told',
      [sale(1, 'ONE'), sale(2, 'TWO', { voided: true })],
      page(),
    ],
    ['a unit that is nowhere', [sale(1, 'ONE')], page({ parts: [part(1, 'ONE')] })],
    [
      'another total, and nobody is told',
      [sale(1, 'ONE', { total: '26.64', paid: '26.64' }), sale(2, 'TWO')],
      page(),
    ],
  ])('%s', (_, sales, shown) => {
    expect(wrong(sales, shown).names).toContain('lost')
  })
})

describe('doubled', () => {
  test.each([
    ['two sales of one part', [...both, sale(2, 'TWO', { saleID: '9' })], page()],
    ['a sale the page does not know', both, page({ parts: [part(1, 'ONE')] })],
    [
      'sold and still to place',
      both,
      page({
        lines: [
          { sku: 'ONE', toPlace: 1 },
          { sku: 'TWO', toPlace: 0 },
        ],
      }),
    ],
    ['paid twice', [sale(1, 'ONE', { paid: '43.28' }), sale(2, 'TWO')], page()],
  ])('%s', (_, sales, shown) => {
    expect(wrong(sales, shown).names).toEqual(['doubled'])
  })
})

describe('with a person', () => {
  const archived = [
    sale(1, 'ONE', { completed: false, archived: true }),
    sale(2, 'TWO', { completed: false }),
  ]
  const asked = page({
    state: 'pushing',
    attention: 'sale-voided',
    parts: [part(1, 'ONE', 'created'), part(2, 'TWO', 'created')],
  })

  test('what staff did leaves the order with them: its units are in parts that the page asks about', () => {
    expect(wrong(archived, asked, { fault: 'staff-archives', shape: 'split-2' })).toEqual({
      names: ['attentionExpected'],
      because: 0,
    })
  })

  test('the same without anybody at the till is one that the protocol could have settled', () => {
    expect(wrong(archived, asked).names).toEqual(['attention'])
  })

  test('without the flag it is in limbo, its units are nowhere', () => {
    const { names } = wrong(archived, { ...asked, attention: null })
    expect(names).toEqual(expect.arrayContaining(['lost', 'limbo']))
  })
})

test('an open sale left over is limbo', () => {
  const sales = [...both, sale(2, 'TWO', { saleID: '9', completed: false })]
  expect(wrong(sales, page()).names).toEqual(['limbo'])
})

test('a sale that staff voided after its completion is for a person, and its units are not lost', () => {
  const sales = [sale(1, 'ONE'), sale(2, 'TWO', { voided: true })]
  const told = page({ attention: 'Somebody voided or archived a sale.' })
  const cell = { fault: 'staff-voids', shape: 'split-2' } as const
  expect(wrong(sales, told, cell)).toEqual({ names: ['attentionExpected'], because: 0 })
  expect(wrong([sale(1, 'ONE')], told, cell).names).toEqual(expect.arrayContaining(['lost']))
})
