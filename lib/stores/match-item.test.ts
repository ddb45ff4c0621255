import { describe, expect, test } from 'vitest'
import { matchItem, type MatchableItem } from './match-item'

const item = (id: string, codes: Partial<MatchableItem>): MatchableItem => ({
  id,
  customSku: '',
  systemSku: '',
  manufacturerSku: '',
  upc: '',
  ean: '',
  archived: false,
  ...codes,
})

describe('matchItem', () => {
  const mug = item('1', { customSku: 'MUG-1', upc: '0614121182479' })
  const scarf = item('2', { customSku: 'SCARF', systemSku: '210000000002', upc: '0614121182479' })

  test.each([
    ['MUG-1', '1'],
    [' SCARF ', '2'],
    ['210000000002', '2'],
  ])('%s is item %s', (code, id) => {
    expect(matchItem(code, [mug, scarf])).toMatchObject({ kind: 'one', item: { id } })
  })

  test('two items that share a upc are ambiguous, never the first one', () => {
    expect(matchItem('0614121182479', [mug, scarf])).toMatchObject({ kind: 'ambiguous' })
  })

  test('an earlier field decides before a later one can make it ambiguous', () => {
    const other = item('3', { upc: 'MUG-1' })
    expect(matchItem('MUG-1', [other, mug])).toMatchObject({ kind: 'one', item: { id: '1' } })
  })

  test.each(['', '   ', 'mug-1'])('%j is nobody', (code) => {
    expect(matchItem(code, [mug, scarf])).toEqual({ kind: 'none' })
  })

  test('an archived item is not there', () => {
    expect(matchItem('MUG-1', [{ ...mug, archived: true }])).toEqual({ kind: 'none' })
  })
})
