import { expect, it } from 'vitest'
import { expectationOf } from './expectation'

const item = (sku: string, byStore: Record<string, number>) => ({ sku, title: sku, priceMinor: 100, byStore })
const line = (sku: string, quantity: number) => ({ sku, title: sku, priceMinor: 100, quantity })
const STOCK = [
  item('A', { North: 5, Mid: 2, South: 0 }),
  item('B', { North: 1, Mid: 4, South: 0 }),
  item('C', { North: 0, Mid: 0, South: 3 }),
]
const hold = { alias: 'hold', store: null }
const split = { alias: 'split', store: null }
const best = { alias: 'best', store: null }
const single = { alias: 'single', store: 'South' }

it.each([
  [
    'the store with most stock',
    hold,
    [line('A', 1)],
    /2 stores can each.*one sale.*to North, which has most/,
  ],
  ['the nearest of equals', split, [line('A', 1), line('B', 1)], /to the nearest of North, Mid/],
  ['held if short', hold, [line('A', 1), line('C', 1)], /2 together can.*held, with a mail/],
  ['split', split, [line('A', 1), line('C', 1)], /split by itself into 2 sales/],
  ['best, short', best, [line('A', 1), line('C', 1)], /one sale to the store that covers most, oversold/],
  ['best, covered', best, [line('A', 2)], /one sale to the store that covers most\.$/],
  ['single, short', single, [line('A', 1)], /one sale to South, which its policy names, oversold there/],
  ['single, covered', single, [line('C', 3)], /one sale to South, which its policy names\.$/],
  ['nowhere, hold', hold, [line('C', 5)], /All stores together lack units of C: held/],
  ['nowhere, split', split, [line('C', 5)], /All stores together lack units of C: held/],
  ['nowhere, best', best, [line('C', 5)], /lack units of C: one sale.*oversold/],
  ['nowhere, single', single, [line('C', 5)], /lack units of C: one sale to South.*oversold/],
  ['no item', best, [line('A', 1), line('NO-SUCH-ITEM', 1)], /no item in Lightspeed: held.*No sale/],
])('%s', (_name, channel, lines, sentence) => {
  expect(expectationOf(channel, lines, STOCK)).toMatch(sentence)
})
