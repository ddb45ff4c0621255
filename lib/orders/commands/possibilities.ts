import { whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import type { DecisionRequest } from '@/lib/routing/types'
import { blockedBecause, forbiddenByChannel } from './by-hand'
import type { OrderScreen, Possibility } from '../screens/screen-types'
import { stateWord } from '../state-words'
import { canOrder, type OrderCommand } from '../states'
import type { OrderRow } from '../planning/write-plan'

const yes: Possibility = { allowed: true }
const no = (because: string): Possibility => ({ allowed: false, because })

/** What the viewer may do with this order now, and for everything else why not: the same table the commands obey. */
export function possibilities(
  viewer: Viewer,
  row: OrderRow,
  known: { request: DecisionRequest | null; parts: { state: string }[] },
): OrderScreen['can'] {
  const forbidden = whyNot(viewer.role, 'act-on-orders')
  const by = (command: OrderCommand, also: () => string | null = () => null): Possibility => {
    if (forbidden !== null) return no(forbidden)
    if (!canOrder(command, row.state)) return no(`This order is ${stateWord(row.state).toLowerCase()}.`)
    const because = also()
    return because === null ? yes : no(because)
  }
  return {
    push: by('push', () => forbiddenByChannel(row) ?? pushBlocked(known.request)),
    void: by('void'),
    undo: by('undo', () => undoBlocked(row, known.parts)),
    refresh: by('refresh'),
    reopen: by('reopen', () => reopenBlocked(row, known.parts)),
    transfer: by('transfer'),
    snooze: by('snooze'),
    wake: by('wake'),
    // Comments and assignments are always in order.
    handle: forbidden === null ? yes : no(forbidden),
  }
}

export const AUTOMATIC = 'The policy pushed it, and such a push begins at once.'

function undoBlocked(row: OrderRow, parts: { state: string }[]): string | null {
  if (row.sendAfter === null) return AUTOMATIC
  return parts.some((part) => !['planned', 'abandoned', 'completed'].includes(part.state))
    ? 'The first sale is already being made.'
    : null
}

/** Why a voided order stays closed. */
export function reopenBlocked(row: OrderRow, parts: { state: string }[]): string | null {
  if (row.snapshot.cancelledAt !== null) return 'It was cancelled in the channel meanwhile.'
  return parts.some((part) => part.state !== 'abandoned')
    ? 'A part of it was sent, so it stays closed.'
    : null
}

function pushBlocked(request: DecisionRequest | null): string | null {
  if (!request) return 'It has not been planned yet.'
  const blocked = blockedBecause(request.problems)
  if (blocked !== null) return blocked
  return request.lines.every((line) => line.itemId === null && line.stock === 'stock')
    ? 'None of its lines is an item in Lightspeed.'
    : null
}
