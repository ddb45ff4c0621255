import { describe, expect, test } from 'vitest'
import { judgeCreate, nextStep, type PartView, type PushView } from './push-steps'
import { ORDER_STATES, ORDER_TABLE, PART_STATES, PART_TABLE, TABS } from '../states'

const part = (change: Partial<PartView> = {}): PartView => ({
  id: 'p1',
  ordinal: 1,
  state: 'planned',
  fence: 0,
  leaseUntilMs: 0,
  attempts: 0,
  open: null,
  ...change,
})
const view = (parts: PartView[], change: Partial<PushView> = {}): PushView => ({
  pushing: true,
  sendAfterMs: 0,
  changedUpstream: false,
  awaitsTransfers: false,
  parts,
  ...change,
})
const sent = {
  id: 'a',
  kind: 'create' as const,
  state: 'sent' as const,
  deadlineMs: 500,
  nextLookUpMs: null,
  lookUps: 0,
}
const unknown = { ...sent, state: 'unknown' as const, nextLookUpMs: 900 }
const two = (first: Partial<PartView>, second: Partial<PartView>) => [
  part(first),
  part({ id: 'p2', ordinal: 2, ...second }),
]

/** One row per rule of the push protocol that decides what comes next. */
describe('nextStep', () => {
  test.each<[string, PushView, string]>([
    ['an order that is not pushing', view([part()], { pushing: false }), 'nothing'],
    ['the undo time still runs', view([part()], { sendAfterMs: 2000 }), 'wait'],
    ['a planned part is made', view([part()]), 'create'],
    ['a part somebody else holds is left alone', view([part({ leaseUntilMs: 1500 })]), 'wait'],
    [
      'a crash before the intent: the part is made by the next',
      view([part({ state: 'creating', attempts: 1 })]),
      'create',
    ],
    [
      'an answer may still come',
      view([part({ state: 'creating', open: { ...sent, deadlineMs: 1500 } })]),
      'wait',
    ],
    [
      'a look-up whose reading failed is not made again within its lease',
      view([part({ state: 'unknown', leaseUntilMs: 1500, open: { ...unknown, nextLookUpMs: 900 } })]),
      'wait',
    ],
    [
      'the sender’s lease still runs',
      view([part({ state: 'creating', leaseUntilMs: 1500, open: sent })]),
      'wait',
    ],
    [
      'past deadline and lease its effect is unknown',
      view([part({ state: 'creating', open: sent })]),
      'mark-unknown',
    ],
    ['an unknown one is looked up when due', view([part({ state: 'unknown', open: unknown })]), 'look-up'],
    ['and not before', view([part({ state: 'unknown', open: { ...unknown, nextLookUpMs: 1200 } })]), 'wait'],
    ['all parts are made before one is completed', view(two({ state: 'created' }, {})), 'create'],
    ['then they are completed', view(two({ state: 'created' }, { state: 'created' })), 'complete'],
    ['one unknown part stops all others', view(two({ state: 'unknown', open: unknown }, {})), 'look-up'],
    [
      'a refusal before any completion returns all',
      view(two({ state: 'created' }, { state: 'refused' })),
      'return',
    ],
    [
      'after a completion it only goes forward',
      view(two({ state: 'completed' }, { state: 'created' })),
      'complete',
    ],
    ['even where another was refused', view(two({ state: 'completed' }, { state: 'refused' })), 'finish'],
    ['waits for transfers, however late it is', view(two({}, {}), { awaitsTransfers: true }), 'nothing'],
    [
      'edited while it waits for transfers',
      view(two({}, {}), { awaitsTransfers: true, changedUpstream: true }),
      'return',
    ],
    [
      'an edit stops before the first completion',
      view([part({ state: 'created' })], { changedUpstream: true }),
      'return',
    ],
    [
      'an edit after one stops the rest',
      view(two({ state: 'completed' }, { state: 'created' }), { changedUpstream: true }),
      'finish',
    ],
    [
      'no return while a worker is at another part',
      view(two({ leaseUntilMs: 1500 }, { state: 'refused' })),
      'wait',
    ],
    ['no end either', view(two({ state: 'completed' }, { state: 'refused', leaseUntilMs: 1500 })), 'wait'],
    ['nothing left to do', view([part({ state: 'completed' })]), 'finish'],
    ['given-up parts do not count', view([part({ state: 'abandoned' })]), 'finish'],
  ])('%s', (_, input, expected) => {
    expect(nextStep(input, 1000).kind).toBe(expected)
  })
})

describe('judgeCreate', () => {
  test.each([
    [[], 0, { kind: 'again' }],
    [[], 1, { kind: 'free' }],
    [[{ id: '7', state: 'open' }], 0, { kind: 'adopt', saleId: '7', extra: [] }],
    [
      [
        { id: '10', state: 'open' },
        { id: '9', state: 'open' },
      ],
      0,
      { kind: 'adopt', saleId: '9', extra: ['10'] },
    ],
    [
      [
        { id: '8', state: 'open' },
        { id: '9', state: 'completed' },
      ],
      0,
      { kind: 'adopt', saleId: '9', extra: ['8'] },
    ],
    [
      [
        { id: '8', state: 'completed' },
        { id: '9', state: 'completed' },
      ],
      5,
      { kind: 'attention' },
    ],
  ] as const)('%j after %i look-ups', (found, lookUps, expected) => {
    expect(judgeCreate([...found], lookUps)).toEqual(expected)
  })
})

describe('the state tables', () => {
  test('every order state is shown in a tab, and can be left or is an end', () => {
    for (const state of ORDER_STATES)
      expect(TABS.some((tab) => (tab.states as readonly string[]).includes(state))).toBe(true)
    const ends = ORDER_STATES.filter((state) =>
      Object.entries(ORDER_TABLE).every(
        // What a person must settle can open any end again.
        ([command, row]) => command === 'settle' || (row[state] ?? []).every((to) => to === state),
      ),
    )
    expect(ends).toEqual(['pushed'])
  })

  test('a completed part never changes by itself, and every other one can end', () => {
    expect(PART_TABLE.completed).toEqual([])
    for (const state of PART_STATES) {
      const reached = new Set([state])
      for (const at of reached) for (const to of PART_TABLE[at]) reached.add(to)
      expect([...reached].some((at) => at === 'completed' || at === 'abandoned' || at === 'undone')).toBe(
        true,
      )
    }
  })
})
