import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseLossless } from './lossless-json'

describe('parseLossless', () => {
  test('whole numbers of more than 15 digits become text, digit by digit', () => {
    expect(parseLossless('{"id":820982911946154508,"n":-1234567890123456}')).toEqual({
      id: '820982911946154508',
      n: '-1234567890123456',
    })
  })

  test('15 digits stay a number', () => {
    expect(parseLossless('[999999999999999,0,-1]')).toEqual([999999999999999, 0, -1])
  })

  test('digits inside strings, after a decimal point or before an exponent are left alone', () => {
    expect(parseLossless('{"12345678901234567":"a \\"12345678901234567\\" \\\\"}')).toEqual({
      '12345678901234567': 'a "12345678901234567" \\',
    })
    // Doubles written in full have up to 17 digits: rates and coordinates look like this.
    const doubles = '[0.08250000000000002,12345678901234567.5,12345678901234567e2]'
    expect(parseLossless(doubles)).toEqual(JSON.parse(doubles))
  })

  test('broken bodies throw as JSON.parse does, and do so in one pass', () => {
    expect(() => parseLossless('{"id":12345678901234567')).toThrow(SyntaxError)
    expect(() => parseLossless('')).toThrow(SyntaxError)
    // With a pass per quote this body would take hours.
    expect(() => parseLossless(`{"n":"${'\\"'.repeat(1_000_000)}`)).toThrow(SyntaxError)
  })

  test('everything else is what JSON.parse says', () => {
    const safe = fc.jsonValue().map((value) => JSON.stringify(value))
    fc.assert(
      fc.property(safe, (text) => {
        fc.pre(!/\d{16,}/.test(text))
        expect(parseLossless(text)).toEqual(JSON.parse(text))
      }),
    )
  })
})
