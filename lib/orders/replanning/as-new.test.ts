import { describe, expect, test } from 'vitest'
import type { HoldCode } from '@/lib/routing/types'
import { isDecidedAsNew } from './as-new'

const held = (codes: HoldCode[], change: Partial<Parameters<typeof isDecidedAsNew>[0]> = {}) => ({
  state: 'held' as const,
  holdReasons: codes.map((code) => ({ code, lines: [], facts: {} })),
  changedUpstream: null,
  attention: null,
  ready: false,
  ...change,
})

describe('a held order that is decided as if new', () => {
  test.each<[string, ReturnType<typeof held>, boolean, boolean, boolean]>([
    ['what passes by itself, whatever the policy', held(['paused']), false, false, true],
    ['stock, by a policy that only marks', held(['short-everywhere']), false, false, false],
    [
      'stock, by a policy that pushes ready orders',
      held(['short-everywhere', 'no-single-store']),
      true,
      false,
      true,
    ],
    ['stock and a pause that is over', held(['paused', 'no-single-store']), true, false, true],
    ['an item that was unknown', held(['line-not-found']), true, false, true],
    ['nothing it says', held([]), true, false, false],
    ['a review rule beside', held(['short-everywhere', 'review-rule']), true, false, false],
    ['what Lightspeed refused', held(['push-refused']), true, false, false],
    ['filled before and left to a person', held(['no-single-store'], { ready: true }), true, false, false],
    ['planned by a person who took it back', held(['no-single-store']), true, true, false],
    ['edited in the shop', held(['no-single-store'], { changedUpstream: 'edited' }), true, false, false],
    ['in attention', held(['no-single-store'], { attention: 'refused-after-sale' }), true, false, false],
    ['put aside by a person', held(['no-single-store'], { state: 'snoozed' as 'held' }), true, false, false],
  ])('%s', (_what, row, pushReady, byPerson, asNew) =>
    expect(isDecidedAsNew(row, { pushReady }, byPerson)).toBe(asNew),
  )
})
