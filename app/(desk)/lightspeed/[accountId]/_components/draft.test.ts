import { describe, expect, test } from 'vitest'
import { draftOf, rebase, sameDraft, type SaleSettingsDraft } from './draft'

const stored: SaleSettingsDraft = {
  settings: {
    employeeId: '1',
    paymentTypes: { '*': '3', gift_card: '4' },
    makeTaxCategories: false,
    useInclusiveCategories: true,
    roundingPerLineMinor: 1,
  },
  registers: { bend: '1', eugene: '2' },
}
const having = (settings: Partial<SaleSettingsDraft['settings']>, registers = {}): SaleSettingsDraft => ({
  settings: { ...stored.settings, ...settings },
  registers: { ...stored.registers, ...registers },
})

test('stores without a register have none in the draft', () => {
  const stores = [
    { id: 'bend', name: 'Bend', externalId: '1', registerId: '1', registers: [] },
    { id: 'salem', name: 'Salem', externalId: '3', registerId: null, registers: [] },
  ]
  expect(draftOf({ settings: stored.settings, stores }).registers).toEqual({ bend: '1' })
})

describe('what is stored changed while somebody was at it', () => {
  test('untouched, the draft is what is stored now', () => {
    const now = having({ employeeId: '2', paymentTypes: { '*': '5' } }, { bend: '11' })
    expect(rebase(stored, stored, now)).toEqual(now)
  })

  test('their changes and ours stand side by side; where both changed the same, ours is shown', () => {
    const ours = having(
      { roundingPerLineMinor: 0, paymentTypes: { '*': '3', gift_card: '4', card: '6' } },
      { eugene: '22' },
    )
    const theirs = having(
      { employeeId: '2', roundingPerLineMinor: 2, paymentTypes: { '*': '5' } },
      { bend: '11' },
    )
    expect(rebase(ours, stored, theirs)).toEqual({
      settings: {
        ...stored.settings,
        employeeId: '2',
        roundingPerLineMinor: 0,
        paymentTypes: { '*': '5', card: '6' },
      },
      registers: { bend: '11', eugene: '22' },
    })
  })

  test('a mapping that we took out stays out', () => {
    const ours = having({ paymentTypes: { '*': '3' } })
    const theirs = having({ paymentTypes: { '*': '3', gift_card: '4', card: '6' } })
    expect(rebase(ours, stored, theirs).settings.paymentTypes).toEqual({ '*': '3', card: '6' })
  })
})

test('chosen and chosen back is the same, whatever the order', () => {
  expect(sameDraft(stored, having({ paymentTypes: { gift_card: '4', '*': '3' } }))).toBe(true)
  expect(sameDraft(stored, having({ paymentTypes: { '*': '3' } }))).toBe(false)
  expect(sameDraft(stored, having({ makeTaxCategories: true }))).toBe(false)
  expect(sameDraft(stored, having({}, { bend: '11' }))).toBe(false)
})
