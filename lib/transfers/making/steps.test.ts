import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TRANSFER_STATES, TRANSFER_TABLE, transferMayFollow } from '../states'
import {
  isNews,
  leftAtSend,
  maySendAgain,
  missingItems,
  nextTransferStep,
  pickTransfer,
  stampAfter,
  stateSeen,
  type TransferView,
} from './steps'

const view = (change: Partial<TransferView> = {}): TransferView => ({
  id: 't',
  state: 'creating',
  filled: false,
  givenUp: false,
  fence: 0,
  leaseUntilMs: 0,
  open: null,
  ...change,
})
const attempt = (change: Partial<NonNullable<TransferView['open']>> = {}) => ({
  id: 'a',
  kind: 'create' as const,
  state: 'sent' as const,
  deadlineMs: 100,
  nextLookUpMs: 0,
  lookUps: 0,
  ...change,
})

describe('what is done next', () => {
  test.each([
    ['a proposal waits for a person', view({ state: 'proposed' }), { kind: 'nothing' }],
    ['asked for: it is made', view(), { kind: 'create' }],
    ['made: its items are added', view({ state: 'open' }), { kind: 'fill' }],
    ['filled: it is sent', view({ state: 'open', filled: true }), { kind: 'send' }],
    [
      'given up: it is archived, never sent',
      view({ state: 'open', filled: true, givenUp: true }),
      { kind: 'archive' },
    ],
    ['given up before anything was made: it ends', view({ givenUp: true }), { kind: 'call-off' }],
    ['sent: people receive it', view({ state: 'sent' }), { kind: 'nothing' }],
    ['another worker has it', view({ leaseUntilMs: 80 }), { kind: 'wait', ms: 30 }],
    ['an answer may still come', view({ open: attempt() }), { kind: 'wait', ms: 50 }],
    ['its sender is gone', view({ open: attempt({ deadlineMs: 50 }) }), { kind: 'mark-unknown' }],
    [
      'a lease longer than the deadline is waited out',
      view({ open: attempt({ deadlineMs: 10 }), leaseUntilMs: 90 }),
      { kind: 'wait', ms: 40 },
    ],
    ['unknown and due', view({ open: attempt({ state: 'unknown', nextLookUpMs: 50 }) }), { kind: 'look-up' }],
    [
      'unknown, its time has not come',
      view({ open: attempt({ state: 'unknown', nextLookUpMs: 60 }) }),
      { kind: 'wait', ms: 10 },
    ],
  ])('%s', (_name, seen, step) => {
    expect(nextTransferStep(seen, 50)).toEqual(step)
  })

  test('never is anything written while the effect of an attempt is not known, whatever else is true', () => {
    const views = fc.record({
      state: fc.constantFrom(...TRANSFER_STATES),
      filled: fc.boolean(),
      givenUp: fc.boolean(),
      leaseUntilMs: fc.nat(100),
      open: fc.record({
        kind: fc.constantFrom('create' as const, 'fill' as const, 'send' as const),
        state: fc.constantFrom('sent' as const, 'unknown' as const),
        deadlineMs: fc.nat(100),
        nextLookUpMs: fc.nat(100),
        lookUps: fc.nat(6),
      }),
    })
    fc.assert(
      fc.property(views, fc.nat(200), ({ open, ...rest }, now) => {
        const { kind } = nextTransferStep(view({ ...rest, open: { id: 'a', ...open } }), now)
        expect(['nothing', 'wait', 'mark-unknown', 'look-up']).toContain(kind)
      }),
    )
  })

  test('nothing is sent again before a second look', () => {
    expect([0, 1, 2].map(maySendAgain)).toEqual([false, true, true])
  })
})

describe('what Lightspeed shows', () => {
  const seen = (id: string, status: 'open' | 'sent' | 'received', archived = false) => ({
    id,
    status,
    archived,
  })

  test('received ones may be archived as done; others that are archived are cancelled', () => {
    expect(stateSeen(seen('1', 'received', true))).toBe('received')
    expect(stateSeen(seen('1', 'sent', true))).toBe('cancelled')
    expect(stateSeen(seen('1', 'open'))).toBe('open')
  })

  test('of several with our note one is ours: what was sent, else the oldest; open ones beside it are extra', () => {
    expect(pickTransfer([])).toBeNull()
    expect(pickTransfer([seen('10', 'open'), seen('9', 'open')])).toEqual({
      pick: seen('9', 'open'),
      extra: [seen('10', 'open')],
    })
    expect(pickTransfer([seen('9', 'open'), seen('10', 'sent')])).toEqual({
      pick: seen('10', 'sent'),
      extra: [seen('9', 'open')],
    })
    expect(pickTransfer([seen('8', 'open', true), seen('9', 'open')])).toMatchObject({
      pick: { id: '9' },
      extra: [],
    })
    expect(pickTransfer([seen('8', 'open', true)])).toMatchObject({ pick: { id: '8' } })
  })

  test('a change is read at two looks before it counts as seen: stamps are whole seconds', () => {
    const stamps = ['10:00', '10:00', '10:00', '10:05', '10:05']
    let remembered = ''
    const news = stamps.map((changedAt) => {
      const isNew = isNews({ ...seen('1', 'sent'), changedAt }, remembered)
      remembered = stampAfter(remembered, changedAt)
      return isNew
    })
    expect(news).toEqual([true, true, false, true, true])
    expect(isNews({ ...seen('1', 'received'), changedAt: '10:05' }, '10:05')).toBe(true)
    expect(isNews({ ...seen('1', 'sent'), changedAt: '' }, '')).toBe(true)
  })

  test('an item stands once on a transfer: only what is missing is added', () => {
    const wanted = [{ externalItemId: '1' }, { externalItemId: '2' }]
    expect(missingItems(wanted, [{ itemId: '2' }])).toEqual([{ externalItemId: '1' }])
    expect(missingItems(wanted, [{ itemId: '2' }, { itemId: '1' }])).toEqual([])
  })

  test('whether stock left at sending is read off the figures, or left open', () => {
    const items = [
      { externalItemId: '1', units: 2 },
      { externalItemId: '2', units: 1 },
    ]
    expect(leftAtSend(items, { 1: 5, 2: 1 }, { 1: 3, 2: 0 })).toBe(true)
    expect(leftAtSend(items, { 1: 5, 2: 1 }, { 1: 5, 2: 1 })).toBe(false)
    expect(leftAtSend(items, { 1: 5, 2: 1 }, { 1: 3, 2: 1 })).toBeNull()
    expect(leftAtSend(items, { 1: 5, 2: 1 }, { 1: 4, 2: 0 })).toBeNull()
  })
})

describe('the table of states', () => {
  test('each state is reached from a proposal, and every life ends', () => {
    const reached = new Set<string>(['proposed'])
    for (let round = 0; round < TRANSFER_STATES.length; round += 1)
      for (const from of TRANSFER_STATES)
        if (reached.has(from)) for (const to of TRANSFER_TABLE[from]) reached.add(to)
    expect(reached.size).toBe(TRANSFER_STATES.length)
    expect(TRANSFER_STATES.filter((state) => TRANSFER_TABLE[state].length === 0)).toEqual([
      'received',
      'cancelled',
      'refused',
    ])
    // No way leads back: a chain of states never comes by the same one twice.
    for (const from of TRANSFER_STATES)
      for (const to of TRANSFER_TABLE[from]) expect(transferMayFollow(to, from)).toBe(false)
  })
})
