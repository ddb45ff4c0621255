import { describe, expect, test } from 'vitest'
import { meaningOf, SHORTCUT_IDS, SHORTCUTS } from './shortcuts'

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const press = (key: string, change: Partial<typeof plain> = {}) => ({ key, ...plain, ...change })

describe('what a key means', () => {
  test.each([
    ['j', null, 'next'],
    ['J', null, 'next'],
    ['/', null, 'search'],
    ['?', null, 'help'],
    ['Enter', null, 'open'],
    ['g', null, 'leads'],
    ['q', 'G', 'go-queue'],
    ['t', 'G', 'go-transfers'],
    ['q', null, null],
    ['j', 'G', null],
    ['g', 'G', null],
    ['Tab', null, null],
  ] as const)('%s after %s: %s', (key, leader, meaning) =>
    expect(meaningOf(press(key), leader)).toBe(meaning),
  )

  test('with Ctrl, ⌘ or Alt the browser keeps its own keys, the palette aside', () => {
    expect(meaningOf(press('k', { ctrlKey: true }), null)).toBe('palette')
    expect(meaningOf(press('k', { metaKey: true }), null)).toBe('palette')
    expect(meaningOf(press('p', { ctrlKey: true }), null)).toBeNull()
    expect(meaningOf(press('j', { altKey: true }), null)).toBeNull()
  })

  test('no key means two things in one place', () => {
    for (const where of ['everywhere', 'queue', 'order'] as const) {
      const here = SHORTCUT_IDS.filter((id) => {
        const places: readonly string[] = SHORTCUTS[id].where
        return places.includes(where) || places.includes('everywhere')
      }).map((id) => SHORTCUTS[id].keys.join(' '))
      expect(new Set(here).size).toBe(here.length)
    }
  })
})
