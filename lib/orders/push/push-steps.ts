import type { Waits } from '@/lib/waits'
import type { PartState } from '../states'

/**
 * The push protocol as one pure function: what is the next thing to do for an order that is being pushed. It
 * looks at rows only, so a worker that died is followed by one that decides the same from what was committed.
 */
export interface PushView {
  pushing: boolean
  /** Nothing is sent before this instant (undo time). */
  sendAfterMs: number
  /** Nothing is sent before the transfers have ended that it was pressed with. */
  awaitsTransfers: boolean
  /** The channel edited or cancelled the order after this push was planned. */
  changedUpstream: boolean
  /** Parts of the current plan, by ordinal. */
  parts: PartView[]
}

export interface PartView {
  id: string
  ordinal: number
  state: PartState
  /** Grows with each claim: a claim of what was seen fails once somebody else has had it. */
  fence: number
  /** Until then the part belongs to the worker that claimed it; 0: to nobody. */
  leaseUntilMs: number
  /** Writes made for this part so far, whatever became of them. */
  attempts: number
  /** The one attempt whose effect is not known yet. */
  open: {
    id: string
    kind: 'create' | 'complete' | 'void'
    state: 'sent' | 'unknown'
    deadlineMs: number
    nextLookUpMs: number | null
    /** Look-ups made since it became unknown. */
    lookUps: number
  } | null
}

export type PushStep =
  | { kind: 'nothing' }
  | { kind: 'wait'; ms: number }
  /** The sender of an attempt is gone: from now on its effect is unknown. */
  | { kind: 'mark-unknown'; part: PartView }
  | { kind: 'look-up'; part: PartView }
  | { kind: 'create'; part: PartView }
  | { kind: 'complete'; part: PartView }
  /** Nothing is completed and it cannot go on: back to the queue. */
  | { kind: 'return' }
  | { kind: 'finish' }

export function nextStep(view: PushView, nowMs: number): PushStep {
  if (!view.pushing) return { kind: 'nothing' }
  const live = view.parts.filter((part) => part.state !== 'abandoned')
  const settled = settleOpen(live, nowMs)
  if (settled) return settled
  // Its transfers say when it goes on; what the channel says ends the waiting.
  if (view.awaitsTransfers && !view.changedUpstream) return { kind: 'nothing' }
  if (nowMs < view.sendAfterMs) return { kind: 'wait', ms: view.sendAfterMs - nowMs }
  const sold = live.some((part) => part.state === 'completed')
  const refused = live.some((part) => part.state === 'refused')
  // After the first completion a push only goes forward; before it, one no stops all.
  if (!sold && (refused || view.changedUpstream)) return ending(live, nowMs, 'return')
  // All parts are made open first: this proves item, store, register, tax and token of every part.
  const toCreate = live.find((part) => part.state === 'planned' || part.state === 'creating')
  if (toCreate && !sold) return claimable(toCreate, nowMs, 'create')
  if (sold && view.changedUpstream) return ending(live, nowMs, 'finish')
  const toComplete = live.find((part) => part.state === 'created' || part.state === 'completing')
  if (toComplete) return claimable(toComplete, nowMs, 'complete')
  return toCreate ? claimable(toCreate, nowMs, 'create') : ending(live, nowMs, 'finish')
}

/** What an attempt with an unknown effect asks for; nothing else of the order may move before it is known. */
function settleOpen(parts: PartView[], nowMs: number): PushStep | null {
  let soonest: number | null = null
  for (const part of parts) {
    if (!part.open) continue
    if (part.open.state === 'sent') {
      const gone = Math.max(part.open.deadlineMs, part.leaseUntilMs)
      if (nowMs >= gone) return { kind: 'mark-unknown', part }
      soonest = Math.min(soonest ?? gone, gone)
    } else {
      // One worker looks at a time; after a reading that failed the lease is waited out.
      const due = Math.max(part.open.nextLookUpMs ?? 0, part.leaseUntilMs)
      if (nowMs >= due) return { kind: 'look-up', part }
      soonest = Math.min(soonest ?? due, due)
    }
  }
  return soonest === null ? null : { kind: 'wait', ms: soonest - nowMs }
}

/** A push ends only when no worker is at any of its parts: what one of them is about to send could not be given up. */
function ending(parts: PartView[], nowMs: number, kind: 'return' | 'finish'): PushStep {
  const until = Math.max(0, ...parts.map((part) => part.leaseUntilMs))
  return until > nowMs ? { kind: 'wait', ms: until - nowMs } : { kind }
}

/** A part another worker holds is left alone until its lease ends. */
function claimable(part: PartView, nowMs: number, kind: 'create' | 'complete'): PushStep {
  return part.leaseUntilMs > nowMs ? { kind: 'wait', ms: part.leaseUntilMs - nowMs } : { kind, part }
}

/** When an attempt that was looked up `lookUps` times is looked up next; the set times count from its send. */
export function nextLookUpMs(sentAtMs: number, lookUps: number, waits: Waits, nowMs: number): number {
  const after = waits.lookUpMs[Math.min(lookUps, waits.lookUpMs.length - 1)] ?? 0
  return Math.max(sentAtMs + after, lookUps > 0 ? nowMs + after / 2 : 0)
}

/**
 * What a look-up after an unknown create means. `found` are the sales that carry exactly this part's reference,
 * without archived and voided ones.
 */
export function judgeCreate(
  found: { id: string; state: 'open' | 'completed' }[],
  lookUpsBefore: number,
):
  | { kind: 'adopt'; saleId: string; extra: string[] }
  | { kind: 'attention' }
  | { kind: 'again' }
  | { kind: 'free' } {
  const completed = found.filter((sale) => sale.state === 'completed')
  if (completed.length > 1) return { kind: 'attention' }
  const byId = found.toSorted((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1))
  const pick = completed[0] ?? byId[0]
  if (pick)
    return {
      kind: 'adopt',
      saleId: pick.id,
      extra: found.filter((sale) => sale.id !== pick.id).map((sale) => sale.id),
    }
  // An open sale moves no stock, so a second one may be made once two look-ups found none; if the first turns up
  // later, it is archived before the order is finished.
  return lookUpsBefore >= 1 ? { kind: 'free' } : { kind: 'again' }
}
