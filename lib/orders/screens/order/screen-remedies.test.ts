import { describe, expect, test } from 'vitest'
import type { PartSeen } from '../../attention/differences'
import type { FoundSale } from '../../attention/found-sale'
import type { Picture } from '../../attention/offers'
import { remedyText } from './screen-remedies'

const part: PartSeen = {
  ordinal: 1,
  posAccountId: 'a',
  shopId: '1',
  state: 'completed',
  referenceNumber: '9-1',
  saleId: '10',
  totalMinor: 1_000,
  lines: [{ externalItemId: '5', quantity: 2 }],
  accepted: null,
  attempt: null,
}
const sale: FoundSale = {
  posAccountId: 'a',
  id: '10',
  ticketNumber: '220010',
  referenceNumber: '9-1',
  shopId: '1',
  state: 'completed',
  totalMinor: 1_000,
  refunded: 'no',
  refundedMinor: 0,
  refundTickets: [],
  lines: [
    { id: '1', itemId: '5', quantity: 2 },
    { id: '2', itemId: '0', quantity: 1 },
  ],
}
const extra: FoundSale = { ...sale, id: '11', ticketNumber: '220011' }
const picture = (sales: FoundSale[], order: Partial<Picture['order']> = {}): Picture => ({
  order: { state: 'pushed', cancelled: false, edited: false, at: '', ...order },
  parts: [part],
  sales,
  freeAgain: [],
  naming: { currency: 'USD', storeOf: () => 'Bend' },
})
const effect = (
  kind: Parameters<typeof remedyText>[0],
  at: Picture,
  about: { part?: PartSeen; sale?: FoundSale; differs?: string } = {},
) =>
  remedyText(kind, {
    picture: at,
    part: about.part ?? part,
    sale: about.sale,
    differs: about.differs ?? null,
  }).effect.join(' ')

describe('what the confirm of a refund says', () => {
  test('money and units of the sale; lines that are no item bring no stock back', () => {
    const said = effect('refund', picture([sale]), { sale })
    expect(said).toContain('$10.00 is booked back, and 2 units return to the stock of Bend')
    expect(said).toContain('never sent again by itself')
  })

  test('what it makes of the part: its own, another one, or a sale that takes its place', () => {
    expect(effect('refund', picture([sale]), { sale })).toContain('wait in the queue again')
    expect(effect('refund', picture([sale], { cancelled: true }), { sale })).toContain('not sold again')
    expect(effect('refund', picture([sale, extra]), { sale: extra })).toContain(
      'Sale 220010 stays the sale of part 1.',
    )
    expect(effect('refund', picture([sale, extra]), { sale })).toContain(
      'Sale 220011 is the sale of part 1 from then on.',
    )
    // One of another total cannot stand for it.
    const dear = { ...extra, totalMinor: 1_500 }
    expect(effect('refund', picture([sale, dear]), { sale })).toContain('wait in the queue again')
  })
})

describe('what the confirm of an adoption says', () => {
  test('an open sale is completed, which takes stock; a completed one moves none', () => {
    const open: FoundSale = { ...sale, state: 'open' }
    const pushing = picture([open], { state: 'pushing' })
    const unsold: PartSeen = { ...part, state: 'created', saleId: null }
    expect(effect('adopt', pushing, { part: unsold, sale: open })).toContain('takes 2 units in Bend')
    expect(effect('adopt', picture([extra]), { sale: extra })).toContain('no stock moves')
  })

  test('what differs is taken as it is, and what is one too many then is named', () => {
    const said = effect('adopt', picture([sale, extra]), {
      sale: extra,
      differs: 'is in Salem instead of Bend',
    })
    expect(said).toContain('You take it as it is: it is in Salem instead of Bend.')
    expect(said).toContain('Sale 220010 stands as well and is one too many')
    expect(remedyText('adopt', { picture: picture([]), part, sale, differs: 'x' }).button).toContain(
      'as it is',
    )
  })

  test('units that were given up count as sold again', () => {
    const given: PartSeen = { ...part, state: 'undone', saleId: null }
    expect(effect('adopt', picture([sale]), { part: given, sale })).toContain('2 units count as sold')
  })
})

test('pushing again names the reference to check, the store, the units and the money', () => {
  const said = effect('push-again', picture([]))
  for (const text of ['reference 9-1', '1 sale is made in Bend: 2 units, $10.00'])
    expect(said).toContain(text)
})

test('putting back frees the units, unless the order was cancelled: then the part is given up', () => {
  expect(effect('put-back', picture([]))).toContain('2 units wait in the queue again')
  const cancelled = picture([], { cancelled: true })
  expect(remedyText('put-back', { picture: cancelled, part, sale: undefined, differs: null })).toMatchObject({
    button: 'Give this part up',
    effect: [expect.any(String), expect.stringContaining('cancelled in the channel')],
  })
})

test('archiving moves no stock; a push that waits for it goes on', () => {
  const open: FoundSale = { ...extra, state: 'open' }
  expect(effect('archive', picture([open]), { sale: open })).not.toContain('goes on')
  const creating: PartSeen = { ...part, state: 'creating', saleId: null }
  const pushing = picture([open], { state: 'pushing' })
  expect(effect('archive', pushing, { part: creating, sale: open })).toContain('goes on by itself')
})
