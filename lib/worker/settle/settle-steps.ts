import type { LookRow, RemedyRow } from '@/lib/orders/attention/tables'

/** What the worker does next for an order in attention, from committed rows alone. */
export type SettleStep =
  | { kind: 'nothing' }
  | { kind: 'wait'; ms: number }
  /** Whoever sent it is gone: from now on its effect is unknown. */
  | { kind: 'mark-unknown'; remedy: RemedyRow }
  | { kind: 'look-up'; remedy: RemedyRow }
  | { kind: 'begin'; remedy: RemedyRow }
  /** Read all sales of the order and judge the facts. */
  | { kind: 'look' }

export function nextSettleStep(open: RemedyRow | null, look: LookRow | null, nowMs: number): SettleStep {
  if (!open) return look?.askedAt ? { kind: 'look' } : { kind: 'nothing' }
  const due = Math.max(open.notBefore?.getTime() ?? 0, open.state === 'sent' ? deadlineOf(open) : 0)
  if (due > nowMs) return { kind: 'wait', ms: due - nowMs }
  if (open.state === 'sent') return { kind: 'mark-unknown', remedy: open }
  return open.state === 'unknown' ? { kind: 'look-up', remedy: open } : { kind: 'begin', remedy: open }
}

const deadlineOf = (remedy: RemedyRow): number => remedy.deadline?.getTime() ?? 0
