import { expect, test } from 'vitest'
import { retryAfterMs } from './call'

const NOW = Date.parse('2026-11-26T12:00:00Z')

test.each([
  ['seconds', '7', null, 7_000],
  ['an HTTP date, by our clock', 'Thu, 26 Nov 2026 12:00:09 GMT', null, 9_000],
  // The two clocks differ by an hour: what counts is the time between both of its instants.
  [
    'an HTTP date, by the answer’s own',
    'Thu, 26 Nov 2026 13:00:09 GMT',
    'Thu, 26 Nov 2026 13:00:00 GMT',
    9_000,
  ],
  ['missing', null, null, 5_000],
  ['empty', ' ', null, 5_000],
  ['no number and no date', 'soon', null, 5_000],
  ['absurdly long', '86400000', null, 60_000],
  ['a date long gone', 'Thu, 01 Jan 1970 00:00:00 GMT', null, 1_000],
  ['negative', '-3', null, 1_000],
])('Retry-After: %s', (_name, text, date, ms) => expect(retryAfterMs(text, date, NOW)).toBe(ms))
