import { describe, expect, test } from 'vitest'
import { askedWords, wordsOf } from './words'

describe('words an order is found by', () => {
  test.each<[string[], string[]]>([
    [['#1009'], ['1009']],
    [['NW-1009'], ['nw-1009', 'nw', '1009']],
    [['Zoë O’Brien'], ['zoe', 'o’brien', 'o', 'brien']],
    [['ana@shop.example'], ['ana@shop.example', 'ana', 'shop', 'example']],
    [
      ['MUG-BLK', 'mug'],
      ['mug-blk', 'mug', 'blk'],
    ],
    [['Ａｌｉ 東京'], ['ali', '東京']],
    [['', ' ', '#', '--'], ['--']],
  ])('%j', (texts, words) => expect(wordsOf(texts)).toEqual(words))

  test('neither too many nor too long, and no letter cut in two', () => {
    expect(wordsOf(Array.from({ length: 1_900 }, (_, index) => `w${index}`))).toHaveLength(1_000)
    expect(wordsOf(['😀'.repeat(90)])).toEqual(['😀'.repeat(64)])
  })
})

describe('words a search asks for', () => {
  test.each<[string, string[]]>([
    ['  #1009 ', ['1009']],
    ['Zoë mug', ['zoe', 'mug']],
    ['zoe ZOE', ['zoe']],
    ['j smith', ['j', 'smith']],
    ['a', ['a']],
    ['#', []],
    ['', []],
  ])('%j', (search, words) => expect(askedWords(search)).toEqual(words))
})
