import { BEST, HOLD, request, SPLIT } from '../example-request'
import type { DecisionRequest, HoldReason, Policy } from '../types'

/** One rule or tie-break as a merchant reads it: an order, what the stores have, and what becomes of it. */
export interface WorkedCase {
  policy: string
  rule: string
  request: DecisionRequest
  /** Stores it is pushed to, or the codes it is held for. */
  outcome: string[]
  because: string
}

const SINGLE: Policy = { kind: 'single-store', storeId: 'Salem' }
const shipTo = { latitude: 45, longitude: -122 }
const at = (latitude: number) => ({ location: { latitude, longitude: -122 } })
const ask = (...asked: Parameters<typeof request>) => request(...asked)

const of =
  (policy: string) =>
  (rule: string, asked: DecisionRequest, outcome: string[], because: string): WorkedCase => ({
    policy,
    rule,
    request: asked,
    outcome,
    because,
  })

const single = of('Single store')
const best = of('Best store')
const hold = of('Hold if short')
const split = of('Split')
const any = of('Any policy')

const withPolicy = (asked: DecisionRequest, change: Partial<DecisionRequest['policy']>): DecisionRequest => ({
  ...asked,
  policy: { ...asked.policy, ...change },
})
const problem: HoldReason = { code: 'currency', lines: [], facts: { order: 'CAD', account: 'USD' } }

/** In the order in which the product states its rules. Item letters: A mug, B lamp, C tent, x gift wrap. */
export const WORKED_CASES: WorkedCase[] = [
  single(
    'always the named store',
    ask(SINGLE, 'A1', { Bend: 'A9', Salem: 'A1' }),
    ['Salem'],
    'The policy names Salem.',
  ),
  single(
    'even if it is short',
    ask(SINGLE, 'A2', { Bend: 'A9', Salem: 'A1' }),
    ['Salem'],
    'It still goes, is marked oversold, and Bend is asked to send one.',
  ),
  single(
    'but not if it cannot sell',
    ask(SINGLE, 'A1', { Bend: 'A9', Salem: 'A9' }, { stores: { Salem: { register: 'missing' } } }),
    ['no-eligible-store'],
    'Salem has no register, and no other store is named.',
  ),

  best(
    'most lines fully covered',
    ask(BEST, 'A1 B1', { Bend: 'A9', Salem: 'A1 B1' }),
    ['Salem'],
    'Salem covers two lines, Bend one.',
  ),
  best(
    'then most units covered',
    ask(BEST, 'A5 B1', { Bend: 'A2 B1', Salem: 'A4 B1' }),
    ['Salem'],
    'Both cover the lamp alone; Salem has four of five mugs.',
  ),
  best(
    'then most stock of the ordered items',
    ask(BEST, 'A1', { Bend: 'A2', Salem: 'A3' }),
    ['Salem'],
    'Both cover it; Salem has more mugs left.',
  ),
  best(
    'then nearest to the shipping address',
    ask(
      BEST,
      'A1',
      { Bend: 'A2', Salem: 'A2' },
      { stores: { Bend: at(44), Salem: at(45) }, order: { shipTo } },
    ),
    ['Salem'],
    'Equal stock; Salem is nearer.',
  ),
  best(
    'a store of unknown place comes after one that is known',
    ask(BEST, 'A1', { Bend: 'A2', Salem: 'A2' }, { stores: { Salem: at(40) }, order: { shipTo } }),
    ['Salem'],
    'Nobody knows how far Bend is.',
  ),
  best(
    'then store priority',
    ask(
      BEST,
      'A1',
      { Bend: 'A2', Salem: 'A2' },
      { stores: { Bend: { priority: 5 }, Salem: { priority: 4 } } },
    ),
    ['Salem'],
    'No distance is known; Salem ranks higher.',
  ),
  best(
    'then the store id',
    ask(
      BEST,
      'A1',
      { Salem: 'A2', Bend: 'A2' },
      { stores: { Bend: { priority: 0 }, Salem: { priority: 0 } } },
    ),
    ['Bend'],
    'Equal in everything; Bend comes first by id.',
  ),

  hold(
    'a store that covers everything',
    ask(HOLD, 'A1 B1', { Bend: 'A9', Salem: 'A1 B1' }),
    ['Salem'],
    'Bend has no lamp.',
  ),
  hold(
    'the one with most stock of the ordered items',
    ask(HOLD, 'A1 B1', { Bend: 'A1 B1', Salem: 'A1 B2' }),
    ['Salem'],
    'Both cover it; Salem has one lamp more.',
  ),
  hold(
    'none covers it',
    ask(HOLD, 'A1 B1', { Bend: 'A9', Salem: 'B9' }),
    ['no-single-store'],
    'Each has half of it.',
  ),
  hold(
    'some units exist nowhere',
    ask(HOLD, 'A3', { Bend: 'A1', Salem: 'A1' }),
    ['short-everywhere', 'no-single-store'],
    'There are two mugs in all stores together.',
  ),

  split(
    'one store first, if one covers it',
    ask(SPLIT, 'A1 B1', { Bend: 'A1', Salem: 'B1', Eugene: 'A1 B1' }),
    ['Eugene'],
    'One sale is better than two.',
  ),
  split(
    'else the fewest stores',
    ask(SPLIT, 'A1 B1 C1', { Bend: 'B1', Salem: 'B1 C1', Eugene: 'A1' }),
    ['Eugene', 'Salem'],
    'Walking down the list would have made three sales.',
  ),
  split(
    'then the fewest divided lines',
    ask(SPLIT, 'A2 B1', { Bend: 'A1 B1', Salem: 'A1', Eugene: 'A2' }),
    ['Bend', 'Eugene'],
    'Bend and Salem would do too, but with the mugs in two sales.',
  ),
  split(
    'then the nearest stores',
    ask(
      SPLIT,
      'A1 B1',
      { Bend: 'A1', Salem: 'B1', Eugene: 'B1' },
      { stores: { Bend: at(45), Salem: at(40), Eugene: at(44) }, order: { shipTo } },
    ),
    ['Bend', 'Eugene'],
    'Eugene is nearer than Salem.',
  ),
  split(
    'then deeper stock',
    ask(
      SPLIT,
      'A1 B1',
      { Bend: 'A1', Eugene: 'B2', Salem: 'B5' },
      { stores: { Eugene: { priority: 1 }, Salem: { priority: 1 } } },
    ),
    ['Bend', 'Salem'],
    'Equal rank; Salem has more lamps to spare.',
  ),
  split(
    'then the store id',
    ask(
      SPLIT,
      'A1 B1',
      { Bend: 'A1', Salem: 'B2', Eugene: 'B2' },
      { stores: { Salem: { priority: 1 }, Eugene: { priority: 1 } } },
    ),
    ['Bend', 'Eugene'],
    'Equal in everything; Eugene comes first by id.',
  ),
  split(
    'more parts than allowed',
    ask({ ...SPLIT, maxParts: 2 }, 'A1 B1 C1', { Bend: 'A1', Salem: 'B1', Eugene: 'C1' }),
    ['too-many-parts'],
    'It takes three sales, two are allowed.',
  ),
  split(
    'lines are kept whole',
    ask({ ...SPLIT, keepLinesWhole: true }, 'A3 B1', { Bend: 'A2 B1', Salem: 'A1' }),
    ['line-kept-whole'],
    'No store has three mugs.',
  ),
  split(
    'a part is worth too little',
    ask({ ...SPLIT, smallestPartMinor: 1500 }, 'A1 B2', { Bend: 'A1', Salem: 'B2' }),
    ['part-too-small'],
    'The mug alone comes to 10.00, a part must come to 15.00.',
  ),
  split(
    'some units exist nowhere',
    ask(SPLIT, 'A3', { Bend: 'A1', Salem: 'A1' }),
    ['short-everywhere'],
    'There are two mugs in all stores together.',
  ),
  split(
    'or push what is covered and hold the rest',
    ask({ ...SPLIT, whenUncovered: 'push-covered' }, 'A3', { Bend: 'A1', Salem: 'A1' }),
    ['Bend', 'Salem'],
    'Two mugs go, one stays in the queue.',
  ),

  any(
    'safety stock is not for sale',
    ask(HOLD, 'A1', { Bend: 'A2', Salem: 'A1' }, { stores: { Bend: { safetyStock: 2 } } }),
    ['Salem'],
    'Bend keeps its two mugs.',
  ),
  any(
    'units promised to other orders are not for sale',
    {
      ...ask(HOLD, 'A1', { Bend: 'A1', Salem: 'A1' }),
      stock: [
        { storeId: 'Bend', itemId: 'A', sellable: 1, promised: 1 },
        { storeId: 'Salem', itemId: 'A', sellable: 1, promised: 0 },
      ],
    },
    ['Salem'],
    'Bend’s last mug belongs to another order.',
  ),
  any(
    'services need no stock',
    ask(HOLD, 'A1 x1', { Bend: '', Salem: 'A1' }),
    ['Salem'],
    'Gift wrap is available everywhere.',
  ),
  any(
    'the same item on two lines is one pool',
    ask(HOLD, 'A2 A2', { Bend: 'A3', Salem: 'A4' }),
    ['Salem'],
    'Bend has three of the four mugs.',
  ),
  any(
    'stores that are off, archived or not allowed are left out',
    withPolicy(
      ask(HOLD, 'A1', { Bend: 'A9', Salem: 'A1', Eugene: 'A9' }, { stores: { Bend: { archived: true } } }),
      { allowedStores: ['Bend', 'Salem'] },
    ),
    ['Salem'],
    'Bend is archived, the channel does not use Eugene.',
  ),
  any(
    'the channel’s own rank beats the stores’ priority',
    withPolicy(ask(BEST, 'A1', { Bend: 'A2', Salem: 'A2' }), { allowedStores: ['Salem', 'Bend'] }),
    ['Salem'],
    'This channel ranks Salem first.',
  ),
  any(
    'a closed register waits only if the policy says so',
    withPolicy(ask(HOLD, 'A1', { Bend: 'A1' }, { stores: { Bend: { register: 'closed' } } }), {
      closedRegister: 'wait',
    }),
    ['no-eligible-store'],
    'The policy waits until Bend opens its register.',
  ),
  any(
    'a review rule holds it',
    withPolicy(ask(BEST, 'A1', { Bend: 'A1' }), { reviewRules: [{ kind: 'total-above', minor: 4999 }] }),
    ['review-rule'],
    'Orders above 49.99 are looked at by a person; this one comes to 50.00.',
  ),
  any(
    'pause holds everything',
    withPolicy(ask(BEST, 'A1', { Bend: 'A1' }), { paused: true }),
    ['paused'],
    'The channel is paused.',
  ),
  any(
    'what is wrong with the order itself holds it',
    ask(BEST, 'A1', { Bend: 'A1' }, { order: { problems: [problem] } }),
    ['currency'],
    'It is in CAD, the Lightspeed account in USD.',
  ),
  any('no store at all', ask(BEST, 'A1', {}), ['no-eligible-store'], 'There is no store that could take it.'),
]
