import type { TransferState } from '../states'

/**
 * What to do next for a transfer that somebody asked for: pure, from committed rows alone, so that any worker can go on
 * where another died. Making one is two steps like a sale: an open transfer moves no stock, so a second one may be made
 * when look-ups find none; only the id the row holds is ever sent.
 */
export interface TransferView {
  id: string
  state: TransferState
  /** Its items are on it in Lightspeed. */
  filled: boolean
  /** Lightspeed said no, we saw that it cannot be, or nobody wants it any more: it is archived there if it was made. */
  givenUp: boolean
  fence: number
  /** Until then it belongs to the worker that claimed it; 0: to nobody. */
  leaseUntilMs: number
  /** The one attempt whose effect is not known yet. */
  open: {
    id: string
    kind: 'create' | 'fill' | 'send'
    state: 'sent' | 'unknown'
    deadlineMs: number
    nextLookUpMs: number
    lookUps: number
  } | null
}

export type TransferStep =
  | { kind: 'nothing' }
  | { kind: 'wait'; ms: number }
  /** The sender of an attempt is gone: from now on its effect is unknown. */
  | { kind: 'mark-unknown' }
  | { kind: 'look-up' }
  | { kind: 'create' }
  | { kind: 'fill' }
  | { kind: 'send' }
  /** Ends one that nothing was made of. */
  | { kind: 'call-off' }
  /** Archives an open transfer that is given up, so that nobody sends it. */
  | { kind: 'archive' }

export function nextTransferStep(view: TransferView, nowMs: number): TransferStep {
  if (view.state !== 'creating' && view.state !== 'open') return { kind: 'nothing' }
  const { open, leaseUntilMs } = view
  const until = (dueMs: number, step: TransferStep): TransferStep =>
    nowMs >= dueMs ? step : { kind: 'wait', ms: dueMs - nowMs }
  if (open?.state === 'sent') return until(Math.max(open.deadlineMs, leaseUntilMs), { kind: 'mark-unknown' })
  if (open) return until(Math.max(open.nextLookUpMs, leaseUntilMs), { kind: 'look-up' })
  return until(leaseUntilMs, dueStep(view))
}

function dueStep(view: TransferView): TransferStep {
  if (view.state === 'creating') return { kind: view.givenUp ? 'call-off' : 'create' }
  if (view.givenUp) return { kind: 'archive' }
  return view.filled ? { kind: 'send' } : { kind: 'fill' }
}

/**
 * The stamp to remember after a transfer was read. Stamps are whole seconds, so more may happen in the second of a reading:
 * a change counts as seen when it was read at two looks; until then its stamp carries a mark.
 */
export const stampAfter = (remembered: string, changedAt: string): string =>
  remembered === `?${changedAt}` || remembered === changedAt ? changedAt : `?${changedAt}`

/** Whether a list shows anything about a sent transfer that was not read yet. */
export const isNews = (seen: SeenTransfer & { changedAt: string }, remembered: string): boolean =>
  stateSeen(seen) !== 'sent' || seen.changedAt === '' || seen.changedAt !== remembered

/** A transfer as Lightspeed shows it, as far as a decision needs it. */
export interface SeenTransfer {
  id: string
  status: 'open' | 'sent' | 'received'
  archived: boolean
}

/** What a transfer in Lightspeed means for ours. Received ones may be archived there as done. */
export function stateSeen({
  status,
  archived,
}: Omit<SeenTransfer, 'id'>): 'open' | 'sent' | 'received' | 'cancelled' {
  if (status === 'received') return 'received'
  return archived ? 'cancelled' : status
}

/**
 * Which of the transfers that carry our note is ours: one somebody sent already, else the oldest open one. `extra` are
 * open ones beside it, to be archived. When all were archived by somebody, the oldest tells so.
 */
export function pickTransfer<T extends SeenTransfer>(found: T[]): { pick: T; extra: T[] } | null {
  const rank = { sent: 0, received: 0, open: 1, cancelled: 2 }
  const [pick] = found.toSorted(
    (a, b) => rank[stateSeen(a)] - rank[stateSeen(b)] || Number(a.id) - Number(b.id),
  )
  if (!pick) return null
  return { pick, extra: found.filter((one) => one.id !== pick.id && stateSeen(one) === 'open') }
}

/** An effect not seen in two look-ups is taken as none: what is repeated then moves stock once at most. */
export const maySendAgain = (lookUpsBefore: number): boolean => lookUpsBefore >= 1

/** Items of ours that are not on the transfer yet. One that is there with other units was changed by somebody: it stays. */
export function missingItems<T extends { externalItemId: string }>(
  wanted: T[],
  there: { itemId: string }[],
): T[] {
  return wanted.filter((item) => !there.some((row) => row.itemId === item.externalItemId))
}

/**
 * Whether sending took the units off the sending store: its stock before and after, by Lightspeed's item id. Null when the
 * figures say neither for all items: somebody sold or counted meanwhile. The documentation says both, so it is looked at.
 */
export function leftAtSend(
  items: { externalItemId: string; units: number }[],
  before: Record<string, number>,
  after: Record<string, number>,
): boolean | null {
  const gone = items.map(({ externalItemId: id, units }) => {
    const change = (before[id] ?? 0) - (after[id] ?? 0)
    return change === units ? true : change === 0 ? false : null
  })
  const [first] = gone
  return first !== undefined && gone.every((one) => one === first) ? first : null
}
