import { describe, expect, it } from 'vitest'
import type { QueueRow } from '@/lib/orders/screens/screen-types'
import { steadyRows } from './steady-rows'

const row = (id: string, why = ''): QueueRow => ({
  id,
  number: `#${id}`,
  channelName: 'Shop',
  customer: 'Ana',
  city: 'Bend',
  units: 1,
  total: '$1.00',
  state: 'held',
  attention: null,
  ready: false,
  version: 1,
  suggestionShort: false,
  woken: false,
  assignee: null,
  why,
  store: null,
  suggestion: null,
  receivedAt: '2026-11-24T10:00:00Z',
})
const rows = (ids: string) => [...ids].map((id) => row(id))
const shown = (ids: string, more = false) => ({ filter: '', pageCount: 1, rows: rows(ids), more })

describe('rows that keep their place', () => {
  it('says nothing when nothing came or went', () => {
    expect(steadyRows(shown('abc'), rows('abc'))).toEqual({
      rows: rows('abc').map((each) => ({ ...each, gone: false })),
      news: null,
    })
  })

  it('keeps the old order but tells the latest contents', () => {
    const { rows: steady } = steadyRows(shown('ab'), [row('b', 'short'), row('a')])
    expect(steady.map((each) => each.id)).toEqual(['a', 'b'])
    expect(steady[1]?.why).toBe('short')
  })

  it.each([
    ['new rows at the top', 'abc', false, 'xyabc', '2 new'],
    ['new rows at the end', 'abc', false, 'abcx', '1 new'],
    ['rows that went', 'abc', false, 'c', '2 gone, tidy up'],
    ['new before gone', 'abc', false, 'bcx', '1 new'],
    ['rows that moved up from behind the cut are not new', 'abc', true, 'abx', '1 gone, tidy up'],
    ['a row in between is new, cut or not', 'abc', true, 'axbc', '1 new'],
  ])('%s', (_, before, more, after, news) => {
    expect(steadyRows(shown(before, more), rows(after)).news).toBe(news)
  })

  it('never moves a row', () => {
    expect(steadyRows(shown('abc'), rows('xcba')).rows.map((each) => each.id)).toEqual(['a', 'b', 'c'])
  })
})
