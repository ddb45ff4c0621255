import { describe, expect, test } from 'vitest'
import {
  addedByLightspeed,
  proposalsFor,
  stillNeeded,
  unitsBrought,
  type KnownTransfer,
  type ShortPart,
} from './needs'
import { addedSentence, transferTitle } from './words'

const item = (itemId: string, short: number) => ({
  itemId,
  externalItemId: `ls-${itemId}`,
  sku: itemId,
  title: itemId,
  sold: short,
  short,
  sellableBefore: 0,
})
const part = (
  partId: string,
  storeId: string,
  items: ShortPart['items'],
  posAccountId = 'acc',
): ShortPart => ({
  partId,
  posAccountId,
  storeId,
  items,
})
const known = (
  partId: string,
  state: KnownTransfer['state'],
  units: number,
  received = 0,
): KnownTransfer => ({
  partId,
  state,
  items: [{ itemId: 'mug', units, received }],
})
const store = (id: string, posAccountId = 'acc', safetyStock = 0) => ({
  id,
  name: id,
  priority: 1,
  safetyStock,
  enabled: true,
  archived: false,
  register: 'open' as const,
  location: null,
  posAccountId,
})
const stock = (storeId: string, itemId: string, sellable: number, promised = 0) => ({
  storeId,
  itemId,
  sellable,
  promised,
})

describe('what is still lacking', () => {
  const short = [part('p', 'A', [item('mug', 3)])]
  test.each([
    ['nothing was done', [], 3],
    ['a proposal brings nothing yet', [known('p', 'proposed', 3)], 3],
    ['on its way', [known('p', 'sent', 2)], 1],
    ['being made', [known('p', 'creating', 3)], 0],
    ['received in full', [known('p', 'received', 3, 3)], 0],
    ['received short: the rest is needed again', [known('p', 'received', 3, 1)], 2],
    ['refused or cancelled', [known('p', 'refused', 3), known('p', 'cancelled', 3)], 3],
    ['of another part', [known('q', 'received', 3, 3)], 3],
  ])('%s', (_name, transfers, left) => {
    expect(stillNeeded(short, transfers).flatMap((one) => one.items.map((each) => each.short))).toEqual(
      left === 0 ? [] : [left],
    )
  })

  test('units of a transfer that ended are those that came', () => {
    expect(unitsBrought('p', 'mug', [known('p', 'cancelled', 3, 1), known('p', 'sent', 1)])).toBe(2)
  })
})

describe('who sends', () => {
  test('the fewest senders, one transfer for all items of a pair', () => {
    const needed = [part('p', 'A', [item('mug', 1), item('cap', 2)])]
    const rows = [stock('B', 'mug', 1), stock('C', 'mug', 4), stock('C', 'cap', 2)]
    expect(
      proposalsFor(
        needed,
        ['A', 'B', 'C'].map((id) => store(id)),
        rows,
      ),
    ).toEqual([
      {
        partId: 'p',
        posAccountId: 'acc',
        fromStoreId: 'C',
        toStoreId: 'A',
        items: [
          { itemId: 'mug', units: 1 },
          { itemId: 'cap', units: 2 },
        ],
      },
    ])
  })

  test('safety stock and promised units are not given away, and two parts are not given the same unit', () => {
    const needed = [part('p', 'A', [item('mug', 1)]), part('q', 'B', [item('mug', 1)])]
    const stores = [store('A'), store('B'), store('C', 'acc', 1)]
    const sent = (sellable: number, promised: number) =>
      proposalsFor(needed, stores, [stock('C', 'mug', sellable, promised)]).map((one) => one.toStoreId)
    expect(sent(2, 1)).toEqual([])
    expect(sent(3, 1)).toEqual(['A'])
    expect(sent(3, 0)).toEqual(['A', 'B'])
  })

  test('a store of another Lightspeed account cannot send', () => {
    const needed = [part('p', 'A', [item('mug', 1)])]
    expect(proposalsFor(needed, [store('A'), store('B', 'other')], [stock('B', 'mug', 5)])).toEqual([])
  })
})

describe('units Lightspeed added by itself', () => {
  test.each([
    ['below zero: nothing was added', 2, 0, -2, 0],
    ['at zero although two were sold of one', 2, 1, 0, 1],
    ['there was enough, only safety stock was touched', 1, 2, 1, 0],
  ])('%s', (_name, sold, sellableBefore, onHand, added) => {
    expect(addedByLightspeed({ sold, sellableBefore }, onHand)).toBe(added)
  })

  test('are told in words, until the transfer ends without coming', () => {
    const items = [{ added: 1, title: 'Mug' }]
    expect(addedSentence(items, 'sent', 'Salem')).toContain(
      'Once this is received, take it off there by hand',
    )
    expect(addedSentence(items, 'received', 'Salem')).toContain('Now take it off there by hand')
    expect(addedSentence(items, 'cancelled', 'Salem')).toBeNull()
    expect(addedSentence([{ added: 0, title: 'Mug' }], 'sent', 'Salem')).toBeNull()
  })

  test('a transfer is named by all it brings', () => {
    const items = ['Mug', 'Cap'].map((title) => ({ title, units: 2 }))
    expect(transferTitle(items, 'Bend', 'Salem')).toBe('Send 2 × Mug and 2 × Cap from Bend to Salem')
  })
})
